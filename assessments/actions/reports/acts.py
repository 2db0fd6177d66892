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

from assessments.actions.reports.copies import keep_copy
from assessments.actions.reports.entries import read
from assessments.actions.reports.reach import FILL, rows_for
from assessments.actions.reports.rows import Fault
from assessments.actions.reports.settling import follow_cells
from assessments.actions.reports.sheets import Sheet
from assessments.actions.reports.telling import tell_act
from assessments.models import Report, ReportAct, ReportCell, ReportComment, ReportItem
from organizations.actions.wording import worded
from portal.errors import Refused
from portal.fields import hide
from web.templatetags.portal import moment

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
    held = locked_open(report)
    saved = Saved(held.revision)
    cells = held.cells.filter(pk__in=typed).exclude(item__kind=ReportItem.Kind.FILE)
    if by and by.scope(FILL) and (rows := rows_for(held, by)) is not None:
        cells = cells.filter(organization__in=rows)
    changed = []
    for cell in cells.select_related("item"):
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
        follow_cells(changed, by=by)
    return saved


def locked(report: Report) -> Report:
    """The report as it is now; until the transaction ends nobody else types in it or moves it."""
    found: Report = Report.objects.select_for_update().get(pk=report.pk)
    return found


def locked_open(report: Report) -> Report:
    """The same of a report that takes entries; raises Shut where it is handed in."""
    held = locked(report)
    if not held.writable:
        words = _("%(report)s is “%(state)s” and cannot be changed now.")
        raise Shut(words % {"report": report, "state": held.get_state_display()})
    return held


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


def note(report: Report, kind: str, by: Any, reason: str = "", **more: Any) -> ReportAct:
    """Write down an act: who, when, why; and tell whom it concerns."""
    act = ReportAct.objects.create(
        report=report, kind=kind, reason=reason, by=by, round=report.round, **more
    )
    tell_act(act, report, more.get("organization"))
    return act


def seen_by(report: Report, after: int | None) -> Report:
    """The report, locked for an act. `after`: the latest act that the page showed, if it says so;
    refused where another came since."""
    held = locked(report)
    if after is not None and after != held.after:
        raise Refused(happened(held))
    return held


def happened(held: Report) -> str:
    """What stands in the way of an act: the latest one, by whom, when and why."""
    now = {"report": held, "state": held.get_state_display()}
    latest = held.acts.filter(kind__in=Report.MOVES).select_related("by").last()
    if latest is None or latest.by is None:
        return _("%(report)s is “%(state)s”; this step is not possible now.") % now
    words = _(
        "%(report)s is “%(state)s” now. The latest act: “%(act)s” by %(by)s, %(at)s. %(reason)s"
    )
    told = {"act": latest.get_kind_display(), "by": latest.by, "at": moment(latest.at)}
    return (words % {**now, **told, "reason": latest.reason}).strip()


def move(report: Report, held: Report, to: str, **changes: Any) -> None:
    """One of the drawn moves, by a conditional update: of two at once, one wins."""
    if not Report.flow.allows(held, to):
        raise Refused(happened(held))
    Report.flow.move(held, to, **changes)
    report.refresh_from_db()


@transaction.atomic
def submit_report(
    report: Report, *, by: Any, seen: int | None = None, after: int | None = None
) -> None:
    """Hand it in; refused with the whole list while anything is wrong or missing. `seen`: the
    revision of the cells that the page showed: nobody hands in figures that they have not seen."""
    held = seen_by(report, after)
    sheet = ready(held, seen) if Report.flow.allows(held, State.SUBMITTED) else None
    today = timezone.localdate()
    first = {} if held.late_by is not None else {"late_by": max(0, (today - held.due).days)}
    now = timezone.now()
    move(
        report,
        held,
        State.SUBMITTED,
        round=F("round") + 1,
        submitted_at=now,
        submitted_by=by,
        **first,
    )
    keep_copy(report, note(report, Act.SUBMITTED, by), sheet)


def ready(held: Report, seen: int | None) -> Sheet:
    """The sheet as it will be handed in; refused where it may not be."""
    if held.closes and timezone.localdate() > held.closes:
        words = _("This period closed on %(day)s. Ask the county to put off the due day.")
        raise Refused(words % {"day": held.closes.isoformat()})
    if seen is not None and seen != held.revision:
        raise Refused(
            _("Others have typed in it since you opened this page. Look at it, then submit it.")
        )
    sheet = Sheet(held, complete=True)
    if sheet.faults:
        raise NotReady(sheet.faults)
    return sheet


