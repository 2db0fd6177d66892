"""What a seal keeps: tables out of which every figure of a run can be worked out again.

Organizations are named, persons are not: of a register's rows only their numbers, where they
stood and what was asked of them (decision 0022).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from assessments.actions.targets.results import Result, Targets, score
from assessments.actions.targets.rows import Rows, unpacked
from assessments.actions.targets.runs import TREE
from assessments.actions.targets.scans import ORGANIZATIONS
from assessments.models import Plan, Run, Target, Value
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.errors import Refused

OF_TARGETS = ("comparison", "milestones", "year", "level", "printed", "reading", "requirement")

VALUES = ["indicator", "organization", "n", "of", "value", "target", "expected", "status"]
VALUES.append("attained")


@dataclass(frozen=True)
class Written:
    """A file of a seal."""

    name: str
    body: bytes
    rows: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def inputs_of_run(run: Run) -> Iterator[Written]:
    """The files of a run but for its values: facts, the tree, the rows, definitions, targets.

    Refused where the rows that were counted are not kept any more.
    """
    kept = {(one.register, one.basis): unpacked(one) for one in run.kept_rows.all()}
    workings = list(run.workings.select_related("definition").order_by("indicator"))
    asked = {(m["register"], m["basis"]) for one in workings for m in measures(one.definition.text)}
    if not workings or not {TREE, ORGANIZATIONS, *asked} <= set(kept):
        raise Refused(_("The rows this run counted are not kept any more: compute it again first."))
    yield as_json("facts", [facts_of(run)])
    yield parquet("tree", tree_table(run, kept))
    for where in sorted({ORGANIZATIONS, *asked}):
        yield parquet(rows_name(*where), rows_table(kept[where]))
    said = [
        {**one.definition.text, "pk": one.indicator_id, "version": one.definition.number}
        for one in workings
    ]
    yield as_json("definitions", said)
    yield as_json("targets", [target_line(one) for one in targets_of(run.plan)])


def facts_of(run: Run) -> dict[str, Any]:
    plan = run.plan
    return {
        "plan": plan.code,
        "name": plan.name,
        "name_en": plan.name_en,
        "organization": plan.organization_id,
        "day": f"{run.day}",
        "first": f"{run.first}",
        "computed_at": f"{run.computed_at}",
        "levels": list(Level.values),
    }


def measures(text: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in (text["numerator"], text["denominator"]) if one]


def rows_name(register: str, basis: str) -> str:
    return f"rows-{register}-{basis}"


def targets_of(plan: Plan) -> Any:
    return plan.targets.select_related("indicator").order_by("pk")


def tree_table(run: Run, kept: dict[tuple[str, str], Rows]) -> pd.DataFrame:
    """organization, above (0: none), code, name, level, stood (whether it did that day)."""
    tree = kept[TREE]
    names = Organization.objects.in_bulk(tree.ids.tolist())
    stood = set(kept[ORGANIZATIONS].ids.tolist())
    lines = [
        (one, above, names[one].code, names[one].name, names[one].level, one in stood)
        for one, above in zip(tree.ids.tolist(), tree.places.tolist(), strict=True)
    ]
    return pd.DataFrame(lines, columns=["organization", "above", "code", "name", "level", "stood"])


def rows_table(rows: Rows) -> pd.DataFrame:
    """id, organization, one column "counts:KEY" for each measure (or level), and "amount:KEY" in
    ten-thousandths, or the number of what stands there, where amounts or different ones count."""
    columns: dict[str, Any] = {"id": rows.ids, "organization": rows.places}
    columns |= {f"counts:{key}": marks for key, marks in rows.marks.items()}
    columns |= {f"amount:{key}": amounts for key, amounts in rows.amounts.items()}
    return pd.DataFrame(columns)


def target_line(target: Target) -> dict[str, Any]:
    return {
        "pk": target.pk,
        "indicator": target.indicator_id,
        "organization": target.organization_id,
        "value": f"{target.value}",
        "weight": f"{target.weight}",
        **{name: getattr(target, name) for name in OF_TARGETS},
    }


def values_of_run(run: Run, tree: pd.DataFrame) -> tuple[Written, Written]:
    """The portal's own figures, numbers as text ("" for none), and its scores. Organizations hang
    as they did on the day."""
    targets, places = Targets(run.plan), hung(tree)
    workings = run.workings.select_related("definition")
    versions = {one.indicator_id: one.definition.then() for one in workings}
    found: dict[int, list[Result]] = {}
    for one in Value.objects.filter(run=run).order_by("organization", "indicator"):
        indicator, place = versions[one.indicator_id], places[one.organization_id]
        target = targets.at(indicator, place)
        result = Result(run, indicator, place, one.n, one.of, target)
        found.setdefault(place.pk, []).append(result)
    lines = [value_line(one) for several in found.values() for one in several]
    scores = [(place, number(score(several))) for place, several in found.items()]
    return (
        parquet("values", pd.DataFrame(lines, columns=VALUES)),
        parquet("scores", pd.DataFrame(scores, columns=["organization", "score"])),
    )


def value_line(one: Result) -> tuple[Any, ...]:
    target = one.target
    return (
        one.indicator.pk,
        one.organization.pk,
        number(one.n),
        number(one.of),
        number(one.value),
        target.pk if target else 0,
        number(one.expected),
        str(one.status.value) if target else "",
        number(one.attained),
    )


def hung(tree: pd.DataFrame) -> dict[int, Organization]:
    """{number: an organization, unsaved, as it hung on the day}."""
    above = dict(zip(tree["organization"], tree["above"], strict=True))
    paths: dict[int, str] = {0: "/"}

    def path(one: int) -> str:
        if one not in paths:
            paths[one] = f"{path(above[one])}{one}/"
        return paths[one]

    levels = zip(tree["organization"].tolist(), tree["level"].tolist(), strict=True)
    return {one: Organization(pk=one, level=level, path=path(one)) for one, level in levels}


def number(value: Any) -> str:
    """A number as a seal writes it: to six decimals, without idle zeros; "" for none."""
    if value is None:
        return ""
    text = f"{Decimal(value):.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def parquet(name: str, table: pd.DataFrame) -> Written:
    out = io.BytesIO()
    table.to_parquet(out, engine="pyarrow", index=False, compression="zstd")
    return Written(f"{name}.parquet", out.getvalue(), len(table))


def as_json(name: str, lines: list[dict[str, Any]]) -> Written:
    text = json.dumps(lines, ensure_ascii=False, sort_keys=True, indent=1)
    return Written(f"{name}.json", text.encode(), len(lines))
