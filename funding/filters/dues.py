"""What may be asked of Party dues: who pays by which rate, who is behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from funding.actions.dues_months import free
from funding.choices import Payer, Relief
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule
from portal.filters import RecordFilter, Whether

YUAN = DecimalField(max_digits=10, decimal_places=2)


def paid() -> Any:
    """What was paid of the dues of a member and year."""
    rows = DuesPayment.objects.filter(person=OuterRef("person"), year=OuterRef("year"))
    total = rows.order_by().values("person").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total, output_field=YUAN), Value(Decimal(0), output_field=YUAN))


def owed_by(day: date) -> Any:
    """What was due by the day: whole months, the one of the day among them."""
    month = Value(day.month)
    last = Least(F("to_month"), month)
    months = Greatest(last - F("from_month") + 1, 0)
    return months * F("due")


def behind_q(day: date, prefix: str) -> Q:
    """Somebody has not paid all that was due by the day: of its year, or of an earlier one."""
    rows = DuesBase.objects.annotate(had=paid())
    whole = (F("to_month") - F("from_month") + 1) * F("due")
    this_year = rows.filter(year=day.year, had__lt=owed_by(day))
    before = rows.filter(year__lt=day.year, had__lt=whole)
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
