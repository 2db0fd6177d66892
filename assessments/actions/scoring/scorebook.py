"""The workbook of an annual assessment: cover, ranks, a sheet for each group, reasons, method."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.actions.targets.looks import Looks, free_name, headed, new_book, paper
from assessments.actions.targets.sheets_of_scores import (
    Card,
    Scorecards,
    ScoreGroup,
    ScoreLine,
    scorecard_sheets,
)
from assessments.models import Assessment, AssessmentLine, Score, ScoreCard
from portal.models import Job, SecurityEvent
from portal.tasks import start
from web.templatetags.portal import moment
from workbooks.excel.writing import cell_text

HEADER = 2
Shown = dict[int, list[Score]]


@transaction.atomic
def export_assessment(assessment: Assessment, *, by: Any) -> Job:
    """Have a worker write the workbook of the cards that the user may take out."""
    return start("export-scorecards", by, assessment=assessment.pk)


def write_scorebook(assessment: Assessment, out: IO[bytes], *, by: Any) -> int:
    """Write the workbook in the language in force, best first; returns how many cards it has.

    Weights times scores, subtotals, totals and ranks are formulas with their values beside them.
    """
    cards = cards_of(assessment, by)
    shown = scores_of(cards)
    lines = list(assessment.scheme.lines.order_by("position"))
    found = as_shown(assessment, lines, cards, shown)
    book = new_book(out, {"title": str(assessment), "author": str(by)})
    looks = Looks(book)
    cover(sheet_of(book, found, _("Cover")), looks, assessment, (len(cards), by))
    scorecard_sheets(book, looks, found)
    reasons(sheet_of(book, found, _("Reasons")), looks, cards, shown)
    method(sheet_of(book, found, pgettext("workbook", "Method")), looks, lines)
    book.close()
    return len(cards)


def cards_of(assessment: Assessment, by: Any) -> list[ScoreCard]:
    """What the user may see as well as take out: before publication only who sees all of it."""
    rows = ScoreCard.objects.for_user(by, "view").filter(assessment=assessment, out=False)
    rows = rows.filter(pk__in=ScoreCard.objects.for_user(by, "export").values("pk"))
    rows = rows.select_related("organization", "person", "assessment__scheme")
    return list(rows.order_by("rank", "organization__path", "pk"))


def scores_of(cards: list[ScoreCard]) -> Shown:
    found: Shown = {}
    rows = Score.objects.filter(card__in=[card.pk for card in cards]).select_related("line")
    for one in rows.order_by("line__position"):
        found.setdefault(one.card_id, []).append(one)
    return found


def as_shown(
    assessment: Assessment, lines: list[AssessmentLine], cards: list[ScoreCard], shown: Shown
) -> Scorecards:
    """The assessment as the sheets take it: figures are points, none below zero in all."""
    groups = [
        ScoreGroup(heading, [ScoreLine(one.pk, str(one), most=most(one)) for one in several])
        for heading, several in grouped(lines)
    ]
    return Scorecards(
        title=str(assessment),
        said=_("Points of each item, added up; equal totals share the better rank."),
        day=f"{assessment.day:%Y-%m-%d}",
        unit=str(assessment.scheme.organization),
        groups=groups,
        cards=[as_card(card, shown.get(card.pk, [])) for card in cards],
        least=Decimal(0),
    )


def grouped(lines: Iterable[AssessmentLine]) -> list[tuple[str, list[AssessmentLine]]]:
    return [(key, list(several)) for key, several in groupby(lines, lambda one: one.heading)]


def most(line: AssessmentLine) -> Decimal:
    """The most that a line gives; a deduction gives nothing and takes its points at most."""
    return Decimal(0) if line.kind == AssessmentLine.Kind.DEDUCTION else line.points


def as_card(card: ScoreCard, scores: list[Score]) -> Card:
    figures = {one.line_id: one.final for one in scores}
    return Card(card.called, figures, card.grade, card.total, card.grade_reason)


def sheet_of(book: Any, found: Scorecards, name: str) -> Any:
    sheet = book.add_worksheet(free_name(book, name))
    paper(sheet, found.title, found.day, found.unit)
    return sheet


def cover(sheet: Any, looks: Looks, assessment: Assessment, made: tuple[int, Any]) -> None:
    many, by = made
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 31)
    sheet.merge_range(3, 0, 3, 2, "", looks.cover)
    sheet.write_string(3, 0, str(assessment), looks.cover)
    sheet.set_row(3, 40)
    facts = (
        (_("Organization"), str(assessment.scheme.organization)),
        (_("As of"), f"{assessment.day:%Y-%m-%d}"),
        (_("State"), str(assessment.get_state_display())),
        (_("Source"), assessment.scheme.source or "–"),
        (_("Scorecards"), f"{many}"),
        (_("Computed at"), moment(assessment.computed_at) or "–"),
        (_("Written by"), str(by)),
        (_("Written at"), moment(timezone.localtime())),
    )
    for row, (label, text) in enumerate(facts, 6):
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_string(row, 1, cell_text(text), looks.plain)
    signed = (_("Prepared by"), _("Checked by"), _("Approved by"), _("Date and seal"))
    for place, label in enumerate(signed):
        row = 8 + len(facts) + 2 * place
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_blank(row, 1, None, looks.line)
        sheet.write_blank(row, 2, None, looks.line)


def reasons(sheet: Any, looks: Looks, cards: list[ScoreCard], shown: Shown) -> None:
    """Points that people gave or changed, with who and why."""
    heads = (_("Name"), _("Item"), _("Computed"), _("Entered"), _("After review"), _("Reason"))
    headed(sheet, looks, _("Reasons"), _("Points that were entered or changed on review."), 5)
    for column, (word, width) in enumerate(zip(heads, (24, 40, 11, 11, 11, 40), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, word, looks.head)
    row = HEADER
    for card in cards:
        for one in shown.get(card.pk, []):
            if one.entered is None and one.reviewed is None:
                continue
            row += 1
            sheet.write_string(row, 0, cell_text(card.called), looks.text)
            sheet.write_string(row, 1, cell_text(str(one.line)), looks.text)
            for column, points in enumerate((one.computed, one.entered, one.reviewed), 2):
                sheet.write(row, column, points and float(points), looks.number("0.00"))
            said = " / ".join(filter(None, (one.reason, one.review_reason)))
            sheet.write_string(row, 5, cell_text(said), looks.text)
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.repeat_rows(HEADER)


def method(sheet: Any, looks: Looks, lines: list[AssessmentLine]) -> None:
    """The table of the scheme: what gives points, how many, and where they come from."""
    heads = (_("Item"), _("Content"), _("Standard points"), _("How points are given"))
    headed(
        sheet,
        looks,
        pgettext("workbook", "Method"),
        _("What gives points, and how they follow."),
        4,
    )
    for column, (word, width) in enumerate(zip(heads, (24, 40, 12, 44), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, word, looks.head)
    sheet.set_column(4, 4, 22)
    sheet.write_string(HEADER, 4, _("Comes from"), looks.head)
    for row, one in enumerate(lines, HEADER + 1):
        texts = (one.heading, str(one), None, one.rule, str(one.get_source_display()))
        for column, text in enumerate(texts):
            if text is not None:
                sheet.write_string(row, column, cell_text(text), looks.text)
        sheet.write_number(row, 2, float(one.points), looks.number("0.##"))
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)


def record_scorebook(assessment: Assessment, cards: int, *, by: Any) -> None:
    """Every workbook that leaves is on record."""
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.EXPORT,
        user=by,
        register="scorecard",
        record=assessment.pk,
        details={"assessment": str(assessment), "format": "xlsx", "rows": cards},
    )
