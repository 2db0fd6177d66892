from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.rules import Limit


class AwardKind(TextChoices):
    """Commendations of a year (000-29, 001-25, 003-19)."""

    ORGANIZATION = "organization", _("advanced primary party organization")
    MEMBER = "member", _("outstanding party member")
    WORKER = "worker", _("outstanding party-affairs worker")
    TOP_TOWN = "top_town", _("top ten township secretary")
    TOP_VILLAGE = "top_village", _("top ten village secretary")
    CADRE = "cadre", _("outstanding rural cadre")
    POSTED = "posted", _("outstanding posted cadre")
    OTHER = "other", pgettext_lazy("award", "other commendation")


# "Double top ten" (003-19): how many may be named in a year is a dated value.
TOP_TEN = {AwardKind.TOP_TOWN: Limit.TOP_TOWN, AwardKind.TOP_VILLAGE: Limit.TOP_VILLAGE}


class AwardLevel(TextChoices):
    NATION = "nation", pgettext_lazy("award", "national")
    PROVINCE = "province", pgettext_lazy("award", "provincial")
    CITY = "city", pgettext_lazy("award", "prefecture")
    COUNTY = "county", pgettext_lazy("award", "county")
    TOWNSHIP = "township", pgettext_lazy("award", "township")
