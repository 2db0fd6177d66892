from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.actions.figures import HUNDRED, SLACK, share_of_year, with_figures
from funding.actions.late import due_by, late_accounts
from funding.actions.standards import floors
from funding.choices import MoveState
from funding.models import Budget, BudgetMove
from portal.filters import RecordFilter


class YearsBackFacet(django_filters.NumberFilter):
    """Of the year in which the day lies (0), or of one so many years before it."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}year": day.year - int(value)})


class PaceFacet(django_filters.ChoiceFilter):
    """How a line is being spent beside the year: too quickly, too slowly, more than there is."""

    CHOICES = (
        ("ahead", _("ahead of the year")),
        ("behind", _("behind the year")),
        ("overspent", _("more than its budget")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=self.CHOICES, **kwargs)

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        year = share_of_year(day.year, day)
        lines = with_figures(Budget.objects.filter(year=day.year, amount__gt=-F("moved")))
        if value == "overspent":
            lines = lines.filter(spent__gt=F("current"))
        elif value == "ahead":
            top = min(year + SLACK, HUNDRED) / HUNDRED
            lines = lines.filter(spent__gt=F("current") * top, spent__lte=F("current"))
        else:
            lines = lines.filter(spent__lt=F("current") * (year - SLACK) / HUNDRED)
        return Q(**{f"{prefix}pk__in": lines.values("pk")})


class LateFacet(django_filters.BooleanFilter):
    """Lines that are due, of accounts to which not all has come that should have by the day."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        waiting = {where[:3] for where, _arrived in late_accounts(day)}
        rows = due_by(day).values_list("pk", "organization", "year", "source")
        late = Q(**{f"{prefix}pk__in": [pk for pk, *where in rows if tuple(where) in waiting]})
        return late if value else ~late


class BudgetFilter(RecordFilter):
    search = ("organization__name", "use__name", "note")

    years_back = YearsBackFacet(label=_("Years before this one"))
    pace = PaceFacet(label=_("Spending"))
    late = LateFacet(label=_("Late money"))
    alone = django_filters.CharFilter("organization__code", label=_("This organization alone"))
    purse = django_filters.CharFilter("source__purse", label=_("Kind of money"))
    use_code = django_filters.CharFilter("use__code", label=_("Code of the use"))

    class Meta:
        model = Budget
        fields: list[Any] = ["year"]


class BudgetMoveFilter(RecordFilter):
    search = ("reason", "giver__organization__name", "taker__organization__name")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=MoveState.choices)

    class Meta:
        model = BudgetMove
        fields: list[Any] = []


class FloorFacet(django_filters.CharFilter):
    """Villages by a standard of money, by its code: those it was held against, those that reach
    it, those that do not. The villages are named once, not asked about one by one."""

    def __init__(self, *args: Any, reached: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reached = reached

    def condition(self, value: str, day: date, prefix: str) -> Q:
        found = floors(day, value.strip())
        wanted = [one for one in found if self.reached in (None, one.reached)]
        return Q(**{f"{prefix}pk__in": sorted({one.organization for one in wanted})})
