from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.actions.due import Owed, bound
from organizations.actions.meetings import MEETINGS
from organizations.choices.meetings import AppliesTo, MeetingKind, Per
from organizations.choices.tree import Level
from organizations.models import Meeting, MeetingDuty
from portal.filters import RecordFilter


class AttendanceFacet(django_filters.NumberFilter):
    """Fewer came than this percentage of those due."""

    def condition(self, value: Any, _day: date, prefix: str) -> Q:
        came = {f"{prefix}present__lt": F(f"{prefix}due") * int(value) / 100.0}
        return Q(**{f"{prefix}due__gt": 0}) & Q(**came)


class MendingFacet(django_filters.ChoiceFilter):
    """Problems that a meeting found: still open, over their limit, or mended (002-10)."""

    CHOICES = (
        ("open", _("still to mend")),
        ("overdue", _("over the limit")),
        ("mended", pgettext_lazy("meetings", "mended")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=self.CHOICES, **kwargs)

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        mended = Q(**{f"{prefix}mended_on__lte": day})
        if value == "mended":
            return mended
        still = ~Q(**{f"{prefix}problems": ""}) & ~mended
        return still & Q(**{f"{prefix}mend_by__lt": day}) if value == "overdue" else still


class OwedFacet(django_filters.CharFilter):
    """Organizations by what they owe: `find(owed, value, day)` gives them. Two queries; the
    organizations are named once, not asked about one by one."""

    def __init__(self, *args: Any, owed: Owed, find: Callable[..., Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed, self.find = owed, find

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}pk__in": self.find(self.owed, value, day)})


class OwnerFacet(OwedFacet):
    """Rows of the organizations that `find` gives."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}organization__in": self.find(self.owed, value, day)})


class MeetingFilter(RecordFilter):
    search = ("subject", "organization__name", "chair", "speaker")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=MeetingKind.choices)
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    attendance_under = AttendanceFacet(label=_("Attendance under (%)"), min_value=1, max_value=100)
    mending = MendingFacet(label=pgettext_lazy("meetings", "Problems"))
    owed = OwnerFacet(owed=MEETINGS, find=bound, label=_("Of organizations that owe it"))
    alone = django_filters.CharFilter("organization__code", label=_("This organization alone"))

    class Meta:
        model = Meeting
        fields = ["channel"]


class MeetingDutyFilter(RecordFilter):
    search = ("source",)

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=MeetingKind.choices)
    applies_to = django_filters.MultipleChoiceFilter(label=_("Binds"), choices=AppliesTo.choices)
    per = django_filters.MultipleChoiceFilter(label=_("Per"), choices=Per.choices)

    class Meta:
        model = MeetingDuty
        fields: list[Any] = []
