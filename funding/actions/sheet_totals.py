"""What a workbook says itself: the unit of a column, what its rows come to. Where its own total
differs from its rows, the user is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from funding.actions.amounts import read_amount
from workbooks.imports.headers import TOTALS, folded

Said = Iterator[tuple[int, str, str]]
WHOLE = ("合计", "总计", "共计", "累计", "total", "sum")
WAN = Decimal(10_000)


def amounts_of(field: str) -> Callable[[Any], Said]:
    """For `RecordForm.of_sheet`: a column headed in ten thousands is read as yuan, and a total row
    that is not the sum of its rows is told."""

    def look(part: Any) -> Said:
        if field in part.columns:
            yield from in_yuan(part, field)
            yield from differing(part, field)

    return look


def in_yuan(part: Any, field: str) -> Said:
    column, rows = part.columns[field], part.sheet.rows
    top = min(part.rows, default=len(rows))
    heads = [n for n in range(top) if column < len(rows[n]) and "万元" in folded(rows[n][column])]
    if not heads:
        return
    for cells in rows[top:]:
        amount = amount_in(cells[column]) if column < len(cells) else None
        if amount and "万" not in str(cells[column]):
            cells[column] = f"{amount * WAN:.2f}"
    words = _(
        "The column is headed in ten thousand yuan: its figures are read as 10,000 yuan each."
    )
    yield heads[-1], field, words


def differing(part: Any, field: str) -> Said:
    column = part.columns[field]
    for number, cells in enumerate(part.sheet.rows):
        if number in part.rows or column >= len(cells) or not is_total(cells):
            continue
        said, summed = amount_in(cells[column]), total_of(part, column)
        if said is not None and summed is not None and said != summed:
            words = _(
                "The sheet says %(said)s in all, its rows come to %(summed)s. Compare it with the "
                "original before you import: a row may be missing or typed wrongly."
            )
            yield number, field, words % {"said": f"{said:,.2f}", "summed": f"{summed:,.2f}"}


def is_total(cells: list[Any]) -> bool:
    """A row that sums up the whole sheet, not a part of it."""
    first = next((folded(cell) for cell in cells if folded(cell)), "")
    return bool(TOTALS.fullmatch(first)) and first.startswith(WHOLE)


def total_of(part: Any, column: int) -> Decimal | None:
    """Yuan of the rows that hold records; None where a cell is no amount, which is said there."""
    amounts = [amount_in(part.sheet.rows[row][column]) for row in part.rows]
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def amount_in(cell: Any) -> Decimal | None:
    if cell in ("", None):
        return Decimal(0)
    try:
        return read_amount(typed(cell))
    except ValidationError:
        return None


def typed(cell: Any) -> str:
    """A cell as somebody would type it; programs keep 15 digits of what they reckon."""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    return str(cell).strip()
