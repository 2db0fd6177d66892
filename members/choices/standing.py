from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """Stages on the way into the party (domain 2.2); the last two are members."""

    APPLICANT = "applicant", _("applicant")
    ACTIVIST = "activist", _("activist")
    TARGET = "target", _("development target")
    PROBATIONARY = "probationary", _("probationary member")
    FULL = "full", _("full member")


MEMBERS = (Standing.PROBATIONARY, Standing.FULL)

# The field that says since when somebody has had a standing.
SINCE = {
    Standing.APPLICANT: "applied",
    Standing.ACTIVIST: "activist_on",
    Standing.TARGET: "target_on",
    Standing.PROBATIONARY: "joined",
    Standing.FULL: "confirmed",
}


class LeftWhy(TextChoices):
    """How somebody left the rolls (domain 2.3)."""

    DIED = "died", _("died")
    TRANSFERRED = "transferred", _("transferred out")
    SUSPENDED = "suspended", _("membership suspended")
    EXPELLED = "expelled", _("expelled")
    CANCELLED = "cancelled", _("probation cancelled")
    PERSUADED = "persuaded", _("persuaded to leave")
    REMOVED = "removed", _("removed after persuasion failed")
    WITHDREW = "withdrew", _("removed as withdrawn by own act")
    RESIGNED = "resigned", _("removed on own request")
    OTHER = "other", _("no longer in the pipeline")
