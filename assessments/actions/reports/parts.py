"""Villages fill in their own rows: asked by the township, handed over, sent back, assembled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.reports.acts import happened, locked, note
from assessments.actions.reports.sheets import Sheet
from assessments.actions.reports.telling import tell_asked
from assessments.models import Report, ReportAct, ReportSection, VillagePart
from organizations.actions.wording import worded
from organizations.models import Organization
from portal.errors import Refused

Act, State = ReportAct.Kind, VillagePart.State


def villages_of(report: Report) -> QuerySet[Organization]:
    """The villages that the report has rows of."""
    cells = report.cells.filter(item__section__scope=ReportSection.Scope.VILLAGE)
    return Organization.objects.filter(pk__in=cells.values("organization")).order_by("code")


@transaction.atomic
def ask_villages(
    report: Report, organizations: Iterable[Organization], *, until: date, by: Any
) -> str:
    """Ask villages to fill in their rows until a day; those asked already get the new day."""
    held = locked(report)
    if not held.writable:
        raise Refused(happened(held))
    if until < timezone.localdate():
        raise Refused(_("The day is already past."))
    handed = held.parts.filter(state=State.HANDED).values("organization")
    ticked = villages_of(held).filter(pk__in=[place.pk for place in organizations])
    chosen = list(ticked.exclude(pk__in=handed))
    if not chosen:
        raise Refused(_("Tick villages that have not handed over yet."))
    for place in chosen:
        VillagePart.objects.update_or_create(
            report=held, organization=place, defaults={"until": until}
        )
    names = ", ".join(place.short for place in chosen)
    act = ReportAct.objects.create(
        report=held, kind=Act.ASKED, reason=names, by=by, round=held.round, until=until
    )
    tell_asked(act, held, chosen)
    words = ngettext("%(n)s village asked.", "%(n)s villages asked.", len(chosen))
    return words % {"n": len(chosen)}


@transaction.atomic
def hand_over_part(part: VillagePart, *, by: Any) -> None:
    """Give the village's rows to the township; refused while anything in them is wrong."""
    held = locked(part.report)
    if not held.writable:
        raise Refused(happened(held))
    mine = cells_of(part)
    faults = [fault for fault in Sheet(held, complete=True).faults if fault.cell in mine]
    if faults:
        words = ngettext(
            "%(count)s place must be put right before it can be handed over: %(first)s",
            "%(count)s places must be put right before it can be handed over, first: %(first)s",
            len(faults),
        )
        first = f"{faults[0].place}: {faults[0].text}"
        raise Refused(words % {"count": len(faults), "first": first})
    VillagePart.flow.move(part, State.HANDED, handed_at=timezone.now(), handed_by=by, reason="")
    note(held, Act.HANDED, by, organization=part.organization)


def cells_of(part: VillagePart) -> set[int]:
    return set(
        part.report.cells.filter(organization=part.organization_id).values_list("pk", flat=True)
    )


@transaction.atomic
def send_back_part(part: VillagePart, *, reason: str, until: date | None = None, by: Any) -> None:
    """Let the village put its rows right; it reads why."""
    said = worded(reason, _("Say what is to be put right: the village will read it."))
    held = locked(part.report)
    if not held.writable:
        raise Refused(happened(held))
    if until and until < timezone.localdate():
        raise Refused(_("The day is already past."))
    later = {"until": until} if until else {}
    VillagePart.flow.move(part, State.ASKED, reason=said, handed_at=None, handed_by=None, **later)
    note(held, Act.SENT_BACK, by, said, organization=part.organization, until=part.until)
