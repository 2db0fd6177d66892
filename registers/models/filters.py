from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A list's query string under a name, for its owner or, shared, for everybody who may open
    the list. What it shows is narrowed to its reader's reach as any list is."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    register = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(_("shared with the county"), default=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("share_savedfilter", "Can share saved filters with the county")]
        constraints = [
            models.UniqueConstraint(
                name="one_saved_filter_of_a_name", fields=["owner", "register", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def seen_by(cls, user: Any, register: str) -> models.QuerySet[SavedFilter]:
        """The user's own and the shared ones of a register."""
        return cls.objects.filter(Q(owner=user) | Q(shared=True), register=register)
