"""Words that money is written down in: 壹佰贰拾元伍角整; and in which language."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TENS = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
FOUR = 10_000


def for_good() -> AbstractContextManager[Any]:
    """What an entry keeps is said in the county's language, whoever pressed in which."""
    return translation.override(settings.LANGUAGE_CODE)


def in_capitals(amount: Decimal) -> str:
    """An amount from nought to below a trillion yuan as Chinese receipts write it."""
    yuan, fen = divmod(int(amount * 100), 100)
    jiao, fen = divmod(fen, 10)
    small = f"{DIGITS[jiao]}角" if jiao else ("零" if fen and yuan else "")
    small += f"{DIGITS[fen]}分" if fen else ""
    whole = f"{in_groups(yuan)}元" if yuan or not small else ""
    return f"{whole}{small}" if fen else f"{whole}{small}整"


def in_groups(number: int) -> str:
    """Whole numbers, four digits at a time."""
    if not number:
        return DIGITS[0]
    said, place, gap = "", 0, False
    while number:
        number, four = divmod(number, FOUR)
        if four:
            joined = "零" if gap and said else ""
            said = f"{four_digits(four)}{GROUPS[place]}{joined}{said}"
        gap = four < FOUR // 10
        place += 1
    return said


def four_digits(four: int) -> str:
    said, gap = "", False
    for place, digit in enumerate(reversed(f"{four}")):
        if digit == "0":
            gap = bool(said)
            continue
        said = f"{DIGITS[int(digit)]}{TENS[place]}{'零' if gap else ''}{said}"
        gap = False
    return said
