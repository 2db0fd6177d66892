"""The small language in which templates say how items depend on one another.

start + admitted + moved_in - moved_out - left = end        a check within a row
women <= end
end >= 0.5 * last.end                                       against last quarter
dues_paid <= 3 * last.dues_paid
town_members = sum(members)                                 against the rows below
members = known.members                                     against the registers
attended / expected                                         a share, in per cent
operating + leasing + subsidy                               a sum
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

# Values are looked up as terms are written: "end", "last.end", "known.end", "sum(end)".
Values = Mapping[str, Decimal | None]

NUMBER = r"\d+(?:\.\d+)?"
CODE = r"[a-z][a-z0-9_]*"
ITEM = rf"sum\({CODE}\)|(?:last\.|known\.)?{CODE}"
TERM = re.compile(rf"\s*([+-]?)\s*(?:({NUMBER})\s*(?:\*\s*({ITEM}))?|({ITEM}))\s*")
COMPARE = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
CHECK = re.compile(r"^(?P<left>[^<>=]+)(?P<compare><=|>=|=|<|>)(?P<right>[^<>=]+)$")


@lru_cache(maxsize=4096)  # asked of every word in every row
def code_of(word: str) -> str:
    """The item a term is about: "end" of "last.end" and of "sum(end)"."""
    return re.sub(r"^(last\.|known\.|sum\()|\)$", "", word)


@dataclass(frozen=True)
class Sum:
    """Items added and taken away, each times a number; the word "" stands for the number alone."""

    terms: tuple[tuple[Decimal, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for _times, word in self.terms if word)

    @property
    def codes(self) -> tuple[str, ...]:
        """The items it speaks of."""
        return tuple(code_of(word) for word in self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        """Those of the row itself, now: what somebody can put right in it."""
        return tuple(word for word in self.words if word == code_of(word))

    def of(self, values: Values) -> Decimal | None:
        """The sum; nothing as long as one of its items is empty or wrong."""
        total = Decimal(0)
        for times, word in self.terms:
            value = values.get(word) if word else Decimal(1)
            if value is None:
                return None
            total += times * value
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
    def sides(self) -> tuple[Sum, Sum]:
        return self.left, self.right

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.left.codes, *self.right.codes)

    @property
    def at(self) -> tuple[str, ...]:
        """Items to name when it fails, the likeliest first: the single one stands alone."""
        left, right = self.left.plain, self.right.plain
        return (*left, *right) if len(left) == 1 else (*right, *left)

    def fails(self, values: Values) -> tuple[Decimal, Decimal] | None:
        """Both sides where they contradict; nothing while either is unknown."""
        left, right = self.left.of(values), self.right.of(values)
        if left is None or right is None or COMPARE[self.compare](left, right):
            return None
        return left, right


def parse_sum(text: str) -> Sum:
    """Raises ValueError with the sentence for whoever wrote it."""
    terms: list[tuple[Decimal, str]] = []
    at = 0
    while at < len(text):
        found = TERM.match(text, at)
        if not found or (terms and not found[1]):
            raise ValueError(_("“%(text)s” is not a sum of items.") % {"text": text.strip()})
        times = Decimal(found[2] or 1)
        terms.append((-times if found[1] == "-" else times, found[3] or found[4] or ""))
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
