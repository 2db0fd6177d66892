from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from funding.actions.amounts import read_amount


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
