"""How reports begin: periods are planned, reports opened with what the registers know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.reports.acts import write_cells
from assessments.actions.reports.entries import plain
from assessments.actions.reports.settling import settle_found
from assessments.actions.reports.telling import tell_opened
from assessments.actions.reports.templates import version_for
from assessments.models import (
    Report,
    ReportAct,
    ReportCell,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.models.templates import quarter_days
from organizations.choices.tree import Kind, Level
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from portal.measures import Tree, count, standing
from workbooks.imports.writing import ESCAPES, carry_context, copy

Scope = ReportSection.Scope
BRANCHES = (Kind.BRANCH, Kind.JOINT_BRANCH, Kind.TEMPORARY_BRANCH)
Figures = dict[int, dict[int, int | Decimal]]  # item -> organization -> figure


COLUMNS = (
    "report_id",
    "item_id",
    "organization_id",
    "raw",
    "value",
    "error",
    "prefilled",
    "changed_by_id",
    "revision",
    "created_at",
    "changed_at",
)


@dataclass(slots=True)
class NewCell:
    """A cell that is about to be written for the first time."""

    report: int
    item: ReportItem
    organization: int
    raw: str = ""
    value: int | Decimal | None = None
    error: str = ""
    prefilled: int | Decimal | None = None
    changed_by: int | None = None
    revision: int = 0

    def line(self, now: str) -> tuple[str, ...]:
        known = (self.report, self.item.pk, self.organization, self.raw.translate(ESCAPES))
        rest = (self.value, self.error, self.prefilled, self.changed_by, self.revision, now, now)
        return tuple(r"\N" if one is None else str(one) for one in (*known, *rest))


@transaction.atomic
def plan_year(template: ReportTemplate, *, year: int, by: Any = None) -> None:
    """Set up the four quarters of a year, each with the version that holds then; those there
    already stay as they are."""
    there = ReportPeriod.objects.filter(template__form=template.form, year=year)
    known = set(there.values_list("quarter", flat=True))
    for quarter in {1, 2, 3, 4} - known:
        first, last = quarter_days(year, quarter)
        version = version_for(template.form, first)
        after = {"due": version.due_days, "closes": version.closes_days}
        days = {name: last + timedelta(days=count) for name, count in after.items()}
        days |= {"first": first, "last": last, "opens": first}
        ReportPeriod.objects.create(template=version, year=year, quarter=quarter, **days)


@transaction.atomic
def open_reports(period: ReportPeriod, *, by: Any = None) -> str:
    """Make the report of every township that has none yet, filled with what is known.

    Its queries do not grow with townships, villages or items.
    """
    ReportPeriod.objects.select_for_update().get(pk=period.pk)  # two who open it at once
    if period.template.state == ReportTemplate.State.DRAFT:
        words = _("“%(template)s” is still being drawn up. Issue it first.")
        raise Refused(words % {"template": period.template})
    reports, cells = begun(period)
    write_new(cells)
    ReportAct.objects.bulk_create(
        ReportAct(report=report, kind=ReportAct.Kind.OPENED, by=by) for report in reports
    )
    if period.due >= timezone.localdate():
        tell_opened(reports)
    words = ngettext("%(count)s report opened.", "%(count)s reports opened.", len(reports))
    return words % {"count": len(reports)}


def begun(period: ReportPeriod) -> tuple[list[Report], list[NewCell]]:
    """The missing reports, made, and their cells, not yet written."""
    standing_then = Organization.objects.at(day_of(period))
    townships = standing_then.filter(
        level=Level.TOWNSHIP, path__startswith=period.template.organization.path
    ).exclude(pk__in=period.reports.values("organization"))
    reports = Report.objects.bulk_create(
        Report(period=period, organization=place) for place in townships.order_by("code")
    )
    if not reports:
        return [], []
    tree = Tree.at(period.last)
    rows = {str(scope): rows_of(scope, reports, standing_then, tree) for scope in Scope}
    return reports, list(cells_of(period, reports, rows, tree))


def rows_of(
    scope: str, reports: list[Report], standing_then: QuerySet[Organization], tree: Tree
) -> dict[int, list[int]]:
    """The organizations each report asks in sections of a scope, by report."""
    if scope == Scope.TOWNSHIP:
        return {report.pk: [report.organization_id] for report in reports}
    if scope == Scope.VILLAGE:
        villages = set(standing_then.filter(level=Level.VILLAGE).values_list("pk", flat=True))
        children = {report.pk: tree.children.get(report.organization_id, []) for report in reports}
        return {pk: [one for one in below if one in villages] for pk, below in children.items()}
    branches = set(standing_then.filter(kind__in=BRANCHES).values_list("pk", flat=True))
    return {
        report.pk: [one for one in below(tree, report.organization_id) if one in branches]
        for report in reports
    }


def below(tree: Tree, top: int) -> Iterator[int]:
    """Everything under an organization as the tree stood."""
    for child in tree.children.get(top, []):
        yield child
        yield from below(tree, child)


def day_of(period: ReportPeriod) -> date:
    """The day whose figures count: the last, or today while the period runs."""
    return min(period.last, timezone.localdate())


def days_of(period: ReportPeriod, basis: str) -> tuple[date, date | None]:
    """The day of which a register is asked, and the first day where a time is asked of."""
    if basis == ReportItem.Basis.BEFORE:
        return period.first - timedelta(days=1), None
    return day_of(period), period.first if basis == ReportItem.Basis.DURING else None


def cells_of(
    period: ReportPeriod,
    reports: list[Report],
    rows: Mapping[str, Mapping[int, list[int]]],
    tree: Tree,
) -> Iterable[NewCell]:
    """Every cell of the reports, one per row and item that is not computed."""
    items = list(period.template.items.filter(formula="").select_related("section"))
    figures = known_figures(period, items, tree)
    for report in reports:
        for item in items:
            for place in rows[item.scope][report.pk]:
                known = figures.get(item.pk, {}).get(place)
                yield NewCell(report.pk, item, place, plain_of(known), known, prefilled=known)


def plain_of(known: int | Decimal | None) -> str:
    return "" if known is None else plain(Decimal(known))


def write_new(cells: list[NewCell]) -> None:
    """By COPY: a quarter of a large county has a hundred thousand cells."""
    if not cells:
        return
    now = timezone.now().isoformat()
    lines = zip(*(cell.line(now) for cell in cells), strict=True)
    with connection.cursor() as cursor:
        carry_context(cursor)
        copy(cursor, "assessments_reportcell", list(COLUMNS), [list(column) for column in lines])


def known_figures(period: ReportPeriod, items: Iterable[ReportItem], tree: Tree) -> Figures:
    """What the registers say, and on top of it what last quarter's reports carry over."""
    figures: Figures = {}
    groups: dict[tuple[str, str], list[ReportItem]] = {}
    for item in items:
        if item.register:
            groups.setdefault((item.register, item.basis), []).append(item)
    for (register, basis), asked in groups.items():
        figures |= counted(period, register, basis, asked, tree)
    for item_id, place, value in carried(period, items):
        figures.setdefault(item_id, {})[place] = value
    return figures


