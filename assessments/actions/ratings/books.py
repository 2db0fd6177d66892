"""The ratings of a township as a workbook: filled in elsewhere, brought back, every error in its
cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.ratings.saving import APPRAISAL, WHY, Saved, key_of, save_points
from assessments.actions.ratings.sheets import RatingSheet
from assessments.actions.ratings.tally import plain
from assessments.models import Criterion, RatingCase, RatingRound
from organizations.models import Organization
from portal.errors import Refused
from workbooks import excel
from workbooks.excel.writing import SAFE, cell_text, sheet_name, unguarded

TITLE, HINT, CODES, HEADS, FIRST = range(5)  # rows of the sheet, counted from 0
NUMBER, CODE, NAME, START = range(4)  # columns
MARK, ALL, WIDTH = "#", 100_000, 12
Place = tuple[int, int]
Progress = Callable[[int, int], None]


def sheet_of(round_: RatingRound, place: Organization, user: Any) -> RatingSheet:
    """Every candidate of the place on one sheet."""
    return RatingSheet(round_, place, user, size=ALL)


def write_book(
    out: IO[bytes],
    sheet: RatingSheet,
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> None:
    """The sheet as it is; with `given` texts instead of its own, those `wrong` in red with their
    sentence (both by cell, "12x7")."""
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False})
    styles = excel.Styles(book)
    page = book.add_worksheet(sheet_name(sheet.place.short))
    head(page, sheet, styles)
    heads = columns_of(sheet)
    for row, case in enumerate(sheet.cases, FIRST):
        page.write_string(row, NUMBER, f"#{case.pk}")
        page.write_string(row, CODE, cell_text(case.organization.code))
        page.write_string(row, NAME, cell_text(case.candidate))
        for column, (what, criterion) in enumerate(heads, START):
            key = key_of(case.pk, what)
            text = given.get(key) if given is not None and key in given else None
            text = said(sheet, case, what, criterion) if text is None else text
            write(page, (row, column), text, styles, (wrong or {}).get(key, ""))
    book.close()


def head(page: Any, sheet: RatingSheet, styles: excel.Styles) -> None:
    words = _(
        "Fill in from row %(row)s on. Deductions are written without a sign; vetoes and caps as "
        "yes or no. Leave the grey row and the first column as they are."
    )
    page.write_string(TITLE, 0, cell_text(f"{sheet.round} · {sheet.place}"))
    page.write_string(HINT, 0, words % {"row": FIRST + 1})
    page.write_string(CODES, NUMBER, MARK, styles.note)
    page.write_string(CODES, CODE, f"{sheet.round.revision}", styles.note)
    for column, text in ((NUMBER, _("No.")), (CODE, _("Code")), (NAME, _("Candidate"))):
        page.write_string(HEADS, column, text, styles.header)
    page.set_column(NAME, NAME, 22)
    for column, (what, criterion) in enumerate(columns_of(sheet), START):
        page.write_string(CODES, column, what, styles.note)
        page.write_string(HEADS, column, cell_text(called(what, criterion)), styles.header)
        page.set_column(column, column, 30 if what == WHY else WIDTH, styles.text)
    page.set_row(HEADS, 60)
    page.freeze_panes(FIRST, START)


def columns_of(sheet: RatingSheet) -> list[tuple[str, Criterion | None]]:
    """What each column holds: a criterion by its code, the appraisal, the reason."""
    found: list[tuple[str, Criterion | None]] = [
        (f"{one.pk}", one) for _group, rows in sheet.scale.by_group for one in rows
    ]
    if sheet.scale.share:
        found.append((APPRAISAL, None))
    return [*found, (WHY, None)]


def called(what: str, criterion: Criterion | None) -> str:
    if criterion is None:
        return _("Appraisal points") if what == APPRAISAL else _("Why points were changed")
    most = "" if criterion.maximum is None else f" ≤ {plain(criterion.maximum)}"
    return f"{criterion} ({criterion.get_kind_display()}{most})"


def said(sheet: RatingSheet, case: RatingCase, what: str, criterion: Criterion | None) -> str:
    if criterion:
        return sheet.text(case, criterion)
    return plain(case.appraisal) if what == APPRAISAL else sheet.why(case)


def write(page: Any, at: Place, text: str, styles: excel.Styles, fault: str) -> None:
    page.write_string(*at, cell_text(text), styles.wrong if fault else styles.text)
    if fault:
        page.write_comment(*at, fault, {"x_scale": 2})


@dataclass
class Read:
    """What a workbook says: by cell, where it stood, and what is wrong with it."""

    typed: dict[tuple[int, str], str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)  # sentences about whole rows
    seen: int | None = None


def read_book(book: excel.Book, sheet: RatingSheet) -> Read:
    """Raises Refused where it is no workbook of this round and place."""
    rows, at = table_of(book)
    found = Read(seen=whole(rows[at][CODE]))
    known = dict(columns_of(sheet))
    heads = {column: text(cell) for column, cell in enumerate(rows[at]) if column >= START}
    if not known.keys() & set(heads.values()):
        raise Refused(_("This workbook is of another scheme: none of its columns is known here."))
    cases = {f"#{case.pk}": case for case in sheet.cases}
    for number in range(at + 2, len(rows)):
        line = rows[number]
        if not line or not text(line[0]):
            continue
        case = cases.get(text(line[0]))
        if case is None:
            words = _("Row %(row)s: “%(name)s” is no candidate of this place.")
            found.rows.append(words % {"row": number + 1, "name": " ".join(map(text, line[:3]))})
            continue
        for column, what in heads.items():
            if what in known and column < len(line):
                found.typed[case.pk, what] = text(line[column])
                found.places[key_of(case.pk, what)] = (number, column)
    return found


def table_of(book: excel.Book) -> tuple[list[list[Any]], int]:
    """The rows of the first sheet with our grey row, and its number."""
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows[:20]):
            if row and text(row[0]) == MARK and len(row) > START:
                return sheet.rows, number
    raise Refused(_("This is no workbook of ratings from here: its grey row of codes is missing."))


def whole(cell: Any) -> int | None:
    said = text(cell)
    return int(said) if said.isdecimal() else None


def text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return unguarded(str(cell).strip())


@dataclass
class Outcome:
    """What became of a workbook: how many ratings changed, or why nothing did."""

    changed: int = 0
    sentences: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.sentences)

    def sentence(self) -> str:
        if not self.refused:
            words = ngettext("%(n)s rating changed.", "%(n)s ratings changed.", self.changed)
            return words % {"n": self.changed}
        words = ngettext(
            "Nothing was taken over: %(n)s place is wrong. %(first)s",
            "Nothing was taken over: %(n)s places are wrong. %(first)s",
            len(self.sentences),
        )
        first = " ".join(self.sentences[:5])
        return words % {"n": len(self.sentences), "first": first}


def take_book(
    book: excel.Book, round_: RatingRound, place: Organization, *, by: Any, progress: Progress
) -> Outcome:
    """Take a workbook over: all of it, or nothing where anything in it is wrong."""
    sheet = sheet_of(round_, place, by)
    read = read_book(book, sheet)
    progress(1, 3)
    with transaction.atomic():
        saved = save_points(round_, typed=read.typed, seen=read.seen, by=by)
        refused = bool(saved.faults or saved.clashes or read.rows)
        transaction.set_rollback(refused)
    progress(3, 3)
    return outcome_of(read, saved) if refused else Outcome(len(saved.cases))


def outcome_of(read: Read, saved: Saved) -> Outcome:
    changed = _("Somebody changed this to “%(text)s” since the workbook was fetched.")
    wrong = {**saved.faults, **{k: changed % {"text": t} for k, t in saved.clashes.items()}}
    return Outcome(
        sentences=[*read.rows, *in_order(read, wrong)],
        given={key_of(*key): said for key, said in read.typed.items()},
        wrong=wrong,
    )


def in_order(read: Read, wrong: Mapping[str, str]) -> Iterator[str]:
    """ "D7: ..." for each wrong cell, by row and column."""
    for key in sorted(wrong, key=lambda one: read.places[one]):
        yield f"{xl_rowcol_to_cell(*read.places[key])}: {wrong[key]}"
