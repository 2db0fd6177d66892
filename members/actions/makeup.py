"""The members of an organization by sex, age, schooling and party age, in one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from members.actions.flow import ALL, is_member
from members.choices.standing import MEMBERS, PIPELINE, Standing
from members.models import Affiliation
from organizations.models import Organization
from portal.choices import EDUCATION
from portal.filters import years_before

AGES = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 150))
PARTY_AGES = ((0, 4), (5, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 120))
SCHOOLS = (("1",), ("2",), ("3",), ("4", "6"), ("7", "8", "9"))


@dataclass(frozen=True)
class Bar:
    chart: str
    label: str
    met: Q
    query: tuple[tuple[str, Any], ...]


def band(low: int, high: int) -> str:
    if not low:
        return f"≤{high}"
    return f"≥{low}" if high >= 120 else f"{low}-{high}"  # noqa: PLR2004 nobody is older


def bars(day: date) -> Iterator[Bar]:
    born = "person__born"
    for sex, label in (("1", _("Men")), ("2", _("Women"))):
        yield Bar("sex", label, Q(person__sex=sex), (("sex", sex),))
    for low, high in AGES:
        met = Q(**{f"{born}__gt": years_before(day, high + 1)})
        if low:
            met &= Q(**{f"{born}__lte": years_before(day, low)})
        asked = (("age_over", low - 1), ("age_under", high + 1))
        yield Bar("age", band(low, high), met, asked[0 if low else 1 :])
    yield from schooling()
    for low, high in PARTY_AGES:
        began = since(day, low) & ~since(day, high + 1)
        yield Bar(
            "party_age",
            band(low, high),
            Q(person__standing=Standing.FULL) & began,
            (("party_age_from", low), ("party_age_under", high + 1)),
        )


def since(day: date, years: int) -> Q:
    limit = years_before(day, years)
    joined = Q(person__confirmed__isnull=True, person__joined__lte=limit)
    return Q(person__confirmed__isnull=False, person__confirmed__lte=limit) | joined


def schooling() -> Iterator[Bar]:
    words = (
        _("postgraduate"),
        _("university"),
        _("college"),
        _("senior high"),
        _("junior high or less"),
    )
    for label, digits in zip(words, SCHOOLS, strict=True):
        codes = [item.code for item in EDUCATION.items if item.code[0] in digits]
        asked = tuple(("education", code) for code in codes)
        yield Bar("education", label, Q(person__education__in=codes), asked)


def makeup(organization: Organization, day: date) -> dict[str, Any]:
    """{chart: rows for `bar_chart`}, the number of members, and the pipeline's stages."""
    rows = Affiliation.objects.at(day).filter(organization__path__startswith=organization.path)
    every = list(bars(day))
    member = is_member(ALL, day, "person__")
    counts = {f"b{n}": Count("pk", filter=member & one.met) for n, one in enumerate(every)}
    counts["members"] = Count("pk", filter=member)
    for standing in PIPELINE:
        counts[standing] = Count("pk", filter=Q(person__standing=standing))
    found = rows.aggregate(**counts)
    here = [("organization", organization.code)]
    charts: dict[str, list[dict[str, Any]]] = {}
    members = [*here, *(("standing", one.value) for one in MEMBERS)]
    for n, one in enumerate(every):
        bar = {"label": one.label, "value": found[f"b{n}"], "url": listed(*members, *one.query)}
        charts.setdefault(one.chart, []).append(bar)
    stages = [
        {
            "label": standing.label,
            "value": found[standing],
            "url": listed(*here, ("standing", standing.value)),
        }
        for standing in PIPELINE
    ]
    return {"members": found["members"], "charts": charts, "stages": stages}


def listed(*query: tuple[str, Any]) -> str:
    return f"{reverse('person-list')}?{urlencode(query)}"
