from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.standing import LeftWhy
from members.choices.transfers import ContactHow, LostReason, TransferKind
from members.filters.development import UndoneFacet
from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from members.rules.due import silent, to_suspend
from portal.filters import RecordFilter


class OpenFacet(django_filters.BooleanFilter):
    """Membership has left, and nobody has confirmed that it arrived."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        waits = Q(kind=TransferKind.OUT, received_on=None, undone_on=None)
        return waits if value else ~waits


class ExpiredFacet(OpenFacet):
    """The letter ran out before the receipt was confirmed."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        late = super().condition(True, day, prefix) & Q(valid_until__lt=day)
        return late if value else ~late


class SilentFacet(django_filters.BooleanFilter):
    def condition(self, value: bool, day: date, prefix: str) -> Q:
        return silent(day) if value else ~silent(day)


class SuspensionFacet(django_filters.BooleanFilter):
    def condition(self, value: bool, day: date, prefix: str) -> Q:
        return to_suspend(day) if value else ~to_suspend(day)


class FilledFacet(django_filters.BooleanFilter):
    """Something is written in the field."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        none = Q(**{f"{prefix}{self.field_name}": ""})
        return ~none if value else none


class TransferFilter(RecordFilter):
    search = ("person__name", "letter", "elsewhere")

    kind = django_filters.MultipleChoiceFilter(label=_("Direction"), choices=TransferKind.choices)
    open = OpenFacet(label=_("Receipt not confirmed"))
    expired = ExpiredFacet(label=_("Letter expired without receipt"))
    undone = UndoneFacet(label=_("Undone"))

    class Meta:
        model = Transfer
        fields: list[Any] = []


class ExitFilter(RecordFilter):
    search = ("person__name", "reason")

    kind = django_filters.MultipleChoiceFilter(label=_("How left"), choices=LeftWhy.choices)
    undone = UndoneFacet(label=_("Undone"))

    class Meta:
        model = Exit
        fields: list[Any] = []


class MobileRecordFilter(RecordFilter):
    search = ("person__name", "location", "host_name", "contact")

    silent = SilentFacet(label=_("Nothing heard for too long"))
    contributes = FilledFacet("contributions", label=_("Contributes to home or host"))

    class Meta:
        model = MobileRecord
        fields: list[Any] = []


class MobileContactFilter(RecordFilter):
    search = ("registration__person__name", "by", "note")

    how = django_filters.MultipleChoiceFilter(label=_("How"), choices=ContactHow.choices)

    class Meta:
        model = MobileContact
        fields: list[Any] = []


class LostContactFilter(RecordFilter):
    search = ("person__name", "searches", "outcome")

    reason = django_filters.MultipleChoiceFilter(label=_("Why lost"), choices=LostReason.choices)
    suspension_due = SuspensionFacet(label=_("Suspension due"))

    class Meta:
        model = LostContact
        fields: list[Any] = []
