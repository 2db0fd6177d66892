from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.choices.changes import ChangeKind
from organizations.models import ChangeLine, FormRule, OrganizationChange
from portal.filters import RecordFilter


class OrganizationChangeFilter(RecordFilter):
    search = ("before", "after", "approval_no", "document", "lines__name", "lines__code")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ChangeKind.choices)
    undone = django_filters.BooleanFilter("undone_on", "isnull", exclude=True, label=_("Undone"))

    class Meta:
        model = OrganizationChange
        fields: list[Any] = []

    @property
    def qs(self) -> Any:
        return super().qs.distinct()


class ChangeLineFilter(RecordFilter):
    search = ("name", "code")

    class Meta:
        model = ChangeLine
        fields: list[Any] = ["role"]


class FormRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = FormRule
        fields: list[Any] = ["kind", "ground"]
