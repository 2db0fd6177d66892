"""What may happen to a report: cells are typed, it is handed in, taken back, returned, accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.entries import read
from assessments.actions.rows import Fault
from assessments.actions.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCell
from portal.errors import Refused

State, Act = Report.State, ReportAct.Kind
WRITTEN = ["raw", "value", "error", "changed_by", "revision", "changed_at"]


class NotReady(Refused):
    """A report that cannot be handed in yet, and everything that is to be put right first."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        words = ngettext(
            "%(count)s place must be put right before it can be submitted: %(first)s",
            "%(count)s places must be put right before it can be submitted, first: %(first)s",
            len(faults),
        )
        first = f"{faults[0].place}: {faults[0].text}"
        super().__init__(words % {"count": len(faults), "first": first})


class Shut(Refused):
    """The report takes no entries now."""


@dataclass
class Saved:
    """What became of typed cells, by cell number."""

    revision: int
    changed: bool = False
    written: dict[int, str] = field(default_factory=dict)  # as kept: "１２" becomes "12"
    clashes: list[int] = field(default_factory=list)  # somebody else wrote something else


@transaction.atomic
def save_cells(report: Report, *, typed: Mapping[int, str], seen: int, by: Any) -> Saved:
    """Keep what was typed, right or wrong.

    `seen`: the revision of the report that the writer had on screen. A cell that somebody changed
    since then to something else is left as it is and named in `clashes`.
    """
    held = locked(report)
    if not held.writable:
        words = _("%(report)s is “%(state)s” and cannot be changed now.")
        raise Shut(words % {"report": report, "state": held.get_state_display()})
    saved = Saved(held.revision)
    cells = held.cells.filter(pk__in=typed).select_related("item")
    changed = []
    for cell in cells:
        entry = read(cell.item, typed[cell.pk])
        if not cell.item.typed or (entry.raw, entry.fault) == (cell.raw, cell.error):
            saved.written[cell.pk] = cell.raw
        elif cell.revision > seen:
            saved.clashes.append(cell.pk)
        else:
            cell.raw, cell.value, cell.error = entry.raw, entry.value, entry.fault
            changed.append(cell)
            saved.written[cell.pk] = cell.raw
    if changed:
        saved.revision, saved.changed = write_cells(held, changed, by), True
    return saved


def locked(report: Report) -> Report:
    """The report as it is now; until the transaction ends nobody else types in it or moves it."""
    found: Report = Report.objects.select_for_update().get(pk=report.pk)
    return found


def write_cells(held: Report, cells: list[ReportCell], by: Any) -> int:
    """Write the cells in one statement and count the report's revision up; returns it."""
    revision, now = held.revision + 1, timezone.now()
    for cell in cells:
        cell.revision, cell.changed_at = revision, now
        cell.changed_by = by or cell.changed_by
    ReportCell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*WRITTEN, "prefilled"],
        batch_size=2000,
    )
    state = State.DRAFT if by and held.state == State.OPEN else held.state
    Report.objects.filter(pk=held.pk).update(revision=revision, state=state)
    return revision


def note(report: Report, kind: str, by: Any, reason: str = "") -> None:
    ReportAct.objects.create(report=report, kind=kind, reason=reason, by=by, round=report.round)


@transaction.atomic
def submit_report(report: Report, *, by: Any) -> None:
    """Hand it in; refused with the whole list while anything is wrong or missing."""
    held = locked(report)
    if Report.flow.allows(held, State.SUBMITTED):
        if held.closes and timezone.localdate() > held.closes:
            words = _("This period closed on %(day)s. Ask the county to put off the due day.")
            raise Refused(words % {"day": held.closes.isoformat()})
        if faults := Sheet(held, complete=True).faults:
            raise NotReady(faults)
    now = timezone.now()
    Report.flow.move(
        report, State.SUBMITTED, round=F("round") + 1, submitted_at=now, submitted_by=by
    )
    note(report, Act.SUBMITTED, by)


@transaction.atomic
def withdraw_report(report: Report, *, by: Any) -> None:
    """Take it back before the county has decided."""
    Report.flow.move(report, State.DRAFT, submitted_at=None, submitted_by=None)
    note(report, Act.WITHDRAWN, by)


@transaction.atomic
def return_report(report: Report, *, reason: str, until: date | None = None, by: Any) -> None:
    """Send it back for correction; the township reads the reason, and may get a later due day."""
    if not reason.strip():
        raise Refused(_("Say why it is returned: the township will read it."))
    if until and until < timezone.localdate():
        raise Refused(_("The new due day is already past."))
    later = {"extended_to": until} if until and until > report.due else {}
    Report.flow.move(report, State.RETURNED, submitted_at=None, **later)
    note(report, Act.RETURNED, by, reason.strip())


@transaction.atomic
def accept_report(report: Report, *, by: Any) -> None:
    """Accept it for good: from now on the database refuses every change of its cells."""
    if report.submitted_by_id == by.pk:
        raise Refused(_("Nobody accepts a report that they submitted themselves."))
    Report.flow.move(report, State.ACCEPTED)
    note(report, Act.ACCEPTED, by)


@transaction.atomic
def extend_report(report: Report, *, until: date, reason: str, by: Any) -> None:
    """Give one township a later due day, with the reason."""
    held = locked(report)
    if not held.writable:
        raise Refused(_("This report is already handed in."))
    if until < timezone.localdate():
        raise Refused(_("The new due day is already past."))
    Report.objects.filter(pk=held.pk).update(extended_to=until, changed_at=timezone.now())
    report.extended_to = until
    note(report, Act.EXTENDED, by, reason)


def own_edits(report: Report, typed: Mapping[int, str], seen: int) -> dict[int, str]:
    """Of a whole page sent back by a browser without scripts, the cells that its writer edited:
    not those that only repeat what stood there at revision `seen` and others have changed since."""
    moved = report.cells.filter(revision__gt=seen, pk__in=typed).values("pk")
    events: Any = ReportCell._meta.get_field("events").related_model
    before = events.objects.filter(pgh_obj__in=moved, revision__lte=seen)
    stood = before.order_by("pgh_obj", "-pgh_id").distinct("pgh_obj")
    repeats = dict(stood.values_list("pgh_obj", "raw"))
    return {pk: text for pk, text in typed.items() if repeats.get(pk) != text.strip()}


def changed_since(report: Report, seen: int) -> dict[int, ReportCell]:
    """The cells written since revision `seen`, with their writers."""
    cells = report.cells.filter(revision__gt=seen).select_related("changed_by")
    return {cell.pk: cell for cell in cells}