def counted(
    period: ReportPeriod, register: str, basis: str, items: list[ReportItem], tree: Tree
) -> Figures:
    """One scan of one register for any number of items, rolled up to villages and townships."""
    if not pages.has(register):
        raise Refused(_("There is no register “%(name)s”.") % {"name": register})
    day, first = days_of(period, basis)
    kept = pages.get(register)
    rows = standing(kept.model, day, first)
    asked = [
        kept.filter(item.query, kept.model.objects.all()).condition(day, rows.prefix)
        for item in items
    ]
    totals = tree.roll_up(count(rows, asked), len(items))
    return {
        item.pk: {place: numbers[number] for place, numbers in totals.items()}
        for number, item in enumerate(items)
    }


def carried(
    period: ReportPeriod, items: Iterable[ReportItem]
) -> Iterable[tuple[int, int, Decimal]]:
    """(item, row, value) of what begins with the figure another item ended with last quarter."""
    wanted = {item.carried: item.pk for item in items if item.carried}
    if not wanted:
        return
    year, quarter = period.before
    found = ReportCell.objects.filter(
        report__period__template__form=period.template.form,
        report__period__year=year,
        report__period__quarter=quarter,
        item__code__in=wanted,
    )
    for code, place, value in found.values_list("item__code", "organization", "value"):
        if value is not None:
            yield wanted[code], place, value


def refresh_reports(period: ReportPeriod, *, by: Any = None) -> str:
    """Look up the registers again for all reports of the period still being filled in.

    A figure that somebody corrected by hand stays; only what the registers say beside it is
    renewed.
    """
    return renewed(period, period.reports.all())


def refresh_report(report: Report, *, by: Any = None) -> str:
    """The same for one report, right after its township has put the registers in order."""
    if not report.writable:
        raise Refused(_("This report is already handed in."))
    return renewed(report.period, report.period.reports.filter(pk=report.pk))


@transaction.atomic
def renewed(period: ReportPeriod, asked: QuerySet[Report]) -> str:
    items = list(period.template.items.exclude(register="", carried=""))
    figures = known_figures(period, items, Tree.at(period.last))
    reports = {one.pk: one for one in asked.select_for_update().filter(state__in=Report.WRITABLE)}
    changed: dict[int, list[ReportCell]] = {}
    for cell in ReportCell.objects.filter(report__in=reports, item__in=items):
        known = figures.get(cell.item_id, {}).get(cell.organization_id)
        if known is not None and known != cell.prefilled:
            renew(cell, Decimal(known))
            changed.setdefault(cell.report_id, []).append(cell)
    for pk, cells in changed.items():
        write_cells(reports[pk], cells, None)
    settle_found(asked, figures)
    total = sum(len(cells) for cells in changed.values())
    words = ngettext("%(count)s figure renewed.", "%(count)s figures renewed.", total)
    return words % {"count": total}


def renew(cell: ReportCell, known: Decimal) -> None:
    if cell.value == cell.prefilled and not cell.error:
        cell.raw, cell.value = plain(known), known
    cell.prefilled = known


def open_due_periods() -> None:
    """Open the reports of every period that has begun and renew what the registers say; run
    every night. Nothing is closed or hidden: whether a report is overdue is computed."""
    today = timezone.localdate()
    for period in ReportPeriod.objects.filter(opens__lte=today, due__gte=today):
        open_reports(period)
        refresh_reports(period)
