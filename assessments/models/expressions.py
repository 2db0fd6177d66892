"""The small language in which templates say how items depend on one another.

start + admitted + moved_in - moved_out - left = end        a check
women <= end                                                 a check
attended / expected                                          a share, in per cent
operating + leasing + subsidy                                a sum
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

Values = Mapping[str, Decimal | None]

TERM = re.compile(r"\s*([+-]?)\s*([a-z][a-z0-9_]*|\d+(?:\.\d+)?)\s*")
COMPARE = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
CHECK = re.compile(r"^(?P<left>[^<>=]+)(?P<compare><=|>=|=|<|>)(?P<right>[^<>=]+)$")


@dataclass(frozen=True)
class Sum:
    """Items (or numbers) added and taken away."""

    terms: tuple[tuple[int, str], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(word for _sign, word in self.terms if not word[0].isdigit())

    def of(self, values: Values) -> Decimal | None:
        """The sum; nothing as long as one of its items is empty or wrong."""
        total = Decimal(0)
        for sign, word in self.terms:
            value = Decimal(word) if word[0].isdigit() else values.get(word)
            if value is None:
                return None
            total += sign * value
        return total


@dataclass(frozen=True)
class Share:
    """One item per hundred of another."""

    part: str
    whole: str

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    def of(self, values: Values) -> Decimal | None:
        part, whole = values.get(self.part), values.get(self.whole)
        return None if part is None or not whole else 100 * part / whole


@dataclass(frozen=True)
class Check:
    """What must hold between items of one row."""

    left: Sum
    compare: str
    right: Sum

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.left.codes, *self.right.codes)

    @property
    def at(self) -> tuple[str, ...]:
        """Items to name when it fails, the likeliest first: the single one stands alone."""
        left, right = self.left.codes, self.right.codes
        return (*left, *right) if len(left) == 1 else (*right, *left)

    def fails(self, values: Values) -> tuple[Decimal, Decimal] | None:
        """Both sides where they contradict; nothing while either is unknown."""
        left, right = self.left.of(values), self.right.of(values)
        if left is None or right is None or COMPARE[self.compare](left, right):
            return None
        return left, right


def parse_sum(text: str) -> Sum:
    """Raises ValueError with the sentence for whoever wrote it."""
    terms: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        found = TERM.match(text, at)
        if not found or (terms and not found[1]):
            raise ValueError(_("“%(text)s” is not a sum of items.") % {"text": text.strip()})
        terms.append((-1 if found[1] == "-" else 1, found[2]))
        at = found.end()
    if not terms:
        raise ValueError(_("A sum needs at least one item."))
    return Sum(tuple(terms))


def parse_formula(text: str) -> Sum | Share:
    part, slash, whole = text.partition("/")
    if not slash:
        return parse_sum(text)
    sides = parse_sum(part).codes, parse_sum(whole).codes
    if [len(side) for side in sides] != [1, 1]:
        raise ValueError(_("A share is one item divided by another: “attended / expected”."))
    return Share(sides[0][0], sides[1][0])


def parse_check(line: str) -> Check:
    found = CHECK.match(line)
    if not found:
        words = _("“%(line)s” is not a check. Write it like “women <= members”.")
        raise ValueError(words % {"line": line.strip()})
    return Check(parse_sum(found["left"]), found["compare"], parse_sum(found["right"]))
