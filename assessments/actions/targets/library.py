"""Plans from files: the library beside this app, or a file of the county's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Indicator, Measure, Plan, Target
from organizations.choices.tree import Level
from organizations.models import Organization
from organizations.models.naming import in_language
from portal import pages
from portal.errors import Refused

LIBRARY = Path(__file__).resolve().parents[2] / "plans"
PARTS = ("measures", "indicators", "targets")


def library() -> list[str]:
    """The names of the plans that come with the portal."""
    return sorted(path.stem for path in LIBRARY.glob("*.json"))


@dataclass(frozen=True)
class Shipped:
    """A plan of the library as its page shows it; `years`: those it was taken over for."""

    name: str
    text: dict[str, Any]
    years: list[int]

    def __str__(self) -> str:
        return str(in_language(self.text["name"], self.text["name_en"]))

    @property
    def targets(self) -> list[dict[str, Any]]:
        return list(self.text["targets"])

    @property
    def lines(self) -> Iterator[tuple[dict[str, Any], str, Any]]:
        """Each target with the name of its indicator and the level it binds."""
        words = {one["code"]: one for one in self.text["indicators"]}
        for row in self.targets:
            named = words[row["indicator"]]
            yield (
                row,
                in_language(named["name"], named["name_en"]),
                Level(row["level"]).label,
            )


def shipped() -> list[Shipped]:
    """All plans that come with the portal. One query."""
    years: dict[str, list[int]] = {}
    for code, year in Plan.objects.order_by("year").values_list("code", "year"):
        years.setdefault(code.removesuffix(f"-{year}"), []).append(year)
    texts = {name: read_plan(name) for name in library()}
    return [Shipped(name, text, years.get(text["code"], [])) for name, text in texts.items()]


def read_plan(name: str) -> dict[str, Any]:
    """A plan by its name in the library or by its file. Raises Refused where it cannot be read."""
    path = LIBRARY / f"{name}.json" if name in library() else Path(name)
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError:
        raise Refused(
            _("There is no plan “%(name)s”. In the library: %(known)s.")
            % {"name": name, "known": ", ".join(library())}
        ) from None
    except ValueError as why:
        raise Refused(_("“%(name)s” is not a plan: %(why)s") % {"name": name, "why": why}) from None
    if not isinstance(found, dict) or not {"code", "name"} <= set(found):
        raise Refused(_("“%(name)s” is not a plan: it has no code or no name.") % {"name": name})
    return found


@transaction.atomic
def load_plan(name: str, *, at: Organization, year: int | None = None) -> tuple[Plan, int]:
    """Take over a plan with its parts. Returns it and how many rows are new.

    What is there already stays as the county has it, so that loading twice changes nothing. A plan
    of the library has no year: its code gets this year, or the one given, appended.
    """
    text = read_plan(name)
    made = Maker(at)
    set_year = text.get("year")
    year = set_year or year or timezone.localdate().year
    code = text["code"] if set_year else f"{text['code']}-{year}"
    try:
        for row in text.get("measures", []):
            check_query(row["register"], row.get("query", ""))
            made.make(Measure, row["code"], row)
        for row in text.get("indicators", []):
            made.make(Indicator, row["code"], indicator_values(row))
        plan = made.make(
            Plan, code, {**{k: v for k, v in text.items() if k not in PARTS}, "year": year}
        )
        for row in text.get("targets", []):
            made.target(plan, row)
    except (KeyError, TypeError, ValidationError) as why:
        raise Refused(_("“%(name)s” is not a plan: %(why)s") % {"name": name, "why": why}) from None
    return plan, made.count


def indicator_values(row: dict[str, Any]) -> dict[str, Any]:
    named = {
        part: Measure.objects.get(code=row[part])
        for part in ("numerator", "denominator")
        if row.get(part)
    }
    return {**row, **named}


class Maker:
    """Makes what is missing, for one organization, and counts it."""

    def __init__(self, at: Organization) -> None:
        self.at, self.count = at, 0

    def make(self, model: Callable[..., Any], code: str, values: dict[str, Any]) -> Any:
        known = model.objects.filter(code=code).first()  # type: ignore[attr-defined]
        return known or self.save(model(**{**values, "code": code, "organization": self.at}))

    def target(self, plan: Plan, row: dict[str, Any]) -> None:
        indicator = Indicator.objects.get(code=row["indicator"])
        level = row.get("level", "county")
        if not plan.targets.filter(indicator=indicator, level=level, organization=None).exists():
            self.save(Target(**{"year": plan.year, **row, "plan": plan, "indicator": indicator}))

    def save(self, record: Any) -> Any:
        record.full_clean()
        record.save()
        self.count += 1
        return record


def plan_called(code: str) -> Plan:
    """A plan by its code; a name of the library means its newest year. Raises Refused."""
    found = Plan.objects.filter(code=code).first()
    found = (
        found or Plan.objects.filter(code__regex=rf"^{code}-[0-9]{{4}}$").order_by("-year").first()
    )
    if not found:
        known = ", ".join(Plan.objects.values_list("code", flat=True)) or "–"
        raise Refused(
            _("There is no plan “%(code)s”. Plans: %(known)s.") % {"code": code, "known": known}
        )
    return found


def county() -> Organization:
    """The one organization that hangs from nothing. Refused where there is none, or several."""
    tops = list(Organization.objects.filter(parent=None)[:2])
    if len(tops) == 1:
        top: Organization = tops[0]
        return top
    raise Refused(
        _("There are several counties here: say which.") if tops else _("There is no county yet.")
    )


def place_called(code: str | None) -> Organization:
    """The organization with a code; without one, the county. Refused where there is none."""
    if not code:
        return county()
    found: Organization | None = Organization.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("There is no organization with the code “%(code)s”.") % {"code": code})
    return found


def check_query(register: str, query: str) -> None:
    """Refused unless `query` may be counted for every organization and day."""
    if not pages.has(register):
        raise Refused(_("There is no register called “%(name)s”.") % {"name": register[:40]})
    asked = pages.get(register).filter(query.removeprefix("?"))
    reserved = {"on", "during", "ended", "except", "organization"} & set(asked.data or ())
    if reserved:
        raise Refused(
            _("Leave out “%(name)s”: the day and the organization come from the run.")
            % {"name": min(reserved)}
        )
    asked.chosen()
