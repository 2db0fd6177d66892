"""Disputes about figures of the registers: opened and taken back by the township, settled by the
county in the register itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.reports.acts import locked, locked_open, write_cells
from assessments.actions.reports.entries import plain, read, sentence
from assessments.actions.reports.openings import day_of, known_figures
from assessments.actions.reports.settling import end, look_again
from assessments.models import Report, ReportCell, ReportDispute
from organizations.actions.wording import worded
from portal.errors import Refused
from portal.measures import Tree
from web.messages import News, tell

State = ReportDispute.State
LONGEST = 300


def held_to_write(cell: ReportCell) -> tuple[Report, ReportCell]:
    """The report and the cell as they are now; nobody else writes until the transaction ends."""
    held = locked_open(cell.report)
    return held, held.cells.select_related("item", "organization").get(pk=cell.pk)


@transaction.atomic
def dispute_figure(
    cell: ReportCell, *, claimed: str, reason: str, by: Any, known: str = ""
) -> ReportDispute:
    """Say that the registers are wrong. The report counts the claimed figure from now on, marked,
    until the county has settled it. `known`: what the registers said on the writer's screen."""
    held, now = held_to_write(cell)
    stands = known_figure(now, known)
    figure = claimed_figure(now, claimed)
    reason = worded(reason, _("Say why the register is wrong: the county will read it."), LONGEST)
    refuse_again(now, stands, figure)
    dispute = now.disputes.filter(state=State.OPEN).first()
    if dispute is None:
        dispute = ReportDispute(cell=now, known=stands)
    dispute.claimed, dispute.reason, dispute.by = figure, reason, by
    dispute.save()
    put(held, now, figure, by)
    return dispute


def known_figure(cell: ReportCell, seen: str) -> Decimal:
    """What the registers say; Refused where that is nothing, or no longer what the writer saw."""
    if cell.prefilled is None:
        raise Refused(
            _("The registers know nothing about this figure. Type the right one into its cell.")
        )
    if seen and seen != plain(cell.prefilled):
        words = _("The registers now say %(now)s, no longer %(then)s. Look at it again.")
        raise Refused(words % {"now": plain(cell.prefilled), "then": seen[:LONGEST]})
    return cell.prefilled


def claimed_figure(cell: ReportCell, claimed: str) -> Decimal:
    """The figure as read; Refused where it is none, or the registers do not contradict it."""
    entry = read(cell.item, claimed)
    if entry.fault:
        raise Refused(sentence(cell.item, entry.fault, entry.raw))
    if entry.value is None:
        raise Refused(_("Write down the right figure."))
    if entry.value == cell.prefilled:
        raise Refused(_("The registers already say %(n)s.") % {"n": entry.raw})
    return entry.value


def refuse_again(cell: ReportCell, known: Decimal, claimed: Decimal) -> None:
    """What the county has answered is not asked once more while the register says the same."""
    asked = cell.disputes.filter(state=State.REFUSED, claimed=claimed, known=known)
    if answered := asked.first():
        words = _("The county has already answered about %(n)s: “%(answer)s”")
        raise Refused(words % {"n": plain(claimed), "answer": answered.answer})


def put(held: Report, cell: ReportCell, figure: Decimal, by: Any) -> None:
    """Let the cell say the figure, whether it may be typed in or not."""
    if (cell.value, cell.error) == (figure, ""):
        look_again(held)
    else:
        cell.raw, cell.value, cell.error = plain(figure), figure, ""
        write_cells(held, [cell], by)


@transaction.atomic
def take_over(cell: ReportCell, *, by: Any) -> None:
    """Let the cell say what the registers say; an open dispute about it is taken back."""
    held, now = held_to_write(cell)
    if now.prefilled is None:
        raise Refused(_("The registers know nothing about this figure."))
    put(held, now, now.prefilled, by)
    end(now.disputes.all(), State.DROPPED, by)


@transaction.atomic
def settle_agreed(dispute: ReportDispute, *, by: Any) -> None:
    """The register has been put right: it must now say what the township claims."""
    held = locked(dispute.cell.report)
    dispute.refresh_from_db()
    cell, period = dispute.cell, held.period
    if State(dispute.state) == State.OPEN:
        found = known_figures(period, [cell.item], Tree.at(period.last))
        known = found.get(cell.item_id, {}).get(cell.organization_id)
        if known != dispute.claimed:
            words = _(
                "As of %(day)s the register says %(known)s, not %(claimed)s. Put it right first,"
                " or answer that it is right."
            )
            day, said = day_of(period).isoformat(), plain(Decimal(known or 0))
            raise Refused(words % {"day": day, "known": said, "claimed": plain(dispute.claimed)})
        if held.writable:
            cell.prefilled = dispute.claimed
            write_cells(held, [cell], None)
    ReportDispute.flow.move(dispute, State.AGREED, settled_by=by, settled_at=timezone.now())
    tell_settled(dispute, gettext_lazy("%(figure)s: the register has been put right."), by)


@transaction.atomic
def settle_refused(dispute: ReportDispute, *, answer: str, by: Any) -> None:
    """The register is right: the township must take its figure over before it submits."""
    answer = worded(answer, _("Say what was found: the township will read it."), LONGEST)
    locked(dispute.cell.report)
    settled = {"answer": answer, "settled_by": by, "settled_at": timezone.now()}
    dispute.refresh_from_db()
    ReportDispute.flow.move(dispute, State.REFUSED, **settled)
    tell_settled(dispute, gettext_lazy("%(figure)s: the register is right. %(answer)s"), by)


def tell_settled(dispute: ReportDispute, words: Any, by: Any) -> None:
    """Let whoever disputed it know."""

    def said() -> str:
        return str(words) % {"figure": dispute, "answer": dispute.answer}

    url = f"{dispute.cell.report.get_absolute_url()}#c{dispute.cell_id}"
    tell([News([dispute.by], f"dispute:{dispute.pk}", said, url)], by=by)
