"""Amounts as people write them: with commas, in ten thousands, in full-width digits."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNITS = {"": Decimal(1), "元": Decimal(1), "万": Decimal(10_000), "万元": Decimal(10_000)}
SHAPE = re.compile(r"[¥￥]?([+-]?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(元|万元|万)?整?")
FEN = Decimal("0.01")


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
    amount = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}") * UNITS[unit or ""]
    if amount != amount.quantize(FEN):
        raise ValidationError(
            _("“%(text)s” is finer than a fen. Give two places behind the point.")
            % {"text": text[:40]}
        )
    return amount.quantize(FEN)


class AmountField(forms.DecimalField):
    """Yuan and fen. `signed`: an amount below nought is taken, too (workbooks of this register)."""

    widget = forms.TextInput
    default_error_messages = {
        "negative": gettext_lazy(
            "Give the amount above nought; whether it comes in or goes out is said beside it."
        )
    }

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("amount (yuan)"))
        super().__init__(max_digits=14, decimal_places=2, **kwargs)
        self.signed = signed
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        return read_amount(str(value))

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        if amount is not None and amount <= 0 and not (self.signed and amount):
            raise ValidationError(self.error_messages["negative"], code="negative")
        return amount
