"""An indicator before it is saved: what it would come to, and its measures, old ones used again."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.targets.library import check_query
from assessments.actions.targets.scans import Figures, gather, no_progress, scans, values
from assessments.models import Indicator, Measure, Plan, Run, Target
from organizations.models import Organization
from portal.errors import Refused
from portal.measures import Tree

OF_THE_RUN = ("on", "during", "ended", "except", "organization", "q")
NEW = (-1, -2)  # what stands for the number of a measure that has none yet
Figure = tuple[Any, Any]


def kept(query: str) -> tuple[str, list[str]]:
    """The part of a list's query string that an indicator may ask, and the names left out."""
    pairs = parse_qsl(query.removeprefix("?"))
    left_out = sorted({name for name, _value in pairs if name in OF_THE_RUN})
    return urlencode([pair for pair in pairs if pair[0] not in OF_THE_RUN]), left_out


def without(query: str, name: str) -> str:
    """The same filter with one of its conditions left out."""
    return urlencode([pair for pair in parse_qsl(query) if pair[0] != name])


def same(one: Measure) -> Measure | None:
    """A measure there is already that counts exactly the same."""
    alike = Measure.objects.filter(
        register=one.register, aggregate=one.aggregate, column=one.column, basis=one.basis
    )
    wanted = sorted(parse_qsl(one.query))
    return next((m for m in alike.order_by("pk") if sorted(parse_qsl(m.query)) == wanted), None)


def settled(indicator: Indicator, above: Measure, below: Measure | None) -> Indicator:
    """The indicator over its measures: those there are already, or new ones numbered for now."""
    measures = [
        (one and (same(one) or one)) if one and not one.pk else one for one in (above, below)
    ]
    for number, one in zip(NEW, measures, strict=True):
        if one and not one.pk:
            one.pk = number
    indicator.numerator, indicator.denominator = measures  # type: ignore[assignment]
    return indicator


def preview(indicator: Indicator, top: Organization, day: date) -> dict[int, Figure]:
    """{organization: (n, of)} as a run of that day would find it; nothing is stored.

    One grouped scan per register and basis, and two queries for the tree.
    """
    run = Run(plan=Plan(organization=top), day=day, first=date(day.year, 1, 1))
    figures = figures_of([indicator], run)
    return {place: (n, of) for _pk, place, n, of in values([indicator], figures, run)}


def figures_of(indicators: list[Indicator], run: Run) -> Figures:
    """What a run would count now, for every organization."""
    asked = scans(indicators, run)
    counts, in_force = gather(asked, run, no_progress)
    keys = [key for scan in asked for key in scan.keys]
    return Figures(Tree.at(run.day), keys, counts, in_force)


def free_code(model: Any, start: str) -> str:
    """The first code that nobody has: own-1, own-2 ..."""
    taken = set(model.objects.filter(code__startswith=start).values_list("code", flat=True))
    return next(f"{start}-{n}" for n in range(1, len(taken) + 2) if f"{start}-{n}" not in taken)


@transaction.atomic
def save_draft(indicator: Indicator, *, target: Target | None = None, by: Any) -> Indicator:
    """Keep the indicator with those of its measures that are new, and its target if it has one."""
    for name in ("numerator", "denominator"):
        measure = getattr(indicator, name)
        if measure is None or measure.pk not in NEW:
            continue
        check_query(measure.register, measure.query)
        measure.pk = None
        measure.organization = indicator.organization
        measure.code = free_code(Measure, measure.register)
        measure.full_clean()
        measure.save(force_insert=True)
        setattr(indicator, name, measure)
    if Indicator.objects.filter(code=indicator.code).exists():
        raise Refused(_("There is an indicator “%(code)s” already.") % {"code": indicator.code})
    indicator.full_clean()
    indicator.save()
    if target is not None:
        target.indicator = indicator
        target.full_clean()
        target.save()
    return indicator
