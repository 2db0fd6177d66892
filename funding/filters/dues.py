"""What may be asked of Party dues: who pays by which rate, who is behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.actions.dues_months import free
from funding.actions.dues_totals import LAST, owed_by, paid
from funding.choices import Payer, Relief
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule, ExtraDues
from portal.filters import RecordFilter, Whether


def behind_q(day: date, prefix: str) -> Q:
    """Somebody has not paid all that was due by the day: of its year, or of an earlier one."""
    rows = DuesBase.objects.annotate(had=paid())
    this_year = rows.filter(year=day.year, had__lt=owed_by(day.month - 1))
    before = rows.filter(year__lt=day.year, had__lt=owed_by(LAST))
    return Q(**{f"{prefix}pk__in": this_year.values("pk")}) | Q(
        **{f"{prefix}pk__in": before.values("pk")}
    )


def based_q(_day: date, prefix: str) -> Q:
    needed = (Payer.SALARY, Payer.PENSION, Payer.QUARTER)
    return Q(**{f"{prefix}payer__in": needed, f"{prefix}base": None, f"{prefix}due": 0}) & ~Q(
        **{f"{prefix}relief": Relief.EXEMPT}
    )


def posted_q(_day: date, prefix: str) -> Q:
    rows = DuesPayment.objects.exclude(free())
    return Q(**{f"{prefix}pk__in": rows.values("pk")})


class DuesBandFilter(RecordFilter):
    search = ("source",)

    payer = django_filters.MultipleChoiceFilter(label=_("Kind of payer"), choices=Payer.choices)

    class Meta:
        model = DuesBand
        fields: list[Any] = []


class DuesRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = DuesRule
        fields: list[Any] = []


class DuesBaseFilter(RecordFilter):
    search = ("person__name", "organization__name", "relief_why", "note")

    payer = django_filters.MultipleChoiceFilter(label=_("Kind of payer"), choices=Payer.choices)
    relief = django_filters.MultipleChoiceFilter(label=_("Relief"), choices=Relief.choices)
    behind = Whether(behind_q, label=_("Behind with the dues"))
    no_base = Whether(based_q, label=_("Monthly base missing"))

    class Meta:
        model = DuesBase
        fields = ["year"]


class DuesPaymentFilter(RecordFilter):
    search = ("person__name", "organization__name", "receipt", "late_why")

    posted = Whether(posted_q, label=_("In the ledger"))

    class Meta:
        model = DuesPayment
        fields = ["year", "month"]


def waiting_q(_day: date, prefix: str) -> Q:
    gone = Q(handed_up=None) | Q(handed_up__reversed_by__isnull=False)
    return Q(**{f"{prefix}pk__in": ExtraDues.objects.filter(gone).values("pk")})


class ExtraDuesFilter(RecordFilter):
    search = ("person__name", "organization__name", "receipt", "note")

    waiting = Whether(waiting_q, label=_("Still to be handed up"))

    class Meta:
        model = ExtraDues
        fields: list[Any] = []
