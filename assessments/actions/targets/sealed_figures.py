"""What a seal says, read from its files: figures, and what amendments changed of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from assessments.actions.targets.recomputing import Sealed
from assessments.actions.targets.seal_checks import Change, cells_changed
from assessments.choices import Status
from assessments.models import Definition, Indicator, Seal, Target
from organizations.models.naming import in_language

SHOWN = {"n", "of", "value", "status", "score"}  # columns whose changes people look at


@dataclass(frozen=True)
class SealedLine:
    """A figure as it was sealed."""

    indicator: Indicator
    asked: str
    text: str
    n: str
    of: str
    expected: str
    status: str


@dataclass(frozen=True)
class SealedPlace:
    """An organization in a seal."""

    pk: int
    code: str
    name: str
    score: str


@dataclass(frozen=True)
class Difference:
    """A cell that an amendment changed, in words."""

    place: str
    indicator: str
    said: str
    before: str
    after: str


class SealedFigures:
    """The tables of a seal, opened once."""

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        self.files = list(seal.files.all())
        self.found = Sealed({one.name: bytes(one.body) for one in self.files})

    @property
    def whole(self) -> bool:
        """Whether every byte is still the one that was sealed."""
        return all(one.whole for one in self.files)

    @cached_property
    def values(self) -> pd.DataFrame:
        return self.found.table("values")

    @cached_property
    def scores(self) -> dict[int, str]:
        table = self.found.table("scores")
        return dict(zip(table["organization"].tolist(), table["score"].tolist(), strict=True))

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        lines = self.found.lines("definitions")
        return {one["pk"]: Definition(indicator_id=one["pk"], text=one).then() for one in lines}

    @cached_property
    def targets(self) -> dict[int, Target]:
        return {
            one["pk"]: Target(
                pk=one["pk"],
                indicator=self.indicators[one["indicator"]],
                comparison=one["comparison"],
                value=Decimal(one["value"]),
            )
            for one in self.found.lines("targets")
            if one["indicator"] in self.indicators
        }

    def place(self, pk: int) -> SealedPlace | None:
        if pk not in self.found.tree.index:
            return None
        line: Any = self.found.tree.loc[pk]
        return SealedPlace(pk, line["code"], line["name"], short(self.scores.get(pk, "")))

    def below(self, pk: int) -> list[SealedPlace]:
        """The organizations right below, best first; those without a score last."""
        tree = self.found.tree
        numbers = tree.index[(tree["above"] == pk) & tree["stood"]].tolist()
        found = [one for number in numbers if (one := self.place(number))]
        return sorted(found, key=lambda one: (not one.score, -Decimal(one.score or 0), one.code))

    def lines(self, pk: int) -> Iterator[SealedLine]:
        """The figures of an organization, in the order of the definitions' codes."""
        rows = self.values[self.values["organization"] == pk].to_dict("records")
        for row in sorted(rows, key=lambda one: self.indicators[one["indicator"]].code):
            indicator, target = self.indicators[row["indicator"]], self.targets.get(row["target"])
            yield SealedLine(
                indicator,
                target.sentence if target else "",
                figure(indicator, row["value"]),
                short(row["n"]),
                short(row["of"]),
                figure(indicator, row["expected"]),
                row["status"] or "no_data",
            )

    @property
    def title(self) -> str:
        facts = self.found.facts
        return str(in_language(facts["name"], facts["name_en"]))


def figure(indicator: Indicator, text: str) -> str:
    return f"{Decimal(text):,.{indicator.decimals}f}{indicator.sign}" if text else "–"


def short(text: str) -> str:
    """To one decimal, thousands apart."""
    if not text:
        return ""
    number = Decimal(text)
    return f"{number:,.0f}" if number == int(number) else f"{number:.1f}"


def amended(old: SealedFigures, new: SealedFigures, within: set[int]) -> list[Difference]:
    """Cell by cell what an amendment changed, for some organizations."""
    changes: list[Change] = [
        *cells_changed(old.values, new.values),
        *cells_changed(old.found.table("scores"), new.found.table("scores")),
    ]
    chosen = (one for one in changes if one.key[0] in within and one.column in SHOWN)
    return [told(one, new, old) for one in chosen]


def told(one: Change, new: SealedFigures, old: SealedFigures) -> Difference:
    organization, *rest = one.key
    place: Any = new.place(organization) or old.place(organization)
    indicators = {**old.indicators, **new.indicators}
    indicator = indicators[rest[0]] if rest else None
    texts = (in_words(one.column, text, indicator) for text in (one.then, one.now))
    return Difference(place.name, str(indicator or ""), called(one.column), *texts)


def called(column: str) -> str:
    """What people call a column of the figures."""
    return {
        "n": _("Counted"),
        "of": _("Of"),
        "value": _("Value"),
        "status": _("Status"),
        "score": _("Score"),
    }[column]


def in_words(column: str, text: str, indicator: Indicator | None) -> str:
    if column == "status":
        return str(Status(text).label) if text else ""
    if column == "value" and indicator:
        return figure(indicator, text)
    return short(text)
