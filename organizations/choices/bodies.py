from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BodyKind(TextChoices):
    """The X of 1+X: what works beside the party organization (000-06, 003-04, 003-06, 004-21)."""

    VILLAGERS_COMMITTEE = "villagers_committee", _("villagers' committee")
    SUPERVISION = "supervision", _("village affairs supervision committee")
    COUNCIL = "council", _("villagers' council")
    REPRESENTATIVES = "representatives", _("villagers' representatives")
    LEAGUE = "league", _("youth league branch")
    WOMEN = "women", _("women's federation")
    MILITIA = "militia", _("militia company")
    COLLECTIVE = "collective", _("village collective economic organization")
    COOPERATIVE = "cooperative", _("farmers' cooperative")
    ASSOCIATION = "association", _("specialized association")
    ENTERPRISE = "enterprise", _("private enterprise")
    SOCIAL = "social", _("social organization")
    RED_WHITE = "red_white", _("weddings and funerals council")
    MEDIATION = "mediation", _("mediation committee")
    ELDERLY = "elderly", _("association of the elderly")
    SERVICE_TEAM = "service_team", _("service team")
    OTHER = "other", pgettext_lazy("kind", "other")


class Family(TextChoices):
    """Bodies by what they are for."""

    SELF_GOVERNMENT = "self_government", _("self-government")
    MASS = "mass", _("mass organizations")
    ECONOMIC = "economic", _("economic and social organizations")
    SERVICE = "service", _("service bodies")


FAMILIES: dict[str, tuple[BodyKind, ...]] = {
    Family.SELF_GOVERNMENT: (
        BodyKind.VILLAGERS_COMMITTEE,
        BodyKind.SUPERVISION,
        BodyKind.COUNCIL,
        BodyKind.REPRESENTATIVES,
    ),
    Family.MASS: (BodyKind.LEAGUE, BodyKind.WOMEN, BodyKind.MILITIA),
    Family.ECONOMIC: (
        BodyKind.COLLECTIVE,
        BodyKind.COOPERATIVE,
        BodyKind.ASSOCIATION,
        BodyKind.ENTERPRISE,
        BodyKind.SOCIAL,
    ),
    Family.SERVICE: (
        BodyKind.RED_WHITE,
        BodyKind.MEDIATION,
        BodyKind.ELDERLY,
        BodyKind.SERVICE_TEAM,
        BodyKind.OTHER,
    ),
}


class Formation(TextChoices):
    """How a body came to its party organization (004-16, domain 2.13)."""

    OWN = "own", _("of its own")
    JOINT = "joint", _("jointly")
    REGIONAL = "regional", _("by region")
    ATTACHED = "attached", _("attached")
    GROUP = "group", _("party group")


class TeamKind(TextChoices):
    """Teams that serve: 004-15 names the first four, 004-20 the area team, 004-17 the next six."""

    PLANTING = "planting", _("planting restructuring team")
    BREEDING = "breeding", _("standardized breeding team")
    DISPUTES = "disputes", _("dispute screening team")
    GRASSROOTS = "grassroots", _("organization building team")
    AREA = "area", _("area service team")
    INDUSTRY_GROUP = "industry_group", _("industry development party group")
    MEDIATION_GROUP = "mediation_group", _("dispute mediation party group")
    SANITATION_GROUP = "sanitation_group", _("environment and sanitation party group")
    CULTURE_GROUP = "culture_group", _("culture and sports party group")
    RED_WHITE_GROUP = "red_white_group", _("weddings and funerals party group")
    ECOLOGY_GROUP = "ecology_group", _("ecology protection party group")
    VOLUNTEERS = "volunteers", _("members' volunteer team")
    OTHER = "other", pgettext_lazy("kind", "other")


CONVENIENCE = (TeamKind.PLANTING, TeamKind.BREEDING, TeamKind.DISPUTES, TeamKind.GRASSROOTS)
GROUPS = (
    TeamKind.INDUSTRY_GROUP,
    TeamKind.MEDIATION_GROUP,
    TeamKind.SANITATION_GROUP,
    TeamKind.CULTURE_GROUP,
    TeamKind.RED_WHITE_GROUP,
    TeamKind.ECOLOGY_GROUP,
)


class TeamFamily(TextChoices):
    CONVENIENCE = "convenience", _("four convenience teams")
    AREA = "area", _("area service team")
    GROUPS = "groups", _("six service party groups")


TEAM_FAMILIES: dict[str, tuple[TeamKind, ...]] = {
    TeamFamily.CONVENIENCE: CONVENIENCE,
    TeamFamily.AREA: (TeamKind.AREA,),
    TeamFamily.GROUPS: GROUPS,
}
