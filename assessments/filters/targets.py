from __future__ import annotations

import re
from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.choices import Basis, IndicatorKind
from assessments.models import Indicator, Measure, Plan, Run, Target, Value
from portal.errors import Refused
from portal.filters import RecordFilter

NAMED = ("code", "name", "name_en")


class MeasureFilter(RecordFilter):
    search = NAMED

    basis = django_filters.MultipleChoiceFilter(label=gettext_lazy("Rows"), choices=Basis.choices)

    class Meta:
        model = Measure
        fields: list[Any] = []


class IndicatorFilter(RecordFilter):
    search = (*NAMED, "clause")

    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=IndicatorKind.choices
    )

    class Meta:
        model = Indicator
        fields: list[Any] = []


class PlanFilter(RecordFilter):
    search = NAMED

    year = django_filters.NumberFilter(label=gettext_lazy("Year"))

    class Meta:
        model = Plan
        fields: list[Any] = []


class TargetFilter(RecordFilter):
    search = ("indicator__code", "indicator__name", "indicator__name_en", "clause")

    plan = django_filters.CharFilter("plan__code", label=gettext_lazy("Plan"))
    year = django_filters.NumberFilter(label=gettext_lazy("Year"))

    class Meta:
        model = Target
        fields: list[Any] = []


class RunFilter(RecordFilter):
    search = ("plan__code", "plan__name", "plan__name_en")

    plan = django_filters.CharFilter("plan__code", label=gettext_lazy("Plan"))

    class Meta:
        model = Run
        fields: list[Any] = []


class ValueFilter(RecordFilter):
    search = ("organization__name", "indicator__code", "indicator__name")

    run = django_filters.NumberFilter("run", label=gettext_lazy("Run"))
    indicator = django_filters.CharFilter("indicator__code", label=gettext_lazy("Indicator"))

    class Meta:
        model = Value
        fields: list[Any] = []


class ReachedFacet(django_filters.CharFilter):
    """Organizations that a run found to reach a share indicator's number, or not to reach it.

    Asked for as run and indicator: "12-003-30" is run 12, indicator 003-30.
    """

    def __init__(self, *args: Any, reached: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reached = reached

    @staticmethod
    def parts(value: str) -> tuple[int, str]:
        match = re.fullmatch(r"(\d{1,18})-(.{1,40})", value)
        if match:
            return int(match[1]), match[2]
        raise Refused(
            _("“%(value)s” should be the number of a run, a hyphen and an indicator.")
            % {"value": value[:40]}
        )

    def said(self, value: str) -> str:
        """The indicator by its name, for the chip of the list."""
        found = Indicator.objects.filter(code=self.parts(value)[1]).first()
        return str(found or value)

    def condition(self, value: str, day: date, prefix: str) -> Q:
        run, indicator = self.parts(value)
        found = Value.objects.order_by().filter(
            run=run,
            indicator__code=indicator,
            organization__level=F("indicator__level"),
            of=1,
            n=int(self.reached),
        )
        return Q(**{f"{prefix}pk__in": found.values("organization")})
