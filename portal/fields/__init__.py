"""Fields of our own: dates known only to the month, national code tables, the citizen's ID
number, how names sound."""

from portal.fields.codes import CodeField, CodeFormField
from portal.fields.ids import (
    ID_LENGTH,
    MASKED,
    IdNumberField,
    IdNumberFormField,
    born_of,
    check_digit,
    decrypt,
    encrypt,
    hide,
    holds_number,
    mask_id,
    parse_id_number,
    sex_of,
)
from portal.fields.partial import (
    PartialDateField,
    PartialDateFormField,
    exact,
    first_day,
    normal,
    parse_partial,
    shortest,
)
from portal.fields.pinyin import PinyinField

__all__ = [
    "ID_LENGTH",
    "MASKED",
    "CodeField",
    "CodeFormField",
    "IdNumberField",
    "IdNumberFormField",
    "PartialDateField",
    "PartialDateFormField",
    "PinyinField",
    "born_of",
    "check_digit",
    "decrypt",
    "encrypt",
    "exact",
    "first_day",
    "hide",
    "holds_number",
    "mask_id",
    "normal",
    "parse_id_number",
    "parse_partial",
    "sex_of",
    "shortest",
]
