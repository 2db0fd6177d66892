"""The assessment workbook's tables as plain rows: for the printable page and for CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.actions.targets.method import method_rows
from assessments.actions.targets.overview import Line
from assessments.actions.targets.results import Result
from assessments.actions.targets.rows_behind import rectifications
from assessments.actions.targets.trends import lacking
from assessments.choices import Status

if TYPE_CHECKING:
    from assessments.actions.targets.workbook import Contents

Row = list[Any]


@dataclass(frozen=True)
class Table:
    """A table: its file name, its title, the heads and the rows."""

    name: str
    title: str
    heads: list[str]
    rows: list[Row]
    note: str = ""


def tables(found: Contents) -> Iterator[Table]:
    """Every table of the workbook but the rows behind the figures."""
    yield glance(found)
    yield ranking("ranking", _("Ranking"), [block.line for block in found.blocks])
    if found.villages:
        yield ranking("villages", _("Villages"), found.villages)
    yield unmet(found)
    yield figures(found)
    yield from rectified(found)
    yield Table(
        "method", pgettext("workbook", "Method"), [_("Item"), _("Meaning")], method_rows(found)
    )


def glance(found: Contents) -> Table:
    heads = [_("Code"), _("Target"), _("Target value"), _("Weight"), _("Value"), _("Counted")]
    heads += [_("Of"), _("Expected by the day"), _("Status")]
    rows = [
        [
            one.indicator.code,
            str(one.indicator),
            one.target.sentence,
            f"{one.target.weight:f}".rstrip("0").rstrip("."),
            one.text,
            one.n,
            one.of,
            rounded(one.expected, one),
            str(one.status.label),
        ]
        for one in found.own.results
        if one.target
    ]
    return Table("targets", _("Targets at a glance"), heads, rows)


def ranking(name: str, title: str, lines: Iterable[Line]) -> Table:
    """Best first; equals share the better place."""
    lines = list(lines)
    scores = [one.score for one in lines if one.score is not None]
    rows = [
        [
            "" if one.score is None else 1 + sum(other > one.score for other in scores),
            one.organization.code,
            str(one.organization),
            "" if one.score is None else round(one.score, 1),
            str(one.status.label),
        ]
        for one in lines
    ]
    heads = [_("Rank"), _("Code"), _("Organization"), _("Score"), _("Status")]
    return Table(name, title, heads, rows)


def unmet(found: Contents) -> Table:
    lines = [found.own, *(block.line for block in found.blocks)]
    rows = [
        [str(one.indicator), str(one.organization), one.text, one.target.sentence, *gap(one)]
        for line in lines
        for one in line.results
        if one.target and one.status not in {Status.MET, Status.NO_DATA}
    ]
    heads = [_("Target"), _("Organization"), _("Value"), _("Target value"), _("More needed")]
    return Table("unmet", _("Unmet targets"), [*heads, _("Status")], sorted(rows, key=first))


def first(row: Row) -> str:
    return str(row[0])


def gap(one: Result) -> Row:
    found = lacking(one)
    needed = _("out of reach") if found is None or found.change is None else found.change
    if found and found.falls and found.change is not None:
        needed = -found.change
    return [needed, str(one.status.label)]


def figures(found: Contents) -> Table:
    """Every figure of every organization."""
    heads = [_("Code"), _("Indicator"), _("Organization (code)"), _("Organization")]
    heads += [_("Counted"), _("Of"), _("Value"), _("Status")]
    rows = [
        [
            one.indicator.code,
            str(one.indicator),
            line.organization.code,
            str(line.organization),
            one.n,
            one.of,
            rounded(one.value, one),
            str(one.status.label),
        ]
        for line in found.lines
        for one in line.results
    ]
    return Table("figures", _("All figures"), heads, rows)


def rounded(value: Any, one: Result) -> Any:
    return "" if value is None else round(value, one.indicator.decimals)


def rectified(found: Contents) -> Iterator[Table]:
    for register, heads, rows in rectifications(found):
        yield Table(register.name, capfirst(str(register.label)), heads, list(rows))
