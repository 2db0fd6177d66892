from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListedAs(TextChoices):
    """Weak and lax organizations (domain 2.8), and the difficult villages of 003-50."""

    WEAK = "weak", _("weak and lax organization")
    DIFFICULT = "difficult", _("difficult village in openness and self-government")


class Trouble(TextChoices):
    """Kinds of problem for which an organization is listed (domain 2.8, 003-50)."""

    TEAM_INCOMPLETE = "team_incomplete", _("leading team incomplete, secretary vacant")
    SECRETARY_UNFIT = "secretary_unfit", _("secretary unfit")
    DISUNITY = "disunity", _("team at odds, nothing gets done")
    NO_PARTY_LIFE = "no_party_life", _("party life not carried out")
    NO_DEVELOPMENT = "no_development", _("no members developed for two years")
    PETITIONS = "petitions", _("serious petitions or unrest")
    NOT_OPEN = "not_open", _("village affairs not open")
    BRIBERY = "bribery", _("vote buying")
    GANGS = "gangs", _("gangs or village bullies")
    CLANS = "clans", _("clans interfere")
    RELIGION = "religion", _("religion interferes")
    LAST = "last", _("last in the yearly assessment")
    DISSATISFIED = "dissatisfied", _("people dissatisfied")
    NO_VENUE = "no_venue", _("no venue")
    POOR_ECONOMY = "poor_economy", _("no collective income or in debt")
    OTHER = "other", pgettext_lazy("kind", "other")


class Stage(TextChoices):
    """Where a case stands on a day."""

    LISTED = "listed", _("being put right")
    ACCEPTED = "accepted", _("accepted, still listed")
    FOLLOWED = "followed", _("off the list, followed")
    CLOSED = "closed", pgettext_lazy("case", "closed")


class CaseKind(TextChoices):
    """Farm-related matters that the discipline body handles (000-20): kinds, never persons."""

    FUNDS = "funds", _("misuse of village funds")
    RELIEF = "relief", _("relief and farm subsidies")
    LAND = "land", _("land and demolition")
    PROJECTS = "projects", _("village projects")
    CONDUCT = "conduct", _("harsh or careless conduct")
    OTHER = "other", pgettext_lazy("kind", "other")


# Who answers for a case (domain 2.8), as columns.
FOUR_ONES = ("county_leader", "first_secretary", "sending_unit", "township_leader")
