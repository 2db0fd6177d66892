from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mark(TextChoices):
    """The four grades of the democratic appraisal (domain 2.4), and taking part without one."""

    EXCELLENT = "excellent", _("excellent")
    QUALIFIED = "qualified", _("qualified")
    BASIC = "basic", _("basically qualified")
    UNQUALIFIED = "unqualified", _("unqualified")
    UNGRADED = "ungraded", _("took part, not graded")


class FollowUp(TextChoices):
    """What follows an unqualified grade (domain 2.3)."""

    RECTIFY = "rectify", _("mend by a set day")
    MENDED = "mended", _("mended")
    PERSUADED = "persuaded", _("persuaded to leave")
    REMOVED = "removed", _("removed")
