from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """Forms of organization (domain 2.1)."""

    COUNTY_COMMITTEE = "county_committee", _("county committee")
    TOWNSHIP_COMMITTEE = "township_committee", _("township committee")
    VILLAGE_COMMITTEE = "village_committee", _("village party committee")
    GENERAL_BRANCH = "general_branch", _("general branch")
    BRANCH = "branch", _("branch")
    JOINT_BRANCH = "joint_branch", _("joint branch")
    TEMPORARY_BRANCH = "temporary_branch", _("temporary branch")
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


class Formation(TextChoices):
    """How an organization came together (004-16)."""

    ALONE = "alone", _("by itself")
    JOINT = "joint", _("jointly")
    REGIONAL = "regional", _("for an area")
    ATTACHED = "attached", _("attached to another")


class UnitType(TextChoices):
    """What the unit is in which an organization is formed (000-06, domain 2.15)."""

    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("administrative village")
    CENTRAL_VILLAGE = "central_village", _("central village")
    COMMUNITY = "community", _("community")
    COOPERATIVE = "cooperative", _("farmers' cooperative")
    ASSOCIATION = "association", _("association")
    PRIVATE = "private", _("private enterprise")
    STATE = "state", _("state-owned enterprise")
    SOCIAL = "social", _("social organization")
    OFFICE = "office", _("office")
    INSTITUTION = "institution", _("public institution")
    TEAM = "team", _("service team")
    PROJECT = "project", _("project")
    OTHER = "other", pgettext_lazy("unit", "other")


class Purpose(TextChoices):
    """What a party group is there for: the six kinds of 004-17, and those of 004-19."""

    INDUSTRY = "industry", _("industry development")
    DISPUTES = "disputes", _("mediation of disputes")
    SANITATION = "sanitation", _("environmental sanitation")
    CULTURE = "culture", _("culture and sport")
    CEREMONIES = "ceremonies", _("weddings and funerals")
    ECOLOGY = "ecology", _("ecological protection")
    COOPERATIVE = "cooperative", _("cooperative")
    TEAM = "team", _("service team")


class Method(TextChoices):
    """How the last committee or secretary was elected."""

    MEMBERS = "members", _("members' meeting")
    DELEGATES = "delegates", _("delegates' congress")
    OPEN = "open", _("open nomination, direct election")
    DOUBLE = "double", _("two nominations, one election")
    APPOINTED = "appointed", _("appointed by the superior")


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

JOINT = (Setting.VILLAGES_JOINT, Setting.VILLAGE_ENTERPRISE, Setting.VILLAGE_RESIDENCE)
