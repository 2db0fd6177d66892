from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.duties import Kept
from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from portal.filters import RecordFilter, Whether


class DutyPostFilter(RecordFilter):
    search = ("code", "name", "duties")

    class Meta:
        model = DutyPost
        fields = ["role", "closed"]


class DutyClaimFilter(RecordFilter):
    search = ("person__name", "post__name", "review")

    role = django_filters.ChoiceFilter(
        "post__role", label=_("Role"), choices=DutyPost._meta.get_field("role").choices
    )
    reviewed = django_filters.BooleanFilter(
        "reviewed_on", "isnull", exclude=True, label=_("Reviewed")
    )

    class Meta:
        model = DutyClaim
        fields = ["grade"]


def overdue(day: date, prefix: str) -> Q:
    """Open on the day although it was due before."""
    return Q(**{f"{prefix}kept": Kept.OPEN, f"{prefix}due__lt": day})


class CommitmentFilter(RecordFilter):
    search = ("person__name", "text", "result", "reviewer")

    overdue = Whether(overdue, label=_("Overdue"))

    class Meta:
        model = Commitment
        fields = ["kind", "kept"]


class DeedFilter(RecordFilter):
    search = ("person__name", "text", "team")

    class Meta:
        model = Deed
        fields = ["role"]


class CouncilSeatFilter(RecordFilter):
    search = ("person__name", "organization__name")

    class Meta:
        model = CouncilSeat
        fields: list[Any] = ["role"]
