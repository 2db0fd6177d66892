from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Forms of organization (domain 2.1)."""

    COUNTY_COMMITTEE = "county_committee", _("county committee")
    TOWNSHIP_COMMITTEE = "township_committee", _("township committee")
    VILLAGE_COMMITTEE = "village_committee", _("village party committee")
    GENERAL_BRANCH = "general_branch", _("general branch")
    BRANCH = "branch", _("branch")
    JOINT_BRANCH = "joint_branch", _("joint branch")
    PARTY_GROUP = "party_group", _("party group")


class Setting(TextChoices):
    """What an organization is formed on (000-06, 003-01, 003-02, 004-16)."""

    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")
    COOPERATIVE = "cooperative", _("cooperative")
    ASSOCIATION = "association", _("association")
    INDUSTRY_CHAIN = "industry_chain", _("industry chain")
    ENTERPRISE = "enterprise", _("enterprise")
    MOBILE = "mobile", _("mobile members")
    VILLAGES_JOINT = "villages_joint", _("villages jointly")
    VILLAGE_ENTERPRISE = "village_enterprise", _("village and enterprise jointly")
    VILLAGE_RESIDENCE = "village_residence", _("village and residence jointly")
    FUNCTIONAL = "functional", _("functional")
    OFFICE = "office", _("office")


class Level(TextChoices):
    """Where in the tree an organization stands; kept by the database."""

    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")
    BRANCH = "branch", _("branch")


RURAL = (
    Setting.VILLAGE,
    Setting.COMMUNITY,
    Setting.VILLAGES_JOINT,
    Setting.VILLAGE_ENTERPRISE,
    Setting.VILLAGE_RESIDENCE,
)
