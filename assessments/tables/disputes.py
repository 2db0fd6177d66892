from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.actions.entries import plain
from assessments.models import ReportDispute
from portal.tables import RecordTable
from web.templatetags.portal import status_tag


class ReportDisputeTable(RecordTable):
    shown = (
        "township",
        "row",
        "item",
        "year",
        "quarter",
        "known",
        "claimed",
        "reason",
        "state",
        "by",
        "created_at",
    )

    township = tables.Column(
        accessor="cell__report__organization__short",
        verbose_name=_("Township"),
        order_by="cell__report__organization__code",
    )
    row = tables.Column(
        accessor="cell__organization__short",
        verbose_name=_("Row"),
        order_by="cell__organization__code",
    )
    item = tables.Column(
        accessor="cell__item__label", verbose_name=_("Item"), order_by="cell__item__position"
    )
    template = tables.Column(
        accessor="cell__report__period__template", verbose_name=_("Report template")
    )
    year = tables.Column(accessor="cell__report__period__year", verbose_name=_("Year"))
    quarter = tables.Column(accessor="cell__report__period__quarter", verbose_name=_("Quarter"))
    now = tables.Column(accessor="cell__prefilled", verbose_name=_("The registers now"))

    class Meta(RecordTable.Meta):
        model = ReportDispute
        fields = [
            "known",
            "claimed",
            "reason",
            "state",
            "by",
            "created_at",
            "answer",
            "settled_by",
            "settled_at",
        ]
        sequence = [
            *("township", "row", "item", "template", "year", "quarter"),
            *("known", "claimed", "now", "..."),
        ]

    def render_known(self, value: Decimal) -> str:
        return plain(value)

    render_claimed = render_now = render_known

    def render_state(self, record: ReportDispute) -> SafeString:
        return status_tag(record.status, record.get_state_display())

    def value_state(self, record: ReportDispute) -> str:
        return str(record.get_state_display())

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "cell__report__organization",
            "cell__report__period__template",
            "cell__organization",
            "cell__item",
            "by",
            "settled_by",
        )
