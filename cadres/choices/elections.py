from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Electing(TextChoices):
    """What is elected (000-46, 004-10)."""

    PARTY = "party", _("party organization")
    VILLAGERS = "villagers", _("villagers' committee")
    SUPERVISION = "supervision", _("village supervision committee")
    LEAGUE = "league", _("youth league branch")
    WOMEN = "women", _("women's federation")


class Round(TextChoices):
    NOMINATION = "nomination", _("members' recommendation")
    MASS = "mass", _("villagers' recommendation")
    FIRST = "first", _("first ballot")
    SECOND = "second", _("second ballot")


class ElectionState(TextChoices):
    PLANNED = "planned", _("planned")
    POSTPONED = "postponed", _("postponed")
    HELD = "held", _("held")
    VOID = "void", _("declared void")


class When(TextChoices):
    """What happens to a term's end."""

    ON_TIME = "on_time", _("on time")
    EARLY = "early", _("early")
    LATE = "late", _("late")
