"""The schemes that come with the portal, of either kind, as a page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assessments.actions.ratings import library
from assessments.actions.scoring import schemes
from assessments.models import AssessmentLine, AssessmentScheme, Criterion, RatingScheme
from organizations.models.naming import in_language

RATING, YEAR = "rating", "year"
Loads = Callable[..., RatingScheme | AssessmentScheme]
LOADS: dict[str, Loads] = {RATING: library.load_scheme, YEAR: schemes.load_scheme}


@dataclass(frozen=True)
class Shipped:
    """A scheme of the library; `taken`: the county's own one, once it has been taken over."""

    kind: str
    name: str
    text: dict[str, Any]
    taken: RatingScheme | AssessmentScheme | None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.name}"

    def __str__(self) -> str:
        return said(self.text)

    @property
    def note(self) -> str:
        return said(self.text, "note")

    @property
    def rows(self) -> list[tuple[str, str, Any]]:
        """What it counts: (in which words, of which kind, how many points)."""
        return list(criteria(self.text) if self.kind == RATING else lines(self.text))


def said(row: dict[str, Any], name: str = "name") -> str:
    chinese = str(row.get(name, ""))
    return in_language(chinese, str(row.get(f"{name}_en") or ""))


def criteria(text: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for row in text["criteria"]:
        yield said(row), str(Criterion.Kind(row["kind"]).label), row.get("maximum", "")


def lines(text: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for row in text["lines"]:
        kind = AssessmentLine.Kind(row.get("kind", AssessmentLine.Kind.PLAIN))
        yield said(row), str(kind.label), row["points"]


def shelf() -> list[Shipped]:
    """Every scheme that ships, those for stars first. Two queries."""
    found = [(RATING, name, library.read_scheme(name)) for name in library.library()]
    found += [(YEAR, name, schemes.read_scheme(name)) for name in schemes.shipped()]
    taken: dict[str, dict[str, Any]] = {
        RATING: {one.code: one for one in RatingScheme.objects.all()},
        YEAR: {one.code: one for one in AssessmentScheme.objects.all()},
    }
    return [Shipped(kind, name, text, taken[kind].get(text["code"])) for kind, name, text in found]


def keys() -> list[str]:
    """What may be taken over: "rating-district-2016", "year-townships"."""
    return [
        *(f"{RATING}-{name}" for name in library.library()),
        *(f"{YEAR}-{name}" for name in schemes.shipped()),
    ]


def take_over(key: str, *, at: Any) -> RatingScheme | AssessmentScheme:
    """Load a scheme by its key; one that is there already stays as the county has it."""
    kind, _dash, name = key.partition("-")
    return LOADS[kind](name, at=at)
