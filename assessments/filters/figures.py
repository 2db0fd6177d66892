from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import QUARTERS
from assessments.models import Report, ReportCell, ReportSection
from portal.filters import RecordFilter


class ReportCellFilter(RecordFilter):
    """Accepted figures: of every quarter, or as asked by `on` and `during`; with `ended=all` also
    those that are not accepted yet."""

    search = ("item__code", "item__name", "item__name_en", "organization__name", "raw")

    form = django_filters.CharFilter("report__period__template__form", label=_("Form"))
    item = django_filters.CharFilter("item__code", label=_("Item (code)"))
    year = django_filters.NumberFilter("report__period__year", label=_("Year"))
    quarter = django_filters.MultipleChoiceFilter(
        "report__period__quarter", label=_("Quarter"), choices=QUARTERS
    )
    scope = django_filters.MultipleChoiceFilter(
        "item__section__scope", label=_("Asked of"), choices=ReportSection.Scope.choices
    )
    says = django_filters.CharFilter("raw", label=_("Says exactly"))
    value = django_filters.NumberFilter("value", label=_("Value"))
    value_min = django_filters.NumberFilter("value", "gte", label=_("Value at least"))
    value_max = django_filters.NumberFilter("value", "lte", label=_("Value at most"))
    filled = django_filters.BooleanFilter("value", "isnull", exclude=True, label=_("With a value"))

    class Meta:
        model = ReportCell
        fields: list[Any] = []

    def standing_q(self) -> Q:
        plainly = not self.on and not self.first and not self.ended
        return Q(report__state=Report.State.ACCEPTED) if plainly else super().standing_q()
