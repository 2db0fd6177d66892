from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from funding.actions.specials import spent_by_fund, spent_by_project
from funding.models import FundProject, MoneySheet, SpecialFund, Standard
from funding.tables.columns import NameColumn, YuanColumn
from portal.models import fields_of
from portal.tables import RecordTable


class StandardTable(RecordTable):
    name = NameColumn(verbose_name=_("name"))

    shown = ("name", "kind", "value", "measured", "per", "figure", "since", "until", "binds")

    class Meta(RecordTable.Meta):
        model = Standard
        fields = fields_of(Standard)


class SpecialFundTable(RecordTable):
    name = NameColumn(verbose_name=_("name"))

    shown = ("name", "kind", "year", "source", "use", "amount", "allotted", "spent")

    amount = YuanColumn(verbose_name=_("allotted (yuan)"))
    allotted = YuanColumn(verbose_name=_("given to projects (yuan)"))
    spent = YuanColumn(verbose_name=_("spent (yuan)"))

    class Meta(RecordTable.Meta):
        model = SpecialFund
        fields = [*fields_of(SpecialFund), "allotted", "spent"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        given = FundProject.objects.filter(fund=OuterRef("pk")).order_by().values("fund")
        total = Subquery(given.annotate(total=Sum("allotted")).values("total"))
        money = DecimalField(max_digits=16, decimal_places=2)
        return super().rows(
            queryset.annotate(
                allotted=Coalesce(total, 0, output_field=money), spent=spent_by_fund()
            )
        )


class FundProjectTable(RecordTable):
    shown = ("organization", "name", "fund", "year", "allotted", "spent", "state", "finished_on")

    allotted = YuanColumn(verbose_name=_("allotted (yuan)"))
    spent = YuanColumn(verbose_name=_("spent (yuan)"))

    class Meta(RecordTable.Meta):
        model = FundProject
        fields = [*fields_of(FundProject), "spent"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset.annotate(spent=spent_by_project()))


class MoneySheetTable(RecordTable):
    shown = ("organization", "year", "quarter", "prepared_on", "published_on")

    class Meta(RecordTable.Meta):
        model = MoneySheet
        fields = ["organization", "year", "quarter", "prepared_on", "published_on", "disclosure"]
