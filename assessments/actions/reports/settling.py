"""How disputes end by themselves: the cell follows the registers, or the registers the cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from assessments.models import Report, ReportCell, ReportDispute

State = ReportDispute.State


def follow_cells(cells: Iterable[ReportCell], *, by: Any) -> None:
    """An open dispute claims what its cell says; where that is what the registers say, it is
    taken back."""
    known = {one.pk: one for one in cells if one.prefilled is not None and one.value is not None}
    if not known:
        return
    for dispute in ReportDispute.objects.filter(cell__in=known, state=State.OPEN):
        cell = known[dispute.cell_id]
        if cell.value == cell.prefilled:
            end(ReportDispute.objects.filter(pk=dispute.pk), State.DROPPED, by)
        elif cell.value != dispute.claimed:
            ReportDispute.objects.filter(pk=dispute.pk).update(claimed=cell.value)


def settle_found(
    reports: QuerySet[Report], figures: Mapping[int, Mapping[int, int | Decimal]]
) -> None:
    """The registers now say what some townships claimed: these disputes are over."""
    asked = ReportDispute.objects.filter(state=State.OPEN, cell__report__in=reports)
    lines = asked.values_list("pk", "cell__item", "cell__organization", "claimed")
    agreed = [
        pk for pk, item, place, claimed in lines if figures.get(item, {}).get(place) == claimed
    ]
    if agreed:
        end(ReportDispute.objects.filter(pk__in=agreed), State.AGREED, None)


def end(disputes: QuerySet[ReportDispute], state: str, by: Any) -> int:
    """Conditional: of the township that takes it back and the county that answers, one wins."""
    still = disputes.filter(state=State.OPEN)
    return still.update(state=state, settled_by=by, settled_at=timezone.now())


def look_again(report: Report) -> None:
    """Let pages that show the report fetch what is to be put right, though no cell has changed."""
    Report.objects.filter(pk=report.pk).update(revision=F("revision") + 1)
