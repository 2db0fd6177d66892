from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from cadres.choices.posts import Workload
from cadres.choices.workers import Assembly, AssemblyLevel
from cadres.filters.facets import NumberFacet, visited_enough, visited_less
from cadres.filters.posts import HolderEducationFacet
from cadres.models import ContactPoint, ContactVisit, Delegate, PartyWorker
from portal.choices import EDUCATION
from portal.filters import AgeFacet, RecordFilter


class PartyWorkerFilter(RecordFilter):
    search = ("person__name", "organization__name", "work")

    workload = django_filters.ChoiceFilter(label=_("Full or part time"), choices=Workload.choices)
    jobs_at_least = django_filters.NumberFilter("other_jobs", "gte", label=_("Other jobs at least"))
    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)
    education_at_least = HolderEducationFacet(
        label=_("Education at least"), choices=EDUCATION.choices
    )

    class Meta:
        model = PartyWorker
        fields: list[str] = []


class DelegateFilter(RecordFilter):
    search = ("person__name", "organization__name", "term")

    assembly = django_filters.MultipleChoiceFilter(label=_("Assembly"), choices=Assembly.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=AssemblyLevel.choices)

    class Meta:
        model = Delegate
        fields: list[str] = []


class ContactPointFilter(RecordFilter):
    search = ("leader__name", "organization__name", "organization__code")

    demonstration = django_filters.BooleanFilter(
        "demonstration_on", "isnull", exclude=True, label=_("Demonstration point")
    )
    visits_under = NumberFacet(visited_less, label=_("Visits fewer than"))
    visits_at_least = NumberFacet(visited_enough, label=_("Visits this year at least"))

    class Meta:
        model = ContactPoint
        fields = ["year", "role"]


class ContactVisitFilter(RecordFilter):
    search = ("point__leader__name", "point__organization__name", "done")

    class Meta:
        model = ContactVisit
        fields: list[str] = []
