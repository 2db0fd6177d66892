"""Inspections and what they found, and circulars. What must be put right is a task with a limit."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models.naming import Told
from organizations.models import Organization, Task
from portal.models import Record


class Inspection(Told):
    """A team looked into how an organization does its work (000-54, 001-20)."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("regular inspection")
        SPECIAL = "special", _("special inspection")
        SCHEDULING = "scheduling", _("scheduling of work")
        YEARLY = "yearly", _("check for the annual assessment")

    key = ("organization", "inspected_on", "subject")
    dated = "inspected_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="inspections", verbose_name=_("organization")
    )
    inspected_on = models.DateField(_("inspected on"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ROUTINE)
    subject = models.CharField(_("what was looked into"), max_length=120)
    team = models.CharField(_("who inspected"), max_length=120)
    good = models.TextField(_("what is done well"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-inspected_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_inspection_of_a_subject_a_day",
                fields=["organization", "inspected_on", "subject"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} {self.inspected_on:%Y-%m-%d} {self.subject}"


class Finding(Told):
    """Something an inspection found wanting, the points it costs, and the notice to put it right.

    The notice is a task of the kind "rectification in a time limit": its organization sees it
    among what waits, hands in evidence, and it is accepted or returned with a reason (001-26).
    """

    scope_path = "inspection__organization"
    key = ("inspection", "finding")
    dated = "found_on"

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="findings", verbose_name=_("inspection")
    )
    finding = models.CharField(_("what was found"), max_length=200)
    points = models.DecimalField(
        _("points off"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    found_on = models.DateField(_("found on"), blank=True)
    notice = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="finding",
        verbose_name=_("notice to put it right"),
    )

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = pgettext_lazy("inspection", "findings")
        ordering = ["-found_on", "-pk"]
        permissions = [("notify_finding", "Can order that findings be put right")]
        constraints = [
            models.UniqueConstraint(
                name="one_finding_of_a_wording", fields=["inspection", "finding"]
            )
        ]

    def __str__(self) -> str:
        return self.finding


class Circular(Told):
    """A circular that praises or criticises an organization (通报, 001-26): one line for each that
    it names."""

    class Kind(models.TextChoices):
        PRAISE = "praise", _("praise")
        CRITICISM = "criticism", pgettext_lazy("circular", "criticism")
        NOTICE = "notice", _("how work stands")

    key = ("document", "organization")
    dated = "issued_on"

    document = models.CharField(_("document number"), max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="circulars", verbose_name=_("organization")
    )
    issued_on = models.DateField(_("issued on"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    issuer = models.CharField(_("issued by"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it says of the organization"), blank=True)
    notice = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="circular",
        verbose_name=_("notice to put it right"),
    )

    class Meta(Record.Meta):
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        ordering = ["-issued_on", "-pk"]
        permissions = [("notify_circular", "Can order that what is criticised be put right")]
        constraints = [
            models.UniqueConstraint(
                name="one_line_of_a_circular", fields=["document", "organization"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.title}"
