"""Numbers of bank accounts: encrypted and masked like ID numbers."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.fields import IdNumberField, IdNumberFormField, mask_id, normal


def parse_account_number(value: Any) -> str | None:
    """Read the number of a bank account or card: 12 to 25 digits; never repairs any.

    Raises ValidationError saying what is wrong with it.
    """
    computed = isinstance(value, int | float) and not isinstance(value, bool)
    text = re.sub(r"[\s-]", "", normal(str(value or "")))
    if computed or re.fullmatch(r"\d(\.\d+)?[Ee]\+?\d+", text):
        raise ValidationError(
            _("The cell holds a number, so Excel has lost the last digits. Type it again as text.")
        )
    if text and not re.fullmatch(r"\d{12,25}", text):
        raise ValidationError(_("The number of a bank account has 12 to 25 digits."))
    return text or None


class AccountNumberFormField(IdNumberFormField):
    def to_python(self, value: Any) -> str | None:
        if self.current and isinstance(value, str) and value.strip() == mask_id(self.current):
            return self.current
        return parse_account_number(value)


class AccountNumberField(IdNumberField):
    """The number of a bank account, encrypted at rest, masked wherever it is shown."""

    longest, reader = 80, AccountNumberFormField
