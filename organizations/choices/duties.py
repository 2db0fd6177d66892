from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RuleTopic(TextChoices):
    """The three "-isations" (001-10) and what village rule books hold besides."""

    PARTY_WORK = "party_work", _("party work")
    SELF_GOVERNMENT = "self_government", pgettext_lazy("duties", "self-government")
    SUPERVISION = "supervision", _("democratic supervision")
    PERSONNEL = "personnel", _("managing people")
    FINANCE = "finance", _("money and assets")
    SERVICE = "service", _("service to the public")
    CHARTER = "charter", _("village charter")
    OTHER = "other", _("other rules")


class Answers(TextChoices):
    """How somebody answers for party building (000-53, 001-18)."""

    FIRST = "first", _("first responsible")
    DIRECT = "direct", _("directly responsible")
    SPECIFIC = "specific", _("specifically responsible")
    IN_CHARGE = "in_charge", _("leader in charge")


class TaskKind(TextChoices):
    """What is issued downwards (000-54, 001-19, 001-20, 001-26)."""

    GOAL = "goal", _("yearly goal")
    TASK = "task", _("task")
    INSPECTION = "inspection", _("inspection")
    CIRCULAR = "circular", _("circular")
    CRITICISM = "criticism", _("circulated criticism")
    RECTIFICATION = "rectification", _("rectification in a time limit")


class TaskState(TextChoices):
    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")
    CLAIMED = "claimed", _("claimed")
    REPORTED = "reported", _("reported as finished")
    FINISHED = "finished", _("accepted as finished")
    WITHDRAWN = "withdrawn", _("withdrawn")
