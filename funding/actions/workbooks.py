"""An account's book on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from funding.actions.statements import Month, Printed, Row
from funding.models import Account
from workbooks.excel.writing import SAFE, cell_text, sheet_name

HEAD = 3  # rows above the first line


def printed_lines(months: Iterable[Month]) -> Iterator[Printed]:
    """Every entry, and after each month what it came to and the year so far."""
    for month in months:
        for row in month.rows:
            yield Printed(row=row)
        yield Printed(_("Total of the month"), None, month.received, month.paid, month.balance)
        yield Printed(
            _("Total of the year so far"), None, month.year_received, month.year_paid, month.balance
        )


def write_statement(out: Any, account: Account, rows: list[Row]) -> None:
    """The book as .xlsx: balances and sums are formulas; beside them what the portal holds."""
    options = {**SAFE, "constant_memory": False}
    book = xlsxwriter.Workbook(out, options)
    money = book.add_format({"num_format": "#,##0.00"})
    bold = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(sheet_name(_("Statement")))
    sheet.write_string(0, 0, cell_text(str(account)), book.add_format({"bold": True}))
    for column, (title, width) in enumerate(headings()):
        sheet.write_string(HEAD - 1, column, title, head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEAD, 0)
    for line, row in enumerate(rows, HEAD):
        write_row(sheet, line, row, day, money)
    write_sums(sheet, HEAD + len(rows), rows, bold)
    book.close()


def headings() -> list[tuple[str, int]]:
    return [
        (_("Day"), 12),
        (_("Voucher"), 14),
        (_("In words"), 48),
        (_("Received (yuan)"), 16),
        (_("Paid out (yuan)"), 16),
        (_("Balance (yuan)"), 16),
        (_("Entered by"), 14),
        (_("No."), 8),
    ]


def write_row(sheet: Any, line: int, row: Row, day: Any, money: Any) -> None:
    entry = row.entry
    sheet.write_datetime(line, 0, entry.day, day)
    sheet.write_string(line, 1, cell_text(entry.voucher))
    sheet.write_string(line, 2, cell_text(row.words))
    for column, amount in ((3, row.received), (4, row.paid)):
        if amount is not None:
            sheet.write_number(line, column, amount, money)
    above = f"F{line}+" if line > HEAD else ""
    formula = f"=ROUND({above}N(D{line + 1})-N(E{line + 1}),2)"
    sheet.write_formula(line, 5, formula, money, float(row.balance))
    sheet.write_string(line, 6, cell_text(str(entry.entered_by or "")))
    sheet.write_number(line, 7, entry.number)


def write_sums(sheet: Any, line: int, rows: list[Row], bold: Any) -> None:
    """The sums as formulas, the portal's own balance, and whether both agree."""
    sheet.write_string(line, 2, _("Total"), bold)
    zero = Decimal("0.00")
    sums = {"D": [row.received or zero for row in rows], "E": [row.paid or zero for row in rows]}
    for column, (letter, values) in enumerate(sums.items(), 3):
        formula = f"=SUM({letter}{HEAD + 1}:{letter}{max(line, HEAD + 1)})" if rows else "=0"
        sheet.write_formula(line, column, formula, bold, float(sum(values, zero)))
    balance = rows[-1].balance if rows else zero
    formula = f"=ROUND(D{line + 1}-E{line + 1},2)"
    sheet.write_formula(line, 5, formula, bold, float(balance))
    sheet.write_string(line + 1, 2, _("Balance in the portal"))
    sheet.write_number(line + 1, 5, balance, bold)
    yes, no = _("agrees"), _("differs: look for a changed cell")
    agree = f'=IF(ROUND(F{line + 1}-F{line + 2},2)=0,"{yes}","{no}")'
    sheet.write_formula(line + 2, 5, agree, None, yes)
    sheet.write_string(line + 2, 2, _("Sum and portal"))
