from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Presence(TextChoices):
    """Whether a member came to a meeting (domain 2.4)."""

    PRESENT = "present", _("present")
    ON_LEAVE = "on_leave", _("on leave")
    ABSENT = "absent", _("absent")
