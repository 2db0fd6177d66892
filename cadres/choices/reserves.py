from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReserveState(TextChoices):
    """Where a reserve cadre's case stands (000-04, 004-09)."""

    SELECTING = "selecting", _("being selected")
    LISTED = "listed", _("in the reserve")
    APPOINTED = "appointed", _("appointed to a post")
    DROPPED = "dropped", _("dropped")


class StepKind(TextChoices):
    """Three recommendations, three examinations, two publicities."""

    RECOMMENDATION = "recommendation", _("recommendation")
    EXAMINATION = "examination", _("examination")
    PUBLICITY = "publicity", _("publicity step")


class StepResult(TextChoices):
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed check")
