from __future__ import annotations

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

pages.add(
    DuesBase,
    DuesBaseForm,
    DuesBaseFilter,
    DuesBaseTable,
    group=dues,
    icon="person",
    bulk=("payer", "from_month", "to_month"),
)
pages.add(
    DuesPayment, DuesPaymentForm, DuesPaymentFilter, DuesPaymentTable, group=dues, icon="report"
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
