"""Who has what, for what: organizations by uses, with the sums of every township and of all, from
one grouped scan of the ledger (or of the budget)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils.translation import gettext as _

from funding.choices import Figure
from funding.models import Source, Use
from funding.models.budgets import NOTHING
from organizations.models import Organization
from portal import pages
from workbooks import excel

# What of the rows of each figure is summed up: the rows, and the amount in yuan.
ENTRIES = """
    SELECT account.organization_id, entry.use_id, sum(entry.amount) * %(sign)s AS amount
    FROM funding_account AS account JOIN funding_entry AS entry ON entry.account_id = account.id
    WHERE account.year = %(year)s AND (%(source)s IS NULL OR account.source_id = %(source)s)
        AND (entry.way = ANY(%(ways)s)
            OR entry.way = 'reversal' AND entry.amount * %(sign)s < 0)
    GROUP BY account.organization_id, entry.use_id
"""
BUDGETS = """
    SELECT organization_id, use_id, sum(amount + moved) AS amount FROM funding_budget
    WHERE year = %(year)s AND (%(source)s IS NULL OR source_id = %(source)s)
    GROUP BY organization_id, use_id
"""
# `branch`: the organization directly below the place, under which a row hangs ('': the place).
TABLE = """
    WITH lines AS ({lines})
    SELECT place.branch, place.id, lines.use_id,
        grouping(place.branch, place.id, lines.use_id), sum(lines.amount)
    FROM lines JOIN (
        SELECT id, split_part(substr(path, length(%(path)s) + 1), '/', 1) AS branch
        FROM organizations_organization WHERE starts_with(path, %(path)s)
    ) AS place ON place.id = lines.organization_id
    GROUP BY GROUPING SETS (
        (place.branch, place.id, lines.use_id), (place.branch, place.id),
        (place.branch, lines.use_id), (place.branch), (lines.use_id), ()
    )
"""
ONE, BRANCH, ALL = "one", "branch", "all"
# What `grouping` says of a row: whose it is, and whether it is of one use or of all.
SETS = {0: (ONE, True), 1: (ONE, False), 2: (BRANCH, True), 3: (BRANCH, False)}
SETS |= {6: (ALL, True), 7: (ALL, False)}
WAYS = {Figure.ARRIVED: (["receipt", "transfer"], 1), Figure.SPENT: (["payment"], -1)}
Key = tuple[str, int]  # whose, and its number


@dataclass(frozen=True)
class Asked:
    """What the table is to show: below which organization, of which year, figure and source."""

    place: Organization
    year: int
    figure: str = Figure.SPENT
    source: Source | None = None


@dataclass
class Line:
    """An organization (with all below it unless it stands `alone`): yuan by use, and in all."""

    organization: Organization
    amounts: dict[int | None, Decimal]
    total: Decimal
    alone: bool = False
    inside: list[Line] = field(default_factory=list)
    urls: list[tuple[Decimal, str]] = field(default_factory=list)
    url: str = ""


@dataclass
class CountyTable:
    uses: list[Any]  # the uses that occur, None for money that came in for none in particular
    total: Line
    lines: list[Line]

    @property
    def flat(self) -> list[Line]:
        """Every line, those of a township behind it."""
        return [one for line in self.lines for one in (line, *line.inside)]


def sums(asked: Asked) -> dict[Key, dict[Any, Decimal]]:
    """{whose: {use, or "": yuan}} in one scan."""
    ways, sign = WAYS.get(Figure(asked.figure), ([], 1))
    lines = ENTRIES if ways else BUDGETS
    values: dict[str, Any] = {
        "ways": ways,
        "sign": sign,
        "year": asked.year,
        "path": asked.place.path,
    }
    values["source"] = asked.source.pk if asked.source else None
    found: dict[Key, dict[Any, Decimal]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(lines=lines), values)
        for branch, pk, use, grouped, amount in cursor.fetchall():
            whose, of_one_use = SETS[grouped]
            number = {ONE: pk, BRANCH: int(branch or 0), ALL: 0}[whose]
            found[whose, number or 0][use if of_one_use else ""] = amount
    return found


def county_table(asked: Asked, *, every: bool = False) -> CountyTable:
    """The place's own line and one for each organization directly below it; with `every`, all that
    stand below those, too. Four queries."""
    found = sums(asked)
    rows = Organization.objects.filter(path__startswith=asked.place.path).order_by("path")
    known = {row.pk: row for row in rows}
    total = line_of(asked.place, found.get((ALL, 0), {}))
    lines = []
    for (whose, pk), amounts in found.items():
        if whose == BRANCH:
            place = known[pk] if pk else asked.place
            lines.append(line_of(place, amounts, alone=not pk))
    if every:
        add_inside(lines, found, known)
    table = CountyTable(uses_of(total), total, sorted(lines, key=by_code))
    address = pages.get("budget" if asked.figure == Figure.BUDGET else "entry").url("list")
    endings = {use.pk if use else None: ending_of(use) for use in table.uses}
    for line in (table.total, *table.flat):
        link(line, endings, address, asked)
    return table


def by_code(line: Line) -> tuple[bool, str]:
    return not line.alone, line.organization.code


def line_of(place: Organization, amounts: dict[Any, Decimal], *, alone: bool = False) -> Line:
    by_use = {use: amount for use, amount in amounts.items() if use != ""}
    return Line(place, by_use, amounts.get("", NOTHING), alone)


def add_inside(lines: list[Line], found: dict[Key, dict[Any, Decimal]], known: Any) -> None:
    heads = {line.organization.pk: line for line in lines if not line.alone}
    for (whose, pk), amounts in found.items():
        if whose != ONE:
            continue
        above = [int(step) for step in known[pk].path.strip("/").split("/")]
        head = next((heads[step] for step in above if step in heads), None)
        if head:
            head.inside.append(line_of(known[pk], amounts, alone=True))
    for line in lines:
        line.inside.sort(key=lambda one: str(one.organization.path))


def uses_of(total: Line) -> list[Any]:
    """The uses in the order of their codes, money for none in particular last."""
    uses: list[Any] = list(Use.objects.filter(pk__in=[pk for pk in total.amounts if pk]))
    return [*uses, None] if None in total.amounts else uses


def link(line: Line, endings: dict[int | None, str], address: str, asked: Asked) -> None:
    """Every figure opens its entries (or budget lines)."""
    reach = "alone" if line.alone else "organization"
    query: dict[str, Any] = {reach: line.organization.code, "year": asked.year}
    if asked.source:
        query["source"] = asked.source.code
    if asked.figure != Figure.BUDGET:
        query["counts"] = asked.figure
    line.url = f"{address}?{urlencode(query)}"
    line.urls = [
        (line.amounts.get(use, NOTHING), f"{line.url}&{ending}") for use, ending in endings.items()
    ]


def ending_of(use: Use | None) -> str:
    """What of an address asks for one use, or for money for none in particular."""
    return urlencode({"use": use.code} if use else {"for_none": "true"})


def write_county_table(table: CountyTable, out: Any, title: str) -> int:
    """The table as a workbook: organizations down, uses across; returns the number of lines."""
    heads = [excel.Heading(_("Organization"), 28), excel.Heading(_("Code"), 14)]
    heads += [
        excel.Heading(str(use) if use else _("for no use in particular"), 16) for use in table.uses
    ]
    heads.append(excel.Heading(_("in all (yuan)"), 18))
    rows = [
        [line.organization.name, line.organization.code, *(a for a, _url in line.urls), line.total]
        for line in (*table.flat, table.total)
    ]
    return excel.write_table(out, heads, rows, title)
