"""The workbook that the bank pays by. Whole account numbers leave the portal only for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from funding.models import PaySheet, PaySheetAct
from portal.errors import Refused
from portal.fields import mask_id
from portal.models import SecurityEvent
from workbooks.excel.writing import SAFE, Styles, write_cell

READY = (PaySheet.State.APPROVED, PaySheet.State.POSTED)
WIDTHS = (8, 16, 28, 24, 14, 24)


@transaction.atomic
def take_to_bank(sheet: PaySheet, out: IO[bytes], *, whole: bool, reason: str, by: Any) -> int:
    """Write the workbook; how many lines. Raises Refused before the sheet is approved, where
    somebody has no bank account, or where the user may not see whole numbers."""
    if sheet.state not in READY:
        raise Refused(_("The bank's workbook is made of an approved sheet."))
    if whole and not by.has_perm("funding.reveal_bankcard", sheet):
        raise Refused(_("You may not take out whole account numbers."))
    lines = list(lines_of(sheet, whole))
    if missing := [line[1] for line in lines if not line[2]]:
        names = "、".join(missing[:10])
        raise Refused(
            _("Without a bank account: %(names)s. Enter the account, then work the sheet out anew.")
            % {"names": names}
        )
    write(out, str(sheet), lines)
    log(sheet, whole, reason, len(lines), by)
    return len(lines)


def lines_of(sheet: PaySheet, whole: bool) -> Iterator[list[Any]]:
    rows = sheet.lines.filter(total__gt=0).select_related("person", "card")
    for number, line in enumerate(rows.order_by("organization__path", "pk"), 1):
        card = line.card
        account = (card.account_no if whole else mask_id(card.account_no)) if card else ""
        bank = card.bank if card else ""
        yield [number, str(line.person), account, bank, line.total, ""]


def write(out: IO[bytes], title: str, lines: list[list[Any]]) -> None:
    """Number, name, account, bank, amount; below, a total that Excel adds up."""
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False})
    sheet, styles = book.add_worksheet(_("Payments")), Styles(book)
    money = book.add_format({"num_format": "#,##0.00"})
    heads = [
        _("No."),
        pgettext("pay sheet", "Name"),
        _("Account number"),
        _("Bank"),
        _("Amount (yuan)"),
        _("Note"),
    ]
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, styles.header)
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            write_cell(sheet, row, column, value, styles)
        sheet.write_number(row, len(line) - 2, line[-2], money)
    total = sum((line[-2] for line in lines), 0)
    last = len(lines) + 1
    sheet.write_string(last, 1, _("Total"), styles.header)
    sheet.write_formula(last, 4, f"=SUM(E2:E{last})", money, total)
    sheet.freeze_panes(1, 0)
    sheet.set_footer(f"&L{title}&R&P / &N")
    book.close()


def log(sheet: PaySheet, whole: bool, reason: str, count: int, by: Any) -> None:
    """Every workbook leaves a line; one with whole numbers, another that says so."""
    kinds = [SecurityEvent.Kind.EXPORT, *([SecurityEvent.Kind.REVEAL] if whole else [])]
    details = {"reason": reason, "rows": count, "format": "xlsx", "whole": whole}
    for kind in kinds:
        SecurityEvent.objects.create(
            kind=kind, user=by, register="paysheet", record=sheet.pk, details=details
        )
    PaySheetAct.objects.create(
        sheet=sheet, kind=PaySheetAct.Kind.TAKEN_OUT, by=by, reason=reason, at=timezone.now()
    )


@transaction.atomic
def reveal_number(card: Any, *, reason: str, by: Any) -> str:
    """The sentence with the whole account number, shown once; who asked and why is logged."""
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.REVEAL,
        user=by,
        register="bankcard",
        record=card.pk,
        details={"reason": reason},
    )
    return _("Account number: %(number)s") % {"number": card.account_no}
