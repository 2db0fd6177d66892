"""Amounts as people write them: with commas, in ten thousands, in full-width digits."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UNITS = {"": Decimal(1), "元": Decimal(1), "万": Decimal(10_000), "万元": Decimal(10_000)}
SHAPE = re.compile(r"[¥￥]?([+-]?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(元|万元|万)?整?")
FEN, MOST = Decimal("0.01"), Decimal(10**12)
LONGEST = 12  # digits before the point, and behind it


def read_amount(text: str) -> Decimal:
    """Yuan, of "1,234.50", "¥ 1234.5元", "1.2万元" or full-width digits.

    Raises ValidationError, with what to do, where it may mean several things or is finer than a
    fen.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).replace("，", ","))
    found = SHAPE.fullmatch(plain.replace("−", "-"))
    if not found:
        raise ValidationError(
            _("“%(text)s” is no amount. Write yuan as digits: 1234.50.") % {"text": text[:40]}
        )
    sign, whole, part, unit = found.groups()
    if len(whole.replace(",", "")) > LONGEST:
        raise ValidationError(too_much())
    amount = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}") * UNITS[unit or ""]
    if amount >= MOST:
        raise ValidationError(too_much())
    if len(part or "") > LONGEST or amount != amount.quantize(FEN):
        raise ValidationError(
            _("“%(text)s” is finer than a fen. Give two places behind the point.")
            % {"text": text[:40]}
        )
    return amount.quantize(FEN)


def too_much() -> str:
    return _("This is more than the ledger takes: at most 999,999,999,999.99 yuan.")
