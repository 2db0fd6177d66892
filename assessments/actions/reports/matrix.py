"""The matrix of townships by quarters: how far each report is, and which are not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Report, ReportPeriod, ReportTemplate
from organizations.choices.tree import Level
from organizations.models import Organization
from workbooks import excel

QUARTERS = (1, 2, 3, 4)
SHORT, WIDE = 12, 24


@dataclass(frozen=True)
class Spot:
    """One township's quarter: its report, or that it was not opened; empty before it begins."""

    report: Report | None = None
    not_opened: bool = False


@dataclass(frozen=True)
class MatrixRow:
    organization: Organization
    spots: tuple[Spot, ...]

    @property
    def reports(self) -> tuple[Report | None, ...]:
        return tuple(spot.report for spot in self.spots)


@dataclass(frozen=True)
class Sum:
    """A quarter over all townships."""

    accepted: int
    handed_in: int
    late: int
    asked: int


def form_list(user: Any) -> list[ReportTemplate]:
    """The latest issued version of every form that the user may see, as what they are called."""
    rows = ReportTemplate.objects.for_user(user).exclude(state=ReportTemplate.State.DRAFT)
    return list(rows.order_by("form", "-version").distinct("form"))


def years(form: str) -> list[int]:
    rows = ReportPeriod.objects.filter(template__form=form).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def report_matrix(user: Any, year: int, form: str = "") -> list[MatrixRow]:
    """Townships the user may see, by quarters 1-4; three queries. Without a form, the first."""
    periods = ReportPeriod.objects.filter(year=year).select_related("template")
    known = sorted(periods, key=lambda one: (one.template.form, one.quarter))
    form = form or (known[0].template.form if known else "")
    begun = timezone.localdate()
    opened = {one.quarter for one in known if one.template.form == form and one.opens <= begun}
    found: dict[int, dict[int, Report]] = {}
    reports = Report.objects.for_user(user).filter(period__year=year, period__template__form=form)
    for report in reports.select_related("organization", "period__template"):
        found.setdefault(report.organization_id, {})[report.period.quarter] = report
    standing = Organization.objects.filter(
        Q(closed=None) | Q(pk__in=found),
        user.scope("assessments.view_report").q(""),
        level=Level.TOWNSHIP,
    )
    return [
        MatrixRow(place, spots(found.get(place.pk, {}), opened))
        for place in standing.order_by("code")
    ]


def spots(reports: dict[int, Report], opened: set[int]) -> tuple[Spot, ...]:
    return tuple(
        Spot(reports.get(quarter), not_opened=quarter in opened and quarter not in reports)
        for quarter in QUARTERS
    )


def sums(rows: Iterable[MatrixRow]) -> list[Sum]:
    """How many of the townships have handed in, were accepted, are late; by quarters."""
    return [summed([row.spots[quarter - 1] for row in rows]) for quarter in QUARTERS]


def summed(spots: list[Spot]) -> Sum:
    reports = [spot.report for spot in spots if spot.report]
    return Sum(
        accepted=sum(1 for one in reports if one.state == Report.State.ACCEPTED),
        handed_in=sum(1 for one in reports if not one.writable),
        late=sum(1 for one in reports if one.days_late),
        asked=len(reports) + sum(1 for spot in spots if spot.not_opened),
    )


def write_matrix(rows: list[MatrixRow], out: Any, title: str) -> int:
    """One line for each township and quarter; returns how many."""
    words = (
        (_("Township"), WIDE),
        (_("Code"), SHORT),
        (_("Quarter"), SHORT),
        (_("State"), SHORT),
        (_("Due"), SHORT),
        (_("Put off"), SHORT),
        (_("Times submitted"), SHORT),
        (_("Days late"), SHORT),
    )
    lines = [line(row.organization, n, one) for row in rows for n, one in enumerate(row.spots, 1)]
    headings = [excel.Heading(*word) for word in words]
    return excel.write_table(out, headings, (one for one in lines if one), title)


def line(place: Organization, quarter: int, spot: Spot) -> list[Any]:
    report = spot.report
    if report is None:
        missing = [place.name, place.code, quarter, _("not opened"), "", "", "", ""]
        return missing if spot.not_opened else []
    state = _("overdue") if report.overdue else report.get_state_display()
    put_off = _("yes") if report.extended_to else ""
    due = report.due.isoformat()
    return [place.name, place.code, quarter, state, due, put_off, report.round, report.days_late]
