from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Assembly(TextChoices):
    """Where somebody speaks for others (003-18)."""

    PARTY = "party", _("delegate to the party congress")
    PEOPLE = "people", _("deputy to the people's congress")
    CPPCC = "cppcc", _("member of the CPPCC")


class AssemblyLevel(TextChoices):
    NATION = "nation", _("national")
    PROVINCE = "province", _("provincial")
    CITY = "city", _("prefecture")
    COUNTY = "county", _("county level")
    TOWNSHIP = "township", _("township level")


class Answerable(TextChoices):
    """Who answers for party building (001-18)."""

    FIRST = "first", _("first person responsible")
    DIRECT = "direct", _("directly responsible")


class Leading(TextChoices):
    """Who keeps a contact point (001-13)."""

    COUNTY = "county", _("county committee member")
    TOWN_SECRETARY = "town_secretary", _("township secretary as contact")
    TOWN_MEMBER = "town_member", _("township committee member")
    OTHER = "other", _("other leader")
