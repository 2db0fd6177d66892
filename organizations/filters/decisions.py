from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.decisions import DecisionState, StepKind
from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from portal.filters import RecordFilter


class TookFacet(django_filters.ChoiceFilter):
    """Decisions that took a step of this kind (a hearing, supervision) by the day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=StepKind.choices, **kwargs)

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        taken = DecisionStep.objects.filter(step__kind=value, held_on__lte=day)
        return Q(**{f"{prefix}pk__in": taken.order_by().values("decision")})


class LackFacet(django_filters.BooleanFilter):
    """Decided although a step that may not be left out was never recorded."""

    def condition(self, value: Any, _day: date, prefix: str) -> Q:
        taken = DecisionStep.objects.filter(decision=OuterRef(OuterRef("pk")), step=OuterRef("pk"))
        needed = ProcedureStep.objects.filter(procedure=OuterRef("procedure"), must=True)
        lacking = Decision.objects.filter(state=DecisionState.DECIDED).filter(
            Exists(needed.filter(~Exists(taken)))
        )
        found = Q(**{f"{prefix}pk__in": lacking.order_by().values("pk")})
        return found if value else ~found


class ProcedureFilter(RecordFilter):
    search = ("name", "code", "source")

    class Meta:
        model = Procedure
        fields: list[Any] = []


class ProcedureStepFilter(RecordFilter):
    search = ("label",)

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=StepKind.choices)

    class Meta:
        model = ProcedureStep
        fields = ["must"]


class DecisionFilter(RecordFilter):
    search = ("matter", "proposer", "organization__name")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=DecisionState.choices)
    procedure_code = django_filters.CharFilter(
        "procedure__code", "startswith", label=_("Procedure code begins with")
    )
    took = TookFacet(label=_("Took the step"))
    lacking = LackFacet(label=_("Decided with steps missing"))
    raised = django_filters.BooleanFilter(
        "funds", "isnull", exclude=True, label=_("Money was raised")
    )

    class Meta:
        model = Decision
        fields: list[Any] = []


class DecisionStepFilter(RecordFilter):
    search = ("decision__matter", "step__label", "note")

    kind = django_filters.MultipleChoiceFilter(
        "step__kind", label=_("Kind"), choices=StepKind.choices
    )

    class Meta:
        model = DecisionStep
        fields: list[Any] = []
