from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.programmes import ProgrammeKind, Verdict
from organizations.choices.projects import Rank
from organizations.models.naming import Numbered, ends_after
from organizations.models.tree import Organization
from portal.models import Record


class Programme(Record):
    """What a county sets itself in words: a programme, a standard and its version, a drive, a plan.

    The "114" project (000-23), "five good, five leads" (001-05, 004-07), the integration plan with
    its dockings (002-20), "three innovations, two constructions" (003-11). Its lines are free.
    """

    in_force = ("since", "until")
    handles = ("code", "name")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="programmes", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind)
    version = models.CharField(_("version"), max_length=30, blank=True)
    text = models.TextField(_("wording"), blank=True)
    source = models.CharField(pgettext_lazy("programmes", "source"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes and standards")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="one_programme_of_a_code", fields=["code"]),
            ends_after("programme_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeItem(Numbered):
    """A line of a programme: a free indicator, one of the "five good", an item of a checklist."""

    scope_path = "programme__organization"
    key = ("programme", "name")
    handed_down = True

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="items", verbose_name=_("programme")
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    name = models.CharField(_("line"), max_length=120)
    wording = models.TextField(_("wording"), blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    target = models.DecimalField(
        pgettext_lazy("programmes", "target"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta(Numbered.Meta):
        verbose_name = _("line of a programme")
        verbose_name_plural = _("lines of programmes")
        ordering = ["programme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_programme_line_of_a_name", fields=["programme", "name"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.name}"


class ProgrammeResult(Numbered):
    """How an organization did on a line of a programme on the day it was judged."""

    key = ("organization", "item", "judged_on")
    handles = ("judge",)
    dated = "judged_on"

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="programme_results",
        verbose_name=_("organization"),
    )
    item = models.ForeignKey(
        ProgrammeItem, models.PROTECT, related_name="results", verbose_name=_("line of a programme")
    )
    judged_on = models.DateField(_("judged on"))
    level = models.CharField(_("judged at"), max_length=20, choices=Rank, blank=True)
    judge = models.CharField(_("judged by"), max_length=60, blank=True)
    value = models.DecimalField(
        pgettext_lazy("programmes", "value"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("result under a programme")
        verbose_name_plural = _("results under programmes")
        ordering = ["-judged_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_result_of_a_line_and_day", fields=["organization", "item", "judged_on"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.item}"
