from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.projects import Backing, CadreProjectState, ProjectKind
from cadres.filters import posted
from cadres.filters.facets import ChosenFacet, YesFacet
from cadres.models import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from portal.filters import RecordFilter

ABOUT = ("project__title", "project__organization__name")


class ProjectFilter(RecordFilter):
    search = ("title", "person__name", "organization__name", "letter_no")

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of project"), choices=ProjectKind.choices
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a project", "State"), choices=CadreProjectState.choices
    )
    income_over = django_filters.NumberFilter(
        "income", "gt", label=_("Yearly income over (yuan)"), min_value=0
    )
    score_at_least = django_filters.NumberFilter(
        "score", "gte", label=_("Score at least"), min_value=0, max_value=100
    )
    letter_signed = django_filters.BooleanFilter(
        "letter_on", "isnull", exclude=True, label=_("Letter of responsibility signed")
    )
    led_by_secretary = YesFacet(posted.led_by_secretaries, label=_("Led by a village secretary"))
    led_by_graduate = YesFacet(posted.led_by_graduates, label=_("Led by a posted graduate"))
    backed = ChosenFacet(posted.backed, label=_("Support received"), choices=Backing.choices)
    milestone_late = YesFacet(posted.milestone_late, label=_("Milestone overdue"))

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = []


class ProjectMilestoneFilter(RecordFilter):
    search = ("name", *ABOUT)

    late = YesFacet(posted.milestones_late, label=_("Overdue"))

    class Meta:
        model = ProjectMilestone
        fields: ClassVar[list[str]] = []


class ProjectInspectionFilter(RecordFilter):
    search = ("inspector", *ABOUT)

    class Meta:
        model = ProjectInspection
        fields: ClassVar[list[str]] = []


class ProjectSupportFilter(RecordFilter):
    search = ("given_by", "policy", *ABOUT)

    kind = django_filters.MultipleChoiceFilter(label=_("Kind of support"), choices=Backing.choices)

    class Meta:
        model = ProjectSupport
        fields: ClassVar[list[str]] = []
