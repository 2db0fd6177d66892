from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TalentKind(TextChoices):
    """The five kinds of practical rural talent (000-38)."""

    PRODUCTION = "production", _("production expert")
    BUSINESS = "business", _("business expert")
    TECHNIQUE = "technique", _("farm technician")
    CRAFT = "craft", _("skilled craftsman")
    VERSATILE = "versatile", _("versatile talent")


class TalentLevel(TextChoices):
    NATION = "nation", _("nation")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")


class Origin(TextChoices):
    """How somebody came to work here (002-15)."""

    LOCAL = "local", pgettext_lazy("talent", "local")
    RETURNED = "returned", _("returned home")
    BROUGHT = "brought", _("brought in")


class Cultivation(TextChoices):
    """What a mentor leads an apprentice to: three cultivations (003-23), double training
    (000-34a), passing on (002-16)."""

    TO_MEMBER = "to_member", _("from prosperous farmer to member")
    TO_PROSPER = "to_prosper", _("from member to prosperous farmer")
    TO_CADRE = "to_cadre", _("from prosperous member to village cadre")
    PASSING_ON = "passing_on", _("passing on skills")
    YOUNG = "young", _("promising young talent")


class Reached(TextChoices):
    UNDER_WAY = "under_way", _("under way")
    REACHED = "reached", _("reached")
    MISSED = "missed", _("not reached")


class Support(TextChoices):
    """What the start-up platform gives (000-39)."""

    LOAN = "loan", _("loan or interest subsidy")
    FUND = "fund", _("special fund")
    LAND = "land", _("land and premises")
    TRAINING = "training", _("training")
    TECHNIQUE = "technique", _("technical guidance")
    MARKET = "market", _("market and sales")
    POLICY = "policy", _("policy and procedures")


class ServiceKind(TextChoices):
    """What is done for talent (002-18)."""

    VISIT = "visit", _("visit")
    ALLOWANCE = "allowance", _("allowance")
    TRAINING = "training", _("training")
    HEALTH = "health", _("health check")
    FAMILY = "family", _("housing, schooling, family")
    TITLE = "title", _("assessment of a title")
    PROJECT = "project", _("help with a project")
