"""The dues of a year as branches keep them on a sheet: one row a member, twelve months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_rowcol_to_cell

from funding.actions.dues_sheets import MONTHS, DuesSheet, Row
from portal.errors import Refused
from workbooks.excel import Styles
from workbooks.excel.writing import SAFE, cell_text, sheet_name

TITLE, HINT, CODES, HEADS, FIRST = range(5)  # rows of the sheet, counted from 0
MARK, TAIL, LARGEST = "#", 4, 5000
A4, TWO_LINES = 9, 30  # paper, as Excel counts; height of a row in points
NUMBER, NAME, ID, BRANCH, DUE, JANUARY = range(6)  # columns
DECEMBER = JANUARY + len(MONTHS) - 1
TOTAL, NOTE = DECEMBER + 1, DECEMBER + 2
WIDTHS = {NUMBER: 9, NAME: 14, ID: 17, BRANCH: 26, DUE: 9, TOTAL: 11, NOTE: 28}


def month_names() -> list[str]:
    """The twelve months, short, as pages name them."""
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()


def heads() -> list[str]:
    return [
        _("No."),
        pgettext("pay sheet", "Name"),
        _("Last digits of the ID number"),
        _("Branch"),
        _("Due a month"),
        *month_names(),
        _("Total"),
        _("Note (why so late)"),
    ]


def write_dues_book(out: IO[bytes], sheet: DuesSheet) -> int:
    """The year as it is known today, with totals that add themselves up; how many members. ID
    digits stand only beside names that several members share."""
    if sheet.count > LARGEST:
        words = _("A workbook holds at most %(n)s members: choose a township or a branch.")
        raise Refused(words % {"n": f"{LARGEST:,}"})
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False})
    Writer(book, sheet).write()
    book.close()
    return len(sheet.rows)


class Writer:
    def __init__(self, book: Any, sheet: DuesSheet) -> None:
        self.sheet, self.styles = sheet, Styles(book)
        self.page = book.add_worksheet(sheet_name(sheet.place.short))
        self.money = book.add_format({"num_format": "0.00"})
        self.rests = book.add_format({"num_format": "0.00", "bg_color": "#E9ECEF"})
        self.shared = Counter(base.person.name for base in sheet.bases)

    def write(self) -> None:
        self.head()
        for number, row in enumerate(self.sheet.rows, FIRST):
            self.line(number, row)
        self.foot(FIRST + len(self.sheet.rows))

    def head(self) -> None:
        said = {"place": self.sheet.place, "year": self.sheet.year}
        hint = _(
            "Type the yuan paid for each month, or = for what is due. Grey cells stand in the "
            "ledger or are not owed. An empty cell changes nothing; 0 takes a month back."
        )
        self.page.write_string(TITLE, 0, cell_text(_("Party dues %(year)s: %(place)s") % said))
        self.page.write_string(HINT, 0, hint)
        for column, text in enumerate((MARK, f"{self.sheet.revision}", f"{self.sheet.year}")):
            self.page.write_string(CODES, column, text, self.styles.note)
        for column, text in enumerate(heads()):
            self.page.write_string(HEADS, column, text, self.styles.header)
            self.page.set_column(column, column, WIDTHS.get(column, 8))
        self.page.set_row(HEADS, TWO_LINES)
        self.page.freeze_panes(FIRST, NAME + 1)
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(HEADS)

    def line(self, number: int, row: Row) -> None:
        base = row.base
        person = base.person
        tail = (person.id_number or "")[-TAIL:] if self.shared[person.name] > 1 else ""
        texts = (f"#{base.pk}", person.name, tail, base.organization.short)
        for column, text in enumerate(texts):
            self.page.write_string(number, column, cell_text(text), self.styles.text)
        self.page.write_number(number, DUE, base.due, self.rests)
        for column, month in enumerate(MONTHS, JANUARY):
            look = self.money if self.sheet.takes(row, month) else self.rests
            payment = row.payments.get(month)
            if payment and payment.amount:
                self.page.write_number(number, column, payment.amount, look)
            else:
                self.page.write_blank(number, column, None, look)
        ends = [xl_rowcol_to_cell(number, column) for column in (JANUARY, DECEMBER)]
        self.page.write_formula(number, TOTAL, f"=SUM({':'.join(ends)})", self.rests, row.paid)
        self.page.write_string(number, NOTE, cell_text(row.why), self.styles.text)

    def foot(self, number: int) -> None:
        self.page.write_string(number, 0, _("Total"), self.styles.header)
        for column, value in self.sums():
            ends = [xl_rowcol_to_cell(row, column) for row in (FIRST, max(number - 1, FIRST))]
            self.page.write_formula(number, column, f"=SUM({':'.join(ends)})", self.rests, value)

    def sums(self) -> Iterator[tuple[int, Any]]:
        months = [self.sheet.of_month(month) for month in MONTHS]
        yield from enumerate(months, JANUARY)
        yield TOTAL, sum(months)
