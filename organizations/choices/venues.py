from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VenueKind(TextChoices):
    """Places where a village or township meets and is served (000-11, 004-03, 004-12)."""

    ACTIVITY = "activity", _("village activity venue")
    ACTIVITY_ROOM = "activity_room", _("members' activity room")
    CENTRE = "centre", _("community service centre")
    HALL = "hall", _("convenience service hall")
    COUNTER = "counter", _("convenience service counter")
    READING = "reading", _("reading room")
    LEARNING = "learning", _("distance-education site")
    CULTURE = "culture", _("culture square")
    OTHER = "other", pgettext_lazy("kind", "other")


class Repair(TextChoices):
    GOOD = "good", _("good")
    NEEDS_REPAIR = "needs_repair", _("needs repair")
    DANGEROUS = "dangerous", _("dangerous building")
    BUILDING = "building", _("being built")
    BORROWED = "borrowed", _("borrowed or rented")


class ServiceItem(TextChoices):
    """What a centre offers in one place (000-13)."""

    RELIEF = "relief", _("social relief")
    HEALTH = "health", _("medical care")
    FAMILY = "family", _("family planning")
    INSURANCE = "insurance", _("social insurance")
    CULTURE = "culture", _("culture and sports")
    LEGAL = "legal", _("legal service")
    FARMING = "farming", _("farming technology")
    LAND = "land", _("land and building")
    MEDIATION = "mediation", _("mediation of disputes")
    OTHER = "other", pgettext_lazy("kind", "other")


FUNCTIONS = (
    "for_members",
    "for_deliberation",
    "for_service",
    "for_education",
    "for_culture",
)
CONDITIONS = ("fixed_place", "facilities", "keeper_named")
