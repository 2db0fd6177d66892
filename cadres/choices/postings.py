from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PostingKind(TextChoices):
    """Who is posted to a village (000-40...-46, 002-19, 003-10, 003-25, 003-28)."""

    FIRST_SECRETARY = "first_secretary", _("first secretary")
    TEAM = "team", _("village work team member")
    IN_CHARGE = "in_charge", _("township cadre in charge of a village")
    GRADUATE = "graduate", _("graduate village official")
    SELECTED = "selected", _("selected graduate")
    SENT_DOWN = "sent_down", _("sent-down cadre")
    OFFICER = "officer", _("border officer")
    CROSS_VILLAGE = "cross_village", _("cadre serving across villages")


# Kinds that a person holds in one village at a time.
IN_ONE_VILLAGE = (
    PostingKind.FIRST_SECRETARY,
    PostingKind.TEAM,
    PostingKind.GRADUATE,
    PostingKind.SELECTED,
    PostingKind.SENT_DOWN,
)
# University graduates at village level (000-44, 003-26).
GRADUATES = (PostingKind.GRADUATE, PostingKind.SELECTED)


class PostedAs(TextChoices):
    """What somebody is in the village (000-42, 003-10, 003-28)."""

    FIRST_SECRETARY = "first_secretary", pgettext_lazy("posted as", "first secretary")
    SECRETARY = "secretary", pgettext_lazy("posted as", "secretary")
    DEPUTY = "deputy", pgettext_lazy("posted as", "deputy secretary")
    ASSISTANT_SECRETARY = "assistant_secretary", _("assistant to the secretary")
    ASSISTANT_DIRECTOR = "assistant_director", _("assistant to the director")
    LEADER = "leader", _("leader of the team")
    MEMBER = "member", _("member of the team")
    COMMITTEE = "committee", _("part-time member of the township committee")
    OTHER = "other", pgettext_lazy("posted as", "other")


class PostingLeft(TextChoices):
    """Why a posting ended (domain 2.9)."""

    TERM = "term", _("term served")
    HANDED = "handed", _("replaced by another")
    PROMOTED = "promoted", _("promoted or moved on")
    RECALLED = "recalled", _("recalled as unfit")
    CIVIL = "civil", _("became a civil servant")
    STAYED = "stayed", _("stayed as a village cadre")
    BUSINESS = "business", _("started a business")
    STUDY = "study", _("went on to study")
    WORK = "work", _("took other work")
    HEALTH = "health", _("health or family")
    DIED = "died", pgettext_lazy("posting", "died")
    OTHER = "other", pgettext_lazy("posting ended", "other reason")


class LogDuty(TextChoices):
    """The six duties of graduates (000-46), and what others do besides."""

    POLICY = "policy", _("making policies known")
    GROWTH = "growth", _("promoting development")
    CONTACT = "contact", _("keeping contact with the people")
    SCIENCE = "science", _("spreading science and culture")
    MANAGEMENT = "management", _("taking part in management")
    ORGANIZATION = "organization", _("strengthening the organization")
    OTHER = "other", pgettext_lazy("duty", "other work")


SIX_DUTIES = tuple(one for one in LogDuty if one != LogDuty.OTHER)


class SupportKind(TextChoices):
    """How a sending unit stands behind its cadre (000-43b)."""

    MONEY = "money", pgettext_lazy("support", "money")
    PROJECT = "project", pgettext_lazy("support", "project brought in")
    VISIT = "visit", _("visit by the unit's leaders")
    GOODS = "goods", pgettext_lazy("support", "goods and equipment")
    TRAINING = "training", pgettext_lazy("support", "training of villagers")
    CARE = "care", _("care for the posted cadre")


class TeamName(TextChoices):
    """The four teams that work together in a village (002-19)."""

    WORK_TEAM = "work_team", _("village work team")
    FIRST_SECRETARY = "first_secretary", pgettext_lazy("team", "first secretary")
    TOWNSHIP = "township", _("township cadres in charge")
    COMMITTEES = "committees", _("village two committees")


class Docking(TextChoices):
    """The three precise dockings of the plan (002-20)."""

    SELECTION = "selection", _("docking of selection")
    TRAINING = "training", _("docking of training")
    GUIDANCE = "guidance", _("docking of guidance")
