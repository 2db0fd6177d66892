"""What townships report every quarter: the reports, their cells, and who did what to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.templates import ReportItem, ReportPeriod
from organizations.models import Organization
from organizations.models.acting import Act, who
from portal.models import Record
from portal.workflow import Flow


class Report(Record):
    """What one township reports for one period."""

    class State(models.TextChoices):
        OPEN = "open", _("not begun")
        DRAFT = "draft", _("being filled in")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        REOPENED = "reopened", _("reopened")

    # Typing turns an open report into a draft; every other move is one of these.
    flow = Flow(
        (State.OPEN, State.SUBMITTED),
        (State.DRAFT, State.SUBMITTED),
        (State.RETURNED, State.SUBMITTED),
        (State.REOPENED, State.SUBMITTED),
        (State.SUBMITTED, State.DRAFT),
        (State.SUBMITTED, State.RETURNED),
        (State.SUBMITTED, State.ACCEPTED),
        (State.ACCEPTED, State.REOPENED),
    )
    WRITABLE = (State.OPEN, State.DRAFT, State.RETURNED, State.REOPENED)
    # The acts after which a page that was drawn before must not act any more.
    MOVES = ("submitted", "withdrawn", "returned", "accepted", "extended", "reopened")

    key = ("period", "organization")
    handles = ("pk",)
    untracked = ("revision",)

    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, related_name="reports", verbose_name=_("report period")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reports", verbose_name=_("organization")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    round = models.PositiveSmallIntegerField(_("times submitted"), default=0, editable=False)
    extended_to = models.DateField(_("due day put off to"), null=True, blank=True)
    late_by = models.PositiveSmallIntegerField(_("days late at first"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = who(_("submitted by"))
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period__year", "-period__quarter", "organization__code"]
        permissions = [
            ("submit_report", "Can submit reports and take them back"),
            ("review_report", "Can return, accept and reopen reports"),
            ("fill_report", "Can fill in the own village's part of a report"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_report_per_township_and_period", fields=["period", "organization"]
            ),
            models.CheckConstraint(
                name="report_state_is_known",
                condition=Q(
                    state__in=["open", "draft", "submitted", "returned", "accepted", "reopened"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} {self.period}"

    def handle(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("report-grid", args=[self.pk])

    @property
    def due(self) -> date:
        return self.extended_to or self.period.due

    @property
    def closes(self) -> date | None:
        """The last day on which it can be submitted."""
        closes = self.period.closes
        return max(closes, self.extended_to or closes) if closes else None

    @property
    def writable(self) -> bool:
        return self.state in self.WRITABLE

    @property
    def days_left(self) -> int:
        """Days to the due day, counting it; negative when it is past."""
        return (self.due - timezone.localdate()).days

    @property
    def days_over(self) -> int:
        return max(0, -self.days_left)

    @property
    def overdue(self) -> bool:
        return self.writable and self.days_left < 0

    @property
    def days_late(self) -> int:
        """How late it was when it was first handed in, or is by now (decision 0019)."""
        return self.days_over if self.late_by is None else self.late_by

    @property
    def after(self) -> int:
        """The number of the latest act that moved it, which pages that act on it carry."""
        return self.acts.filter(kind__in=self.MOVES).aggregate(last=Max("pk"))["last"] or 0

    @property
    def status(self) -> str:
        """The word by which pages draw it: overdue shows whatever else is true."""
        if self.overdue:
            return "overdue"
        words = {self.State.OPEN: "not_begun", self.State.DRAFT: "filling"}
        return words.get(self.State(self.state), self.state)


LOCKED = """
    IF EXISTS (SELECT 1 FROM fresh JOIN assessments_report report ON report.id = fresh.report_id
               WHERE report.state IN ('submitted', 'accepted')) THEN
        RAISE EXCEPTION 'cells of a submitted or accepted report cannot be written'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def locking(operation: Any, **rows: str) -> pgtrigger.Trigger:
    """Refuse to write cells of reports that are handed in, whoever writes and however."""
    return pgtrigger.Trigger(
        name=f"handed_in_{str(operation).lower()}",
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**rows),
        func=LOCKED,
    )


class ReportCell(Record):
    """One cell of a report: the text as typed, wrong or right, and the figure it means.

    It belongs to the organization whose row it is in. As a register, only accepted figures count:
    at a day those of each township's last accepted report, during a span those of all its quarters.
    """

    dated = "report__period__last"
    key = ("report", "item", "organization")
    handles = ("pk",)

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="cells", verbose_name=_("report")
    )
    item = models.ForeignKey(
        ReportItem, models.PROTECT, related_name="cells", verbose_name=_("report item")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("row")
    )
    raw = models.TextField(_("as typed"), blank=True, default="")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True)
    error = models.CharField(_("error"), max_length=10, blank=True, default="")
    prefilled = models.DecimalField(
        _("known to the registers"), max_digits=16, decimal_places=4, null=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        verbose_name = _("cell of a report")
        verbose_name_plural = _("cells of reports")
        constraints = [
            models.UniqueConstraint(
                name="one_cell_per_item_and_row", fields=["report", "item", "organization"]
            )
        ]
        triggers = [
            locking(pgtrigger.Insert, new="fresh"),
            locking(pgtrigger.Update, new="fresh"),
            locking(pgtrigger.Delete, old="fresh"),
        ]

    def __str__(self) -> str:
        known = self._state.fields_cache
        if "organization" in known and "item" in known:
            return f"{self.organization.short} · {self.item}"
        return f"{self.report_id}/{self.organization_id}/{self.item_id}"

    @classmethod
    def standing_q(cls, day: date) -> Q:
        accepted = Report.objects.filter(state=Report.State.ACCEPTED, period__last__lte=day)
        of_each = ("organization_id", "period__template__form")
        last = accepted.order_by(*of_each, "-period__last").distinct(*of_each)
        return Q(report__in=last.values("pk"))

    @classmethod
    def period_q(cls, first: date, last: date) -> Q:
        within = Q(report__period__first__gte=first, report__period__last__lte=last)
        return within & Q(report__state=Report.State.ACCEPTED)


class ReportAct(Act):
    """An act on a report: who did what, when and why. Only grows."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("taken back")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        EXTENDED = "extended", _("due day put off")
        REOPENED = "reopened", _("reopened")
        ASKED = "asked", _("villages asked for their parts")
        HANDED = "handed", _("part handed over")
        SENT_BACK = "sent_back", _("part sent back")
        CHASED = "chased", _("chased")

    report = models.ForeignKey(Report, models.PROTECT, related_name="acts")
    kind = models.CharField(_("act"), max_length=10, choices=Kind)
    until = models.DateField(_("due"), null=True)
    round = models.PositiveSmallIntegerField(default=0)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", verbose_name=_("whose part")
    )
