"""How assessment workbooks look: styles by name, A4, heads on every page."""

from __future__ import annotations

from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from workbooks.excel.writing import SAFE

A4 = 9
EDGE = {"border": 1, "border_color": "#BFC5CC", "valign": "vcenter"}
STRONG = {"bold": True, "bg_color": "#F7F8FA"}
HEAD = {"bold": True, "bg_color": "#F3E9E7", "text_wrap": True, "align": "center"}


class Looks:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.cover = book.add_format({"bold": True, "font_size": 24, "align": "center"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
        self.label = book.add_format({"bold": True, "valign": "vcenter"})
        self.plain = book.add_format({"valign": "vcenter", "text_wrap": True})
        self.line = book.add_format({"bottom": 1})
        self.head = book.add_format(EDGE | HEAD)
        self.text = book.add_format(EDGE | {"text_wrap": True})
        self.bold = book.add_format(EDGE | STRONG | {"text_wrap": True})
        self.small = book.add_format(EDGE | {"indent": 1, "font_color": "#444444"})
        self.word = book.add_format(EDGE | {"align": "center"})
        self.boldword = book.add_format(EDGE | STRONG | {"align": "center"})
        self.link = book.add_format({"font_color": "#1F5FA8", "underline": 1, "valign": "vcenter"})
        self.book = book
        self.known: dict[tuple[str, bool], Any] = {}
        self.colours = {
            name: book.add_format({"bg_color": back, "font_color": ink})
            for name, back, ink in (
                ("good", "#DDEFE3", "#1B5E38"),
                ("fair", "#E3EDF8", "#1F4E85"),
                ("poor", "#FBEBCF", "#7A4A00"),
                ("bad", "#F8DCDA", "#9C1C12"),
            )
        }

    def number(self, shape: str = "#,##0", strong: bool = False) -> Any:
        """The format of a number, by the shape that Excel writes it in."""
        if (shape, strong) not in self.known:
            look = EDGE | (STRONG if strong else {}) | {"num_format": shape}
            self.known[shape, strong] = self.book.add_format(look)
        return self.known[shape, strong]


def new_book(out: IO[bytes], properties: dict[str, Any]) -> Any:
    """A workbook in which text never becomes a formula; Excel works formulas out on opening."""
    book = xlsxwriter.Workbook(out, SAFE | {"constant_memory": False})
    book.set_properties(properties)
    book.set_calc_mode("auto")
    return book


def paper(sheet: Any, title: str, day: str, unit: str, *, wide: bool = False) -> None:
    """A4 with a title, a day, whose it is and page numbers on every page."""
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    sheet.set_header(f"&L{title.replace('&', '&&')[:100]}&R{day}")
    page = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    sheet.set_footer(f"&L{unit.replace('&', '&&')[:80]}&C{page}&R&A")


def free_name(book: Any, name: str) -> str:
    """A name that Excel takes and no other sheet has."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip(" '")[:28] or "-"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    tries = [kept, *(f"{kept} {n}" for n in range(2, 100))]
    return next(one for one in tries if one.casefold() not in taken)


def headed(sheet: Any, looks: Looks, title: str, said: str, last: int) -> None:
    """The first two rows of a sheet: its title and a sentence, over all its columns."""
    for row, text, look in ((0, title, looks.title), (1, said, looks.note)):
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, text, look)
    sheet.set_row(0, 26)
    sheet.set_row(1, 34)
