from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(TextChoices):
    """To whom is reported (001-17, 003-46, 003-52)."""

    ABOVE = "above", _("to the committee above")
    MEMBERS = "members", _("to the members' meeting")
    VILLAGERS = "villagers", _("to the villagers' assembly")
    PUBLIC = "public", _("to members and public together")


class DebriefingState(TextChoices):
    """Steps of the season of reports (domain 2.13)."""

    PREPARED = "prepared", pgettext_lazy("debriefing", "being prepared")
    REPORTED = "reported", pgettext_lazy("debriefing", "reported")
    GRADED = "graded", pgettext_lazy("debriefing", "graded")
    CLOSED = "closed", pgettext_lazy("debriefing", "rectified and closed")


class DebriefingGrade(TextChoices):
    GOOD = "good", pgettext_lazy("debriefing", "good")
    FAIRLY = "fairly", pgettext_lazy("debriefing", "fairly good")
    FAIR = "fair", pgettext_lazy("debriefing", "fair")
    POOR = "poor", pgettext_lazy("debriefing", "poor")


class HandlingKind(TextChoices):
    """What is done about poor results (003-48)."""

    NOTICE = "notice", _("written notice")
    TALK = "talk", _("admonishing talk")
    TRAINING = "training", _("time to mend with training")
    ADJUST = "adjust", _("moved to another post")
    REMOVE = "remove", _("removed from the post")


# What ends the post held.
ENDING = (HandlingKind.ADJUST, HandlingKind.REMOVE)


class Basis(TextChoices):
    APPRAISAL = "appraisal", _("poor appraisal by the people")
    DEBRIEFING = "debriefing", _("poor report")
    RATING = "rating", _("poor rating of the organization")
    YEAR = "year", _("poor yearly assessment")
    DISCIPLINE = "discipline", _("breach of discipline")
    OTHER = "other", pgettext_lazy("basis", "other ground")


class HandlingState(TextChoices):
    DECIDED = "decided", pgettext_lazy("handling", "decided")
    DONE = "done", pgettext_lazy("handling", "carried out")
    FILED = "filed", pgettext_lazy("handling", "filed")
