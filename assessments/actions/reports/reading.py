"""The cells of a report and what stands around them, each in one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import CharField, F, Q, Value

from assessments.models import (
    Report,
    ReportAnswer,
    ReportCell,
    ReportComment,
    ReportDispute,
)
from organizations.models import Organization

PLACE = ("id", "code", "name", "short_name")
TEXT = CharField()


COLUMNS = (
    *("pk", "item_id", "organization_id", "raw", "value", "error", "prefilled", "revision"),
    *("report_id", "item__code"),
    *(f"organization__{name}" for name in PLACE[1:]),
)


def read_cells(report: Report, last: Collection[str] | None) -> Iterable[tuple[Any, ...]]:
    """Its cells, and the figures of the quarter before of the same form, of the items `last` (None
    for all): what a Cell is made of, the report, the item's code, and what a row is called."""
    now = ReportCell.objects.filter(report=report).values_list(*COLUMNS)
    if last is not None and not last:
        return now
    year, quarter = report.period.before
    before = ReportCell.objects.filter(
        report__organization=report.organization_id,
        report__period__template__form=report.period.template.form,
        report__period__year=year,
        report__period__quarter=quarter,
        value__isnull=False,
    )
    if last is not None:
        before = before.filter(item__code__in=last)
    return now.union(before.values_list(*COLUMNS), all=True)


def named(*values: Any) -> Organization:
    """A row as far as a report names it; the rest is fetched if somebody asks."""
    found: Organization = Organization.from_db("default", PLACE, values)
    return found


class Around:
    """What was said about a report's cells.

    `disputes`: the state of the latest about a cell; `comments`: how many are not settled;
    `answers`: (check, row) -> the figures a reason was given for, and the reason.
    """

    def __init__(self, report: Report) -> None:
        self.disputes: dict[int, str] = {}
        self.comments: Counter[int] = Counter()
        self.answers: dict[tuple[int, int], tuple[str, str]] = {}
        said = lines_around(report) if report.pk else ()  # nothing, of one that is not stored
        for what, _pk, one, other, text, reason in sorted(said):
            if what == "dispute":
                self.disputes[one] = text
            elif what == "comment":
                self.comments[one] += 1
            else:
                self.answers[one, other] = (text, reason)


def lines_around(report: Report) -> Iterator[tuple[str, int, int, int, str, str]]:
    """(what it is, its number, of what, of which row, words, more words)."""
    none, nothing = Value(0), Value("", TEXT)
    cell, pk = F("cell_id"), F("pk")
    overtaken = Q(state=ReportDispute.State.AGREED) & ~Q(claimed=F("cell__value"))
    disputes = ReportDispute.objects.filter(~overtaken, cell__report=report).order_by()
    comments = ReportComment.objects.filter(cell__report=report, settled=False).order_by()
    answers = ReportAnswer.objects.filter(report=report).order_by()
    yield from disputes.values_list(
        Value("dispute", TEXT), pk, cell, none, F("state"), nothing
    ).union(
        comments.values_list(Value("comment", TEXT), pk, cell, none, nothing, nothing),
        answers.values_list(
            *(Value("answer", TEXT), pk, F("check_of_id")),
            *(F("organization_id"), F("figures"), F("reason")),
        ),
        all=True,
    )
