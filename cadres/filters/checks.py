from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from cadres.choices.checks import CheckState
from cadres.choices.posts import Position
from cadres.models import CheckView, JointCheck, NegativeItem
from portal.filters import RecordFilter


class NegativeItemFilter(RecordFilter):
    search = ("text",)

    class Meta:
        model = NegativeItem
        fields = ["department"]


class JointCheckFilter(RecordFilter):
    search = ("person__name", "organization__name", "findings")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CheckState.choices)
    position = django_filters.MultipleChoiceFilter(label=_("Position"), choices=Position.choices)

    class Meta:
        model = JointCheck
        fields = ["reason"]


class CheckViewFilter(RecordFilter):
    search = ("check_case__person__name", "note")

    class Meta:
        model = CheckView
        fields = ["department", "view"]
