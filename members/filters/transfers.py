from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.standing import LeftWhy
from members.choices.transfers import ContactHow, LostReason, TransferKind
from members.filters.development import undone
from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from members.rules.due import silent, to_suspend
from portal.filters import RecordFilter, Whether


def awaited(day: date, prefix: str) -> Q:
    """Membership has left, and nobody has confirmed that it arrived."""
    waits = {"kind": TransferKind.OUT, "received_on": None, "undone_on": None}
    return Q(**{f"{prefix}{name}": value for name, value in waits.items()})


def expired(day: date, prefix: str) -> Q:
    """The letter ran out before the receipt was confirmed."""
    return awaited(day, prefix) & Q(**{f"{prefix}valid_until__lt": day})


def contributes(day: date, prefix: str) -> Q:
    return ~Q(**{f"{prefix}contributions": ""})


class TransferFilter(RecordFilter):
    search = ("person__name", "letter", "elsewhere")

    kind = django_filters.MultipleChoiceFilter(label=_("Direction"), choices=TransferKind.choices)
    open = Whether(awaited, label=_("Receipt not confirmed"))
    expired = Whether(expired, label=_("Letter expired without receipt"))
    undone = Whether(undone, label=_("Undone"))

    class Meta:
        model = Transfer
        fields: list[Any] = []


class ExitFilter(RecordFilter):
    search = ("person__name", "reason")

    kind = django_filters.MultipleChoiceFilter(label=_("How left"), choices=LeftWhy.choices)
    undone = Whether(undone, label=_("Undone"))

    class Meta:
        model = Exit
        fields: list[Any] = []


class MobileRecordFilter(RecordFilter):
    search = ("person__name", "location", "host_name", "contact")

    silent = Whether(silent, label=_("Nothing heard for too long"))
    contributes = Whether(contributes, label=_("Contributes to home or host"))

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
    suspension_due = Whether(to_suspend, label=_("Suspension due"))

    class Meta:
        model = LostContact
        fields: list[Any] = []
