from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.programmes import ProgrammeKind, Verdict
from organizations.choices.projects import Rank
from organizations.choices.tree import Level
from organizations.models import Programme, ProgrammeItem, ProgrammeResult
from portal.filters import RecordFilter


class ProgrammeFilter(RecordFilter):
    search = ("code", "name", "text")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ProgrammeKind.choices)

    class Meta:
        model = Programme
        fields: list[Any] = []


class ProgrammeItemFilter(RecordFilter):
    search = ("name", "wording", "programme__name")

    class Meta:
        model = ProgrammeItem
        fields: list[Any] = []


class ProgrammeResultFilter(RecordFilter):
    search = ("organization__name", "item__programme__name", "item__name", "judge", "note")

    verdict = django_filters.MultipleChoiceFilter(label=_("Verdict"), choices=Verdict.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Judged at"), choices=Rank.choices)
    organization_level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level of the organization"), choices=Level.choices
    )
    kind = django_filters.MultipleChoiceFilter(
        "item__programme__kind", label=_("Kind of programme"), choices=ProgrammeKind.choices
    )
    programme = django_filters.CharFilter("item__programme__code", label=_("Code of the programme"))
    value_at_least = django_filters.NumberFilter("value", "gte", label=_("Value at least"))

    class Meta:
        model = ProgrammeResult
        fields: list[Any] = []


def newest(rows: Any, of: str) -> Any:
    """Of such rows the last on each line for each that `of` names."""
    same = {name: OuterRef(name) for name in (of, "item")}
    return rows.filter(~Exists(rows.filter(**same, judged_on__gt=OuterRef("judged_on"))))


class ProgrammeMetFacet(django_filters.CharFilter):
    """Those of whom every line of a programme, given by its code, was found to be met when it was
    last judged by the day: the yearly verdict on "five good" (001-01), on members' "five leads"
    (001-03). `rows` name by `of` who was judged."""

    def __init__(self, rows: Any, of: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.of = rows.objects, of

    def condition(self, value: str, day: date, prefix: str) -> Q:
        rows = self.rows.order_by().filter(judged_on__lte=day)
        rows = rows.filter(item__programme__code=value.strip())
        last = newest(rows, self.of)
        failed = last.exclude(verdict=Verdict.MET).values(self.of)
        met = last.exclude(**{f"{self.of}__in": failed}).values(self.of)
        return Q(**{f"{prefix}pk__in": met})
