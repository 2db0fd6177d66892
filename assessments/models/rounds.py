"""What stands around the cells of a report: comments, disputes, answers, parts, copies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.reports import Report, ReportAct, ReportCell
from assessments.models.templates import ReportCheck
from organizations.models import Organization
from organizations.models.acting import Kept, who
from portal.models import Record
from portal.workflow import Flow

USER = settings.AUTH_USER_MODEL


class ReportComment(Record):
    """What somebody says about one cell: the county on returning, the township in answer."""

    scope_path = "cell__report__organization"
    handles = ("pk",)
    key = ("cell", "created_at")

    cell = models.ForeignKey(
        ReportCell, models.PROTECT, related_name="comments", verbose_name=_("cell of a report")
    )
    text = models.CharField(_("comment"), max_length=500)
    round = models.PositiveSmallIntegerField(_("times submitted"), default=0)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))
    settled = models.BooleanField(_("settled"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("comment on a cell")
        verbose_name_plural = _("comments on cells")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class ReportAnswer(Record):
    """Why a warning may stand. Holds for the figures it was given for: once they change, the
    warning wants a new answer."""

    scope_path = "report__organization"
    handles = ("pk",)
    key = ("report", "check_of", "organization")

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="answers", verbose_name=_("report")
    )
    check_of = models.ForeignKey(
        ReportCheck, models.PROTECT, related_name="answers", verbose_name=_("check of a report")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("row")
    )
    figures = models.CharField(max_length=80)  # both sides as they were: "12 34"
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(Record.Meta):
        verbose_name = _("answer to a warning")
        verbose_name_plural = _("answers to warnings")
        constraints = [
            models.UniqueConstraint(
                name="one_answer_per_warning", fields=["report", "check_of", "organization"]
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ReportDispute(Record):
    """A township says that a figure of the registers is wrong, why, and which is right. The county
    settles it in the register; until then the report counts the township's figure, marked."""

    class State(models.TextChoices):
        OPEN = "open", _("disputed")
        AGREED = "agreed", _("register put right")
        REFUSED = "refused", _("register is right")
        DROPPED = "dropped", _("taken back")

    flow = Flow(
        (State.OPEN, State.AGREED), (State.OPEN, State.REFUSED), (State.OPEN, State.DROPPED)
    )
    scope_path = "cell__report__organization"
    handles = ("pk",)
    key = ("cell", "created_at")

    cell = models.ForeignKey(
        ReportCell, models.PROTECT, related_name="disputes", verbose_name=_("cell of a report")
    )
    known = models.DecimalField(_("known to the registers"), max_digits=16, decimal_places=4)
    claimed = models.DecimalField(_("right figure"), max_digits=16, decimal_places=4)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    answer = models.CharField(_("answer of the county"), max_length=300, blank=True)
    settled_by = who(_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("dispute about a figure")
        verbose_name_plural = _("disputes about figures")
        ordering = ["-pk"]
        permissions = [("settle_reportdispute", "Can settle disputes about figures")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_dispute_per_cell", fields=["cell"], condition=Q(state="open")
            )
        ]

    def __str__(self) -> str:
        return f"{self.cell.organization.short} · {self.cell.item.label}"

    @property
    def status(self) -> str:
        """The word by which pages draw it."""
        words = {"open": "disputed", "agreed": "put_right", "refused": "upheld"}
        return words.get(self.state, "withdrawn")


class VillagePart(Record):
    """The rows of a report that a village was asked to fill in itself."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        HANDED = "handed", _("handed over")

    flow = Flow((State.ASKED, State.HANDED), (State.HANDED, State.ASKED))
    handles = ("pk",)
    key = ("report", "organization")

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="parts", verbose_name=_("report")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="report_parts", verbose_name=_("village")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    until = models.DateField(_("due"))
    reason = models.CharField(_("what is to be put right"), max_length=300, blank=True)
    handed_at = models.DateTimeField(_("handed over at"), null=True, editable=False)
    handed_by = who(_("by"))

    class Meta(Record.Meta):
        verbose_name = _("village's part of a report")
        verbose_name_plural = _("villages' parts of reports")
        ordering = ["report", "organization__code"]
        constraints = [
            models.UniqueConstraint(
                name="one_part_per_village_and_report", fields=["report", "organization"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} · {self.report}"

    def get_absolute_url(self) -> str:
        return reverse("report-grid", args=[self.report_id])


class ReportCopy(Kept):
    """A report's figures as they were when it was submitted or accepted. Only grows.

    `figures`: {"items": [{"code", "name", "scope", "unit"} ...], "rows": [{"code", "name",
    "scope", "cells": {item code: raw}} ...]}; `digest` is the SHA-256 of its canonical JSON, and
    `code` the short word on prints that leads back here.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="copies")
    act = models.OneToOneField(ReportAct, models.PROTECT, related_name="copy")
    round = models.PositiveSmallIntegerField(_("times submitted"))
    code = models.CharField(_("verification code"), max_length=12, unique=True)
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("report-copy", args=[self.code])
