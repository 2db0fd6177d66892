from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeKind(TextChoices):
    """What may happen to an organization (000-07)."""

    ESTABLISH = "establish", _("establishment")
    RENAME = "rename", _("renaming")
    UPGRADE = "upgrade", _("change of form")
    MOVE = "move", _("new superior")
    MERGE = "merge", _("merger")
    SPLIT = "split", _("split")
    CLOSE = "close", _("closing")


class Role(TextChoices):
    """What an organization is in a change."""

    FROM = "from", pgettext_lazy("change of an organization", "was")
    INTO = "into", pgettext_lazy("change of an organization", "became")
    ALONG = "along", pgettext_lazy("change of an organization", "went along")
