from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Position(TextChoices):
    """Posts in villages, branches, townships and the county (000-01, 003-07...-10, 002-13)."""

    SECRETARY = "secretary", pgettext_lazy("post", "secretary")
    DEPUTY = "deputy", _("deputy secretary")
    FULL_TIME_DEPUTY = "full_deputy", _("full-time deputy secretary")
    ORGANIZATION_MEMBER = "organization", _("organization committee member")
    PUBLICITY_MEMBER = "publicity", _("publicity committee member")
    DISCIPLINE_MEMBER = "discipline", _("discipline committee member")
    UNITED_FRONT_MEMBER = "united_front", _("united-front committee member")
    MEMBER = "member", _("committee member")
    GROUP_LEADER = "group_leader", _("party group leader")
    DIRECTOR = "director", _("village director")
    DEPUTY_DIRECTOR = "deputy_director", _("deputy village director")
    VILLAGE_MEMBER = "village_member", _("villagers' committee member")
    SUPERVISION = "supervision", _("head of village supervision")
    LEAGUE = "league", _("youth league secretary")
    WOMEN = "women", _("women's federation head")
    MILITIA = "militia", _("militia company head")
    VILLAGER_GROUP = "villager_group", _("villager group leader")
    ACCOUNTANT = "accountant", _("village accountant")
    AGENT = "agent", _("service agent")
    BODY_HEAD = "body_head", _("head of another body")
    TOWN_SECRETARY = "town_secretary", _("township secretary")
    TOWN_HEAD = "town_head", _("township head")
    TOWN_DEPUTY = "town_deputy", _("township deputy secretary")
    TOWN_ORGANIZATION = "town_organization", _("township organization committee member")
    TOWN_LEADER = "town_leader", _("member of a township leading body")
    TOWN_OFFICER = "town_officer", _("part-time officer in a township committee")
    VILLAGE_OFFICER = "village_officer", _("part-time officer in a village organization")
    COUNTY_LEADER = "county_leader", _("county leader")
    OTHER = "other", _("other post")


# Seats of the party organization itself.
PARTY = (
    Position.SECRETARY,
    Position.DEPUTY,
    Position.FULL_TIME_DEPUTY,
    Position.ORGANIZATION_MEMBER,
    Position.PUBLICITY_MEMBER,
    Position.DISCIPLINE_MEMBER,
    Position.UNITED_FRONT_MEMBER,
    Position.MEMBER,
)
# Seats of the villagers' committee.
GOVERNING = (Position.DIRECTOR, Position.DEPUTY_DIRECTOR, Position.VILLAGE_MEMBER)
# Heads who should sit in the village's party body (003-09).
MASS_HEADS = (Position.LEAGUE, Position.WOMEN, Position.MILITIA)
TOWNSHIP = (
    Position.TOWN_SECRETARY,
    Position.TOWN_HEAD,
    Position.TOWN_DEPUTY,
    Position.TOWN_ORGANIZATION,
    Position.TOWN_LEADER,
)
# Who leads a village, and all who work for it.
LEADING = (Position.SECRETARY, Position.DIRECTOR)
VILLAGE = (*PARTY, *GOVERNING, Position.SUPERVISION, *MASS_HEADS)
# Posts of which an organization has one.
SOLE = (
    Position.SECRETARY,
    Position.DIRECTOR,
    Position.SUPERVISION,
    *MASS_HEADS,
    Position.TOWN_SECRETARY,
    Position.TOWN_HEAD,
)
# Posts held only by members of the party.
MEMBERS_ONLY = (*PARTY, Position.GROUP_LEADER, Position.TOWN_SECRETARY, Position.TOWN_DEPUTY)


class Chosen(TextChoices):
    """How a post was filled (000-03, 003-13, 004-08)."""

    TWO_STEPS = "two_steps", _("two recommendations, one election")
    OPEN_ELECTION = "open_election", _("public nomination, direct election")
    OPEN_SELECTION = "open_selection", _("open selection")
    APPOINTED = "appointed", _("appointed by the township committee")
    ELECTED = "elected", _("elected by the members' meeting")
    VILLAGERS = "villagers", _("elected by the villagers")
    CO_OPTED = "co_opted", _("by-election")
    HIRED = "hired", _("hired")
    POSTED = "posted", _("posted from above")
    OTHER = "other", _("otherwise")


# The four ways of 000-03 and 003-13.
FOUR_WAYS = (Chosen.TWO_STEPS, Chosen.OPEN_ELECTION, Chosen.OPEN_SELECTION, Chosen.APPOINTED)


class Source(TextChoices):
    """Who somebody was before the post (000-05, 002-01, 003-14, 004-08)."""

    SECRETARY = "secretary", _("outstanding village secretary")
    DIRECTOR = "director", _("village director")
    GRADUATE = "graduate", _("graduate village official")
    SELECTED = "selected", _("selected graduate")
    RICH = "rich", _("expert in getting rich")
    BROKER = "broker", _("farmers' broker")
    COOPERATIVE = "cooperative", _("head of a cooperative")
    VETERAN = "veteran", _("veteran")
    RETURNED = "returned", _("returned migrant worker or entrepreneur")
    CADRE = "cadre", _("village cadre")
    OTHER_VILLAGE = "other_village", _("cadre of another village")
    SENT_DOWN = "sent_down", _("sent-down official")
    RETIRED = "retired", _("retired official or teacher")
    FARMER = "farmer", _("farmer")
    OTHER = "other", _("other source")


# The four groups from which township leaders are drawn (000-05).
FOUR_GROUPS = (Source.SECRETARY, Source.DIRECTOR, Source.GRADUATE, Source.SELECTED)


class Workload(TextChoices):
    FULL = "full", _("full time")
    PART = "part", _("part time")


class PostLeft(TextChoices):
    """Why a post ended."""

    TERM = "term", _("term ended")
    PROMOTED = "promoted", _("promoted")
    MOVED = "moved", _("moved to another post")
    AGE = "age", _("reached the age")
    RESIGNED = "resigned", _("resigned")
    ADJUSTED = "adjusted", _("adjusted as unfit")
    DISMISSED = "dismissed", _("dismissed")
    DIED = "died", _("died")
    REORGANIZED = "reorganized", _("organization changed")
    OTHER = "other", pgettext_lazy("reason", "other reason")
