from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.studies import SecondmentKind, StudyForm, StudyState
from cadres.models import Secondment, Study
from portal.filters import RecordFilter


class SecondmentFilter(RecordFilter):
    search = ("person__name", "unit", "position")

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of practice"), choices=SecondmentKind.choices
    )

    class Meta:
        model = Secondment
        fields = ["result"]


class StudyFilter(RecordFilter):
    search = ("person__name", "school", "major")

    form_of_study = django_filters.MultipleChoiceFilter(
        "form", label=_("Form of study"), choices=StudyForm.choices
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a study", "State"), choices=StudyState.choices
    )

    class Meta:
        model = Study
        fields = ["level"]
