from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.recruitment import CaseState, RecruitmentWay
from cadres.filters import posted
from cadres.filters.facets import NumberFacet, YesFacet
from cadres.models import RecruitmentCase, RecruitmentQuota
from portal.filters import AgeFacet, RecordFilter


class RecruitmentQuotaFilter(RecordFilter):
    search = ("organization__name", "document")

    way = django_filters.MultipleChoiceFilter(
        label=_("Way of recruitment"), choices=RecruitmentWay.choices
    )
    directed_share = NumberFacet(
        posted.with_share, label=_("Share for village cadres at least (%)"), max_value=100
    )
    filled = YesFacet(posted.places_filled, label=_("All places for village cadres filled"))

    class Meta:
        model = RecruitmentQuota
        fields = ["year"]


class RecruitmentCaseFilter(RecordFilter):
    search = ("person__name", "organization__name", "later_post")

    way = django_filters.MultipleChoiceFilter(
        label=_("Way of recruitment"), choices=RecruitmentWay.choices
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a recruitment", "State"), choices=CaseState.choices
    )
    with_bonus = django_filters.BooleanFilter(
        "bonus", "isnull", exclude=True, label=_("With extra points")
    )
    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)
    led_at_least = NumberFacet(
        posted.cases_of_long_service,
        label=_("Years as secretary or director at least"),
        max_value=80,
    )

    class Meta:
        model = RecruitmentCase
        fields = ["year"]
