from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VillageClass(TextChoices):
    """Villages sorted for classified guidance (001-09)."""

    ADVANCED = "advanced", _("advanced village")
    MIDDLE = "middle", _("middling village")
    BACKWARD = "backward", _("backward village")