@transaction.atomic
def withdraw_report(report: Report, *, by: Any, after: int | None = None) -> None:
    """Take it back before the county has decided."""
    held = seen_by(report, after)
    move(report, held, State.DRAFT, submitted_at=None, submitted_by=None)
    note(report, Act.WITHDRAWN, by)


@transaction.atomic
def return_report(
    report: Report,
    *,
    reason: str,
    until: date | None = None,
    by: Any,
    after: int | None = None,
    marked: Mapping[int, str] | None = None,
) -> None:
    """Send it back for correction; the township reads the reason, the comments on `marked` cells
    (number: text), and may get a later due day."""
    said = worded(reason, _("Say why it is returned: the township will read it."))
    held = seen_by(report, after)
    if Report.flow.allows(held, State.RETURNED):
        comment_on(held, marked or {}, by)
    move(report, held, State.RETURNED, submitted_at=None, **put_off(held, until))
    note(report, Act.RETURNED, by, said, until=report.due)


def comment_on(held: Report, marked: Mapping[int, str], by: Any) -> None:
    texts = {pk: text.strip() for pk, text in marked.items() if text.strip()}
    ReportComment.objects.bulk_create(
        ReportComment(cell=cell, text=hide(texts[cell.pk]), round=held.round, by=by)
        for cell in held.cells.filter(pk__in=texts)
    )


def put_off(held: Report, until: date | None) -> dict[str, date]:
    """The later due day, where one was given that is later; never one that is past."""
    if until and until < timezone.localdate():
        raise Refused(_("The new due day is already past."))
    return {"extended_to": until} if until and until > held.due else {}


@transaction.atomic
def accept_report(report: Report, *, by: Any, after: int | None = None) -> None:
    """Accept it: from now on the database refuses every change of its cells."""
    held = seen_by(report, after)
    if held.submitted_by_id == by.pk:
        raise Refused(_("Nobody accepts a report that they submitted themselves."))
    move(report, held, State.ACCEPTED)
    keep_copy(report, note(report, Act.ACCEPTED, by))


@transaction.atomic
def reopen_report(
    report: Report, *, reason: str, until: date, by: Any, after: int | None = None
) -> None:
    """Let an accepted report be corrected; the accepted figures stay as a copy."""
    said = worded(reason, _("Say why it is reopened: the township will read it."))
    held = seen_by(report, after)
    move(report, held, State.REOPENED, submitted_at=None, **put_off(held, until))
    note(report, Act.REOPENED, by, said, until=report.due)


@transaction.atomic
def extend_report(
    report: Report, *, until: date, reason: str, by: Any, after: int | None = None
) -> None:
    """Give one township a later due day, with the reason."""
    said = worded(reason, _("Say why the due day is put off."))
    held = seen_by(report, after)
    if not held.writable:
        raise Refused(happened(held))
    if not put_off(held, until):
        words = _("It is due on %(day)s already. Choose a later day.")
        raise Refused(words % {"day": held.due.isoformat()})
    Report.objects.filter(pk=held.pk).update(extended_to=until, changed_at=timezone.now())
    report.refresh_from_db(fields=["extended_to", "changed_at", "state"])
    note(report, Act.EXTENDED, by, said, until=until)


def own_edits(report: Report, typed: Mapping[int, str], seen: int) -> dict[int, str]:
    """Of a whole page sent back by a browser without scripts, the cells that its writer edited:
    not those that only repeat what stood there at revision `seen` and others have changed since."""
    stood = stood_at(report, seen)
    return {pk: text for pk, text in typed.items() if stood.get(pk) != text.strip()}


def stood_at(report: Report, seen: int) -> dict[int, str]:
    """What stood at revision `seen` in the cells that were written since."""
    moved = report.cells.filter(revision__gt=seen).values("pk")
    events: Any = ReportCell._meta.get_field("events").related_model
    before = events.objects.filter(pgh_obj__in=moved, revision__lte=seen)
    stood = before.order_by("pgh_obj", "-pgh_id").distinct("pgh_obj")
    return dict(stood.values_list("pgh_obj", "raw"))


def changed_since(report: Report, seen: int) -> dict[int, ReportCell]:
    """The cells written since revision `seen`, with their writers."""
    cells = report.cells.filter(revision__gt=seen).select_related("changed_by", "item")
    return {cell.pk: cell for cell in cells}
