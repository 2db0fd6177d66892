"""What only grows: copies that are kept, and the acts upon a record (who, when, what and why)."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

append_only: pgtrigger.Trigger = pgtrigger.Protect(
    name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
)


class Kept(models.Model):
    """Never changed and never deleted; the database sees to it."""

    class Meta:
        abstract = True
        ordering = ["pk"]
        default_permissions = ()
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only]


class Act(Kept):
    """Something done to a record. Each type says its record, and its kinds of act in `kind`."""

    get_kind_display: ClassVar[Any]

    kind = models.CharField(_("act"), max_length=10)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta(Kept.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


def who(label: Any) -> Any:
    """A field for who did something: the act itself fills it in, nobody types it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )
