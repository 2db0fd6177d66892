from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funding.actions.figures import pace, with_figures
from funding.models import Budget, BudgetMove
from funding.tables.columns import HeadedColumn, YuanColumn
from portal.models import fields_of
from portal.tables import RecordTable
from web.templatetags.portal import STATUSES


class PaceColumn(HeadedColumn):
    """What of a budget is spent, in per cent, and how that stands beside the year."""

    def render(self, record: Budget) -> str:
        line: Any = record
        found = pace(line.current, line.spent, line.year, timezone.localdate())
        said = STATUSES[found.status][2]
        return str(said) if found.spent is None else f"{found.spent} % · {said}"

    def value(self, record: Budget) -> Any:
        return self.render(record)


class BudgetTable(RecordTable):
    shown = ("organization", "year", "source", "use", "current", "arrived", "spent", "pace")

    amount = YuanColumn(verbose_name=_("budget (yuan)"))
    moved = YuanColumn(verbose_name=_("moved since (yuan)"))
    current = YuanColumn(verbose_name=_("budget now (yuan)"))
    arrived = YuanColumn(verbose_name=_("arrived (yuan)"))
    spent = YuanColumn(verbose_name=_("spent (yuan)"))
    pace = PaceColumn(verbose_name=_("beside the year"), accessor="pk", orderable=False)

    class Meta(RecordTable.Meta):
        model = Budget
        fields = [*fields_of(Budget), "moved", "current", "arrived", "spent", "pace"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(with_figures(queryset))


class BudgetMoveTable(RecordTable):
    shown = ("asked_on", "giver", "taker", "amount", "reason", "state", "asked_by")

    amount = YuanColumn(verbose_name=_("amount (yuan)"))

    class Meta(RecordTable.Meta):
        model = BudgetMove
        fields = [
            *("asked_on", "giver", "taker", "amount", "reason", "state"),
            *("asked_by", "decided_on", "decided_by", "answer"),
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        ends = [f"{end}__{name}" for end in ("giver", "taker") for name in ("organization", "use")]
        return super().rows(queryset).select_related(*ends, "asked_by", "decided_by")
