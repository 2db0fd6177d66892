"""Working out a sealed period again: pandas over its files, and nothing else of the portal.

Written from the words of the definitions (architecture 7, decision 0010), so that it agrees with
the portal only where both are right.
"""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

COMPARE = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}
UPWARDS = {"gte", "gt"}
UNITS = 10_000  # amounts are whole ten-thousandths
Line = dict[str, Any]


@dataclass(frozen=True)
class Sealed:
    """The files of a seal, opened: {name: bytes}. ValueError where one cannot be read."""

    files: Mapping[str, bytes]

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(io.BytesIO(self.files[f"{name}.parquet"]), engine="pyarrow")

    def lines(self, name: str) -> list[Line]:
        found: list[Line] = json.loads(self.files[f"{name}.json"])
        return found

    @cached_property
    def facts(self) -> Line:
        return self.lines("facts")[0]

    @cached_property
    def day(self) -> date:
        return date.fromisoformat(self.facts["day"])

    @cached_property
    def tree(self) -> pd.DataFrame:
        return self.table("tree").set_index("organization")

    @cached_property
    def chains(self) -> dict[int, list[int]]:
        """{organization: itself and all above it, lowest first}."""
        above: dict[Any, int] = self.tree["above"].to_dict()
        found: dict[int, list[int]] = {}
        for one in above:
            chain = [one]
            while above.get(chain[-1]):
                chain.append(above[chain[-1]])
            found[one] = chain
        return found

    @cached_property
    def closure(self) -> pd.DataFrame:
        """Every organization beside itself and each above it."""
        pairs = [(top, one) for one, chain in self.chains.items() for top in chain]
        return pd.DataFrame(pairs, columns=["top", "organization"])

    @cached_property
    def reach(self) -> list[int]:
        """The plan's organization and all below it."""
        top = self.facts["organization"]
        return sorted(one for one, chain in self.chains.items() if top in chain)

    def rows(self, measure: Line) -> pd.DataFrame:
        return self.table(f"rows-{measure['register']}-{measure['basis']}")

    def rolled(self, own: pd.Series) -> pd.Series:
        """Numbers by organization, each with all below it; 0 where there is nothing."""
        joined = self.closure.join(own.rename("own"), on="organization", how="inner")
        return joined.groupby("top")["own"].sum().reindex(self.tree.index, fill_value=0)

    def total(self, measure: Line) -> pd.Series:
        """What a measure comes to for every organization with all below it."""
        rows = self.rows(measure)
        rows = rows[rows[f"counts:{measure['pk']}"]]
        if measure["aggregate"] == "count":
            return self.rolled(rows.groupby("organization").size())
        amount = f"amount:{measure['pk']}"
        if measure["aggregate"] == "sum":
            units = self.rolled(rows.groupby("organization")[amount].sum())
            return units.map(lambda one: Decimal(int(one)) / UNITS)
        joined = self.closure.merge(rows[["organization", amount]], on="organization")
        found = joined.groupby("top")[amount].nunique()
        return found.reindex(self.tree.index, fill_value=0)

    def entered(self, measure: Line) -> pd.Series | None:
        """How many rows a sum is made of; None where it is no sum."""
        if measure["aggregate"] != "sum":
            return None
        rows = self.rows(measure)
        counted = rows[rows[f"counts:{measure['pk']}"]]
        return self.rolled(counted.groupby("organization").size())

    def share(self, text: Line) -> tuple[pd.Series, pd.Series]:
        """Organizations of a level that reach a number, and all of that level."""
        at = self.table("rows-organization-at")
        places = at.loc[at[f"counts:{text['level']}"], "organization"]
        counted = self.total(text["numerator"])
        met = COMPARE[text["compare"]]
        reached = pd.Series(
            {one: int(met(counted.get(one, 0), text["threshold"] or 0)) for one in places},
            dtype="int64",
        )
        return self.rolled(reached), self.rolled(pd.Series(1, index=reached.index, dtype="int64"))

    def counted(self, text: Line) -> tuple[pd.Series, pd.Series | None]:
        """n and, where something is divided by, N."""
        if text["kind"] == "share":
            return self.share(text)
        below = text["denominator"]
        return self.total(text["numerator"]), self.total(below) if below else None

    def bound(self, text: Line) -> list[Line]:
        return [one for one in self.lines("targets") if one["indicator"] == text["pk"]]

    def target(self, known: list[Line], organization: int, amount: bool) -> Line | None:
        """What binds an organization: of its level, else the nearest above, else any; on each
        level its own value before that of the nearest above it, before the level's. An amount
        binds its own level alone."""
        levels, chain = self.facts["levels"], self.chains[organization]
        level = self.tree.at[organization, "level"]
        asked = levels.index(level)

        def far(one: Line) -> tuple[int, int]:
            steps = asked - levels.index(one["level"])
            owner = one["organization"]
            near = len(chain) if owner is None else chain.index(owner)
            return steps if steps >= 0 else len(levels) - steps, near

        found = [one for one in known if one["organization"] in {None, *chain}]
        nearest = min(found, key=far, default=None)
        return nearest if nearest and (not amount or nearest["level"] == level) else None

    @cached_property
    def worked_out(self) -> pd.DataFrame:
        """Every figure; "exactly" is what is attained before it is rounded."""
        lines = [line for text in self.lines("definitions") for line in self.figures(text)]
        return pd.DataFrame(lines).sort_values(["organization", "indicator"], ignore_index=True)

    def values(self) -> pd.DataFrame:
        """Every figure, as "values.parquet" has them."""
        return self.worked_out.drop(columns="exactly")

    def figures(self, text: Line) -> Iterator[Line]:
        n, of = self.counted(text)
        entered, known = self.entered(text["numerator"]), self.bound(text)
        stood = self.tree["stood"]
        for one in self.reach:
            whole = None if of is None else of[one]
            lacking = entered is not None and not entered[one]
            if not lacking and (stood[one] or n[one] or whole):
                target = self.target(known, one, text["kind"] == "amount")
                yield {
                    "indicator": text["pk"],
                    "organization": one,
                    **said(text, target, (n[one], whole), self.day),
                }

    def scores(self) -> pd.DataFrame:
        """What is reached of each target, weighted, in percent; "" where no target has data."""
        weights = {one["pk"]: Decimal(one["weight"]) for one in self.lines("targets")}
        lines = []
        for organization, rows in self.worked_out.groupby("organization"):
            pairs = zip(rows["target"], rows["exactly"], strict=True)
            known = [(weights[target], done) for target, done in pairs if done is not None]
            weight = sum((one for one, _done in known), Decimal(0))
            reached = sum((one * done for one, done in known), Decimal(0))
            lines.append((organization, number(100 * reached / weight if weight else None)))
        return pd.DataFrame(lines, columns=["organization", "score"])


