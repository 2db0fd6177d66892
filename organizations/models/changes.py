from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.changes import ChangeKind, Role
from organizations.choices.tree import Kind, Setting
from organizations.models.tree import Organization
from portal.models import Record


class OrganizationChange(Record):
    """An organization established, renamed, upgraded, moved, merged, split or closed (000-07).

    Together they are the register of changes, and by their lines the trail from what into what.
    Made by actions alone; `kept` is what they need to be undone.
    """

    key = ("organization", "day", "kind")
    handles = ("pk",)
    dated = "day"
    untracked = ("kept",)

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="changes", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind)
    day = models.DateField(_("effective day"))
    before = models.CharField(_("before the change"), max_length=400, blank=True)
    after = models.CharField(_("after the change"), max_length=400, blank=True)
    approval_no = models.CharField(_("approval number"), max_length=60, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_why = models.CharField(_("why undone"), max_length=200, blank=True)
    kept = models.JSONField(default=dict, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("change of an organization")
        verbose_name_plural = _("changes of organizations")
        ordering = ["-day", "-pk"]
        indexes = [models.Index("day", name="organization_change_day")]
        constraints = [
            models.CheckConstraint(
                name="undone_change_has_a_reason",
                condition=Q(undone_on=None) | ~Q(undone_why=""),
            )
        ]
        permissions = [("undo_organizationchange", "Can undo changes of organizations")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.before or self.after}"


class ChangeLine(Record):
    """An organization in a change, as it was called and formed then (its old code and name)."""

    key = ("change", "organization", "role")
    handles = ("pk",)

    change = models.ForeignKey(
        OrganizationChange,
        models.CASCADE,
        related_name="lines",
        verbose_name=_("change of organization"),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="lineage", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=6, choices=Role)
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    setting = models.CharField(_("setting"), max_length=20, choices=Setting)

    class Meta(Record.Meta):
        verbose_name = _("organization in a change")
        verbose_name_plural = _("organizations in changes")
        ordering = ["change", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="once_in_a_change", fields=["change", "organization", "role"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
