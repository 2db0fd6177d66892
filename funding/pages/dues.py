from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.actions.extra_dues import hand_up_extra, post_extra, stands
from funding.filters.dues import (
    DuesBandFilter,
    DuesBaseFilter,
    DuesPaymentFilter,
    DuesRuleFilter,
    ExtraDuesFilter,
)
from funding.forms.dues import (
    DuesBandForm,
    DuesBaseForm,
    DuesPaymentForm,
    DuesRuleForm,
    DuesSource,
    ExtraDuesForm,
    WholeForm,
)
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule, ExtraDues
from funding.tables.dues import (
    DuesBandTable,
    DuesBaseTable,
    DuesPaymentTable,
    DuesRuleTable,
    ExtraDuesTable,
)
from portal import pages

dues = _("Party dues")


def receipt(payment: DuesPayment) -> Iterator[tuple[Any, str]]:
    if payment.amount:
        yield _("Print the receipt"), reverse("dues-receipt", args=[payment.pk])


def extra_receipt(extra: ExtraDues) -> Iterator[tuple[Any, str]]:
    yield _("Print the receipt"), reverse("extradues-receipt", args=[extra.pk])


def is_new(extra: ExtraDues) -> bool:
    return not stands(extra.entry)


def is_below(extra: ExtraDues) -> bool:
    return stands(extra.entry) and not stands(extra.handed_up)


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
    rests=lambda payment: stands(payment.entry),
)
pages.add(
    ExtraDues,
    ExtraDuesForm,
    ExtraDuesFilter,
    ExtraDuesTable,
    group=dues,
    icon="arrow-up",
    headline=extra_receipt,
    rests=lambda extra: stands(extra.entry),
    actions=(
        pages.Action(
            post_extra,
            _("Enter into the ledger"),
            DuesSource,
            offered=is_new,
        ),
        pages.Action(
            hand_up_extra,
            _("Hand up whole"),
            WholeForm,
            perm="post",
            offered=is_below,
        ),
    ),
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
