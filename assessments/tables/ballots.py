from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Poll, PollSubject
from portal.models import fields_of
from portal.tables import RecordTable


class PollTable(RecordTable):
    shown = ("title", "organization", "kind", "way", "closes_on", "state", "returned", "expected")

    class Meta(RecordTable.Meta):
        model = Poll
        fields = [*fields_of(Poll), "state", "issued", "returned", "spoilt"]


class PollSubjectTable(RecordTable):
    shown = ("poll", "called", "votes", "score", "satisfied")

    called = tables.Column(accessor="called", verbose_name=_("Asked about"), orderable=False)

    class Meta(RecordTable.Meta):
        model = PollSubject
        fields = [*fields_of(PollSubject), "votes", "score", "satisfied", "closed_on"]
        sequence = ["called", "poll", "..."]

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("poll__organization", "subject", "person")
