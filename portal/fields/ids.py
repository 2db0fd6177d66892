"""The citizen's ID number: read, checked, masked, and encrypted at rest."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.fields.partial import WrittenField, normal

ID_LENGTH = 18
WEIGHTS, CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
# Whatever looks like an ID number, wherever it was typed.
WRITTEN = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
# An ID number or a bank account, as lists and exports show it.
MASKED = re.compile(r"\d{6}\*{8}[\dX]{0,11}")


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits (GB 11643-1999)."""
    return CHECK[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def mask_id(number: str | None) -> str:
    """ "341721********1234": enough to tell two persons apart, not enough to use."""
    return f"{number[:6]}********{number[14:]}" if number else ""


def hide(text: str, sign: str = "*") -> str:
    """The text with every ID number in it masked."""
    return WRITTEN.sub(rf"\1{sign * 8}\2", text)


def holds_number(text: str) -> bool:
    """Whether an ID number stands somewhere in the text."""
    return bool(WRITTEN.search(normal(text)))


def born_of(number: str) -> str:
    """The birth date inside an ID number, ISO."""
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def sex_of(number: str) -> str:
    """The sex inside an ID number, GB/T 2261.1: "1" male, "2" female."""
    return "1" if int(number[16]) % 2 else "2"


def parse_id_number(value: Any) -> str | None:
    """Read an ID number; never repairs digits.

    Raises ValidationError saying what is wrong with it.
    """
    computed = isinstance(value, int | float) and not isinstance(value, bool)
    text = re.sub(r"\s", "", normal(str(value or ""))).upper()
    if computed or re.fullmatch(r"\d(\.\d+)?E\+?\d+", text):
        raise ValidationError(
            _(
                "The cell holds a number, so Excel has lost the last digits. Type the "
                "ID number again as text."
            )
        )
    if not text:
        return None
    if not re.fullmatch(r"\d{17}[\dX]", text):
        raise ValidationError(_("An ID number has 18 characters: 17 digits and a digit or X."))
    if check_digit(text[:17]) != text[17]:
        raise ValidationError(
            _("The check digit of the ID number does not fit: a digit is mistyped.")
        )
    try:
        date.fromisoformat(born_of(text))
    except ValueError:
        raise ValidationError(_("The birth date inside the ID number does not exist.")) from None
    return text


class IdNumberFormField(forms.CharField):
    """Shows the number masked; the mask sent back means "unchanged"."""

    current: str | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": None, "empty_value": None})
        self.widget.attrs.update(autocomplete="off", spellcheck="false")

    def prepare_value(self, value: Any) -> Any:
        return mask_id(value) if value and value == self.current else value

    def to_python(self, value: Any) -> str | None:
        if self.current and isinstance(value, str) and value.strip() == mask_id(self.current):
            return self.current
        return parse_id_number(value)


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESSIV:
    return AESSIV(hashlib.sha512(b"portal.IdNumberField.1:" + secret.encode()).digest())


def encrypt(text: str) -> str:
    """AES-SIV, deterministic: equal numbers stay equal, so unique and exact look-ups work on the
    cipher text."""
    sealed = _cipher(settings.PORTAL_FIELD_KEY).encrypt(text.encode(), [b"id_number"])
    return "1:" + base64.urlsafe_b64encode(sealed).decode()


def decrypt(stored: str) -> str:
    try:
        sealed = base64.urlsafe_b64decode(stored.removeprefix("1:"))
        return _cipher(settings.PORTAL_FIELD_KEY).decrypt(sealed, [b"id_number"]).decode()
    except InvalidTag:
        raise ValueError("An ID number was encrypted with another PORTAL_FIELD_KEY.") from None


class IdNumberField(WrittenField):
    """A citizen's ID number, encrypted at rest; equality and uniqueness work, nothing else does."""

    longest, reader = 64, IdNumberFormField

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value) if value else None

    def get_prep_value(self, value: Any) -> str | None:
        return encrypt(value) if value else None
