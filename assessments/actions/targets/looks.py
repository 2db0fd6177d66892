"""How assessment workbooks look: styles by name, A4, heads on every page."""

from __future__ import annotations

from typing import IO, Any

from django.utils.translation import gettext as _

from assessments.actions.targets.named_styles import Book
from assessments.choices import Status
from workbooks.excel.writing import SAFE

PAGE = (1000, 620)  # pixels of an A4 page on its side, inside the margins
CHARACTER, PIXELS = 7.4, 4 / 3  # pixels of a column's character, of a point
LINE, ABOVE = 20, 65  # pixels of a row, and of what is higher at the top
EACH, AROUND = 24, 110  # pixels of a bar, and of what stands around all of them
A4 = 9
EDGE = {"border": 1, "border_color": "#BFC5CC", "valign": "vcenter"}
STRONG = {"bold": True, "bg_color": "#F7F8FA"}
HEAD = {"bold": True, "bg_color": "#F3E9E7", "text_wrap": True, "align": "center"}


class Looks:
    """The formats of a workbook."""

    def __init__(self, book: Book) -> None:
        name = book.named_format
        note = {"text_wrap": True, "valign": "top", "font_color": "#555555"}
        wrapped, centred = {"text_wrap": True}, {"align": "center"}
        self.title = name(_("Title"), {"bold": True, "font_size": 16, "align": "center"})
        self.cover = name(_("Cover title"), {"bold": True, "font_size": 24, "align": "center"})
        self.note = name(_("Explanation"), note)
        self.label = name(_("Label"), {"bold": True, "valign": "vcenter"})
        self.plain = name(_("Text"), {"valign": "vcenter", "text_wrap": True})
        self.line = name(_("Line to sign on"), {"bottom": 1})
        self.head = name(_("Column head"), EDGE | HEAD)
        self.text = name(_("Cell"), EDGE | wrapped)
        self.bold = name(_("Cell of a total"), EDGE | STRONG | wrapped)
        self.small = name(_("Cell of a part"), EDGE | {"indent": 1, "font_color": "#444444"})
        self.word = name(_("Status cell"), EDGE | centred)
        self.boldword = name(_("Status cell of a total"), EDGE | STRONG | centred)
        self.link = name(_("Link"), {"font_color": "#1F5FA8", "underline": 1, "valign": "vcenter"})
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
            word = _("Total") if strong else _("Number")
            self.known[shape, strong] = self.book.named_format(f"{word} {shape}", look)
        return self.known[shape, strong]


def new_book(out: IO[bytes], properties: dict[str, Any]) -> Book:
    """A workbook in which text never becomes a formula; Excel works formulas out on opening."""
    book = Book(out, SAFE | {"constant_memory": False})
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


def on_own_page(
    sheet: Any, chart: Any, row: int, *, many: int, across: float, repeated: int
) -> None:
    """Put a bar chart below a wide table so that no printed page cuts it: not taller than a page,
    and on one of its own where it does not fit below the rows.

    `across`: what the table's columns are wide, in characters; `repeated`: how high the rows are
    that every page repeats, in points.
    """
    wide = across * CHARACTER
    shrunk = max(1, wide / PAGE[0])
    page = PAGE[1] * shrunk - repeated * PIXELS
    each = min(EACH * shrunk, (page - AROUND) / max(many, 1))
    height = int(AROUND + each * many)
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": font(each)}})
    chart.set_size({"width": int(max(720, 0.75 * wide)), "height": height})
    if row * LINE + ABOVE + height > page:
        sheet.set_h_pagebreaks([row])
    sheet.insert_chart(row, 0, chart, {"object_position": 1, "y_offset": 4})


def font(each: float) -> int:
    """The size of letters that a bar of so many pixels leaves room for."""
    return int(min(9, max(5, each * 0.55)))


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


def status_colours(sheet: Any, looks: Looks, place: tuple[int, int, int, int]) -> None:
    """Colour the cells (first row, first column, last row, last column) by the status they say."""
    tones = {
        Status.MET: "good",
        Status.ON_PACE: "fair",
        Status.BEHIND: "poor",
        Status.FAR_BEHIND: "bad",
    }
    for status, tone in tones.items():
        word = str(status.label).replace('"', '""')
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        sheet.conditional_format(*place, rule | {"format": looks.colours[tone]})


def bars(sheet: Any, place: tuple[int, int, int, int], most: float) -> None:
    """Bars in the cells, as long as their numbers are of `most`."""
    rule = {"type": "data_bar", "bar_color": "#9DB8D9"}
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": most}
    sheet.conditional_format(*place, rule | limits)