def said(text: Line, target: Line | None, counts: tuple[Any, Any], day: date) -> Line:
    """n and N, the value, and how it stands to its target."""
    n, of = (None if one is None else Decimal(str(one)) for one in counts)
    whole = 100 if text["unit"] == "percent" else 1
    value = n if text["kind"] == "amount" else (whole * n / of if n is not None and of else None)
    line: Line = {"n": number(n), "of": number(of), "value": number(value), "target": 0}
    if target is None:
        return line | {"expected": "", "status": "", "attained": "", "exactly": None}
    expected, done = expected_by(target, day), attained(target, value)
    return line | {
        "target": target["pk"],
        "expected": number(expected),
        "status": status(target, value, expected),
        "attained": number(done),
        "exactly": done,
    }


def expected_by(target: Line, day: date) -> Decimal:
    """On the line from nothing at New Year through the milestones to the year's end; what must
    stay small must be small all year."""
    goal, year = Decimal(target["value"]), target["year"]
    marks = target["milestones"].replace("；", ";").split(";")
    line = [one.strip().split("=") for one in marks if one.strip()]
    if not line and target["comparison"] not in UPWARDS:
        return goal
    points = {date.fromisoformat(f"{year}-{at.strip()}"): Decimal(mark) for at, mark in line}
    points = dict(sorted(points.items()))
    if target["comparison"] in UPWARDS:
        points = {date(year - 1, 12, 31): Decimal(0), **points}
    points.setdefault(date(year, 12, 31), goal)
    days = list(points)
    before = max((one for one in days if one <= day), default=days[0])
    after = min((one for one in days if one > day), default=days[-1])
    if after <= before:
        return points[before]
    gone = max((day - before).days, 0)
    return points[before] + (points[after] - points[before]) * gone / (after - before).days


def status(target: Line, value: Decimal | None, expected: Decimal) -> str:
    if value is None:
        return "no_data"
    if COMPARE[target["comparison"]](value, Decimal(target["value"])):
        return "met"
    upwards, near = target["comparison"] in UPWARDS, Decimal("0.8")
    if value >= expected if upwards else value <= expected:
        return "on_pace"
    behind = value >= expected * near if upwards else value * near <= expected
    return "behind" if behind else "far_behind"


def attained(target: Line, value: Decimal | None) -> Decimal | None:
    """How much of the target is reached, 0 to 1."""
    if value is None:
        return None
    goal = Decimal(target["value"])
    if COMPARE[target["comparison"]](value, goal):
        return Decimal(1)
    part, whole = (value, goal) if target["comparison"] in UPWARDS else (goal, value)
    return min(max(part / whole, Decimal(0)), Decimal(1)) if whole else Decimal(0)


def number(value: Decimal | None) -> str:
    """A number as seals write it: to six decimals, without idle zeros; "" for none."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
