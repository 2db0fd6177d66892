from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.filters.dues import (
    DuesBandFilter,
    DuesBaseFilter,
    DuesPaymentFilter,
    DuesRuleFilter,
)
from funding.forms.dues import DuesBandForm, DuesBaseForm, DuesPaymentForm, DuesRuleForm
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule
from funding.tables.dues import (
    DuesBandTable,
    DuesBaseTable,
    DuesPaymentTable,
    DuesRuleTable,
)
from portal import pages

dues = _("Party dues")


def receipt(payment: DuesPayment) -> Iterator[tuple[Any, str]]:
    if payment.amount:
        yield _("Print the receipt"), reverse("dues-receipt", args=[payment.pk])


def months(base: DuesBase) -> Iterator[tuple[Any, str]]:
    yield (
        _("Payments by month"),
        reverse("dues-grid", args=[base.organization_id, base.year, "today", 1]),
    )


pages.link(
    "dues-totals", _("Totals of Party dues"), icon="money", group=dues, perm="funding.view_duesbase"
)
pages.add(
    DuesBase,
    DuesBaseForm,
    DuesBaseFilter,
    DuesBaseTable,
    group=dues,
    icon="person",
    bulk=("payer", "from_month", "to_month"),
    headline=months,
)
pages.add(
    DuesPayment,
    DuesPaymentForm,
    DuesPaymentFilter,
    DuesPaymentTable,
    group=dues,
    icon="report",
    headline=receipt,
)
pages.add(
    DuesBand,
    DuesBandForm,
    DuesBandFilter,
    DuesBandTable,
    group=dues,
    icon="ruler",
    quiet=("organization",),
)
pages.add(
    DuesRule,
    DuesRuleForm,
    DuesRuleFilter,
    DuesRuleTable,
    group=dues,
    icon="ruler",
    quiet=("organization",),
)
