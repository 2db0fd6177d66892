from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.actions.reports.entries import plain
from assessments.choices import QUARTERS
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
    template = tables.Column(verbose_name=_("Report template"))
    year = tables.Column(verbose_name=_("Year"))
    quarter = tables.Column(verbose_name=_("Quarter"))
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

    def render_quarter(self, value: int) -> str:
        return str(dict(QUARTERS)[value])

    def value_quarter(self, value: int) -> int:
        return value

    def render_state(self, record: ReportDispute) -> SafeString:
        return status_tag(record.status, record.get_state_display())

    def value_state(self, record: ReportDispute) -> str:
        return str(record.get_state_display())

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        period = "cell__report__period"
        english = not (get_language() or "zh").startswith("zh")
        words = [f"{period}__template__{field}" for field in ("name_en", "name")[not english :]]
        named = [NullIf(one, Value("")) for one in words]
        return queryset.select_related(
            "cell__report__organization", "cell__organization", "cell__item", "by", "settled_by"
        ).annotate(
            year=F(f"{period}__year"),
            quarter=F(f"{period}__quarter"),
            template=Coalesce(*named, Value("")),
        )
