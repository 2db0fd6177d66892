"""Everything there is to tell about one cell of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.actions.reports.entries import limits, plain, sentence, spoken
from assessments.actions.reports.openings import days_of
from assessments.models import ReportCell, ReportComment, ReportDispute, ReportItem, ReportPeriod
from organizations.models import Organization
from portal import pages

QUARTERS, STEPS = 4, 20


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, in words, and where the very rows are listed."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """A change of a cell. `known`: what the registers said from then on, where that changed."""

    at: datetime
    who: str
    before: str
    after: str
    known: str = ""

    @property
    def typed(self) -> bool:
        return self.before != self.after


def rows_url(item: ReportItem, period: ReportPeriod, place: Organization) -> str:
    """The list of the very rows that a figure counts, as of its day."""
    day, first = days_of(period, item.basis)
    asked = {"during": f"{first}"} if first else {}
    rest = urlencode({**asked, "on": f"{day}", "organization": place.code})
    return f"{pages.get(item.register).url('list')}?{item.query}{'&' if item.query else ''}{rest}"


class AboutCell:
    """What the drawer says about a cell to a user; five queries."""

    def __init__(self, cell: ReportCell, user: Any) -> None:
        self.cell, self.user = cell, user
        self.report, self.item, self.place = cell.report, cell.item, cell.organization
        self.period = self.report.period

    @property
    def known(self) -> str:
        return plain(self.cell.prefilled)

    @property
    def said(self) -> str:
        """What the cell says, in the reader's language."""
        return spoken(self.item, self.cell.raw)

    @property
    def fault(self) -> str:
        """What is wrong with the entry by itself."""
        cell = self.cell
        return sentence(self.item, cell.error, cell.raw) if cell.error else ""

    @property
    def range(self) -> str:
        """What can be written there."""
        if self.item.choices:
            return _(", ").join(self.item.option_labels)
        low, high = limits(self.item)
        if low is None and high is None:
            return ""
        if high is None:
            return _("at least %(n)s") % {"n": plain(low)}
        if low is None:
            return _("at most %(n)s") % {"n": plain(high)}
        return _("%(low)s to %(high)s") % {"low": plain(low), "high": plain(high)}

    @cached_property
    def source(self) -> Source:
        if brought := self.brought:
            words = _("Carried over from “%(item)s” of %(year)s Q%(quarter)s.")
            when = brought.report.period
            named = {"item": brought.item.label, "year": when.year, "quarter": when.quarter}
            return Source(words % named, f"{brought.report.get_absolute_url()}#c{brought.pk}")
        if self.item.register and pages.has(self.item.register):
            return self.counted()
        if self.item.carried:
            return Source(_("Carried over from last quarter, where there is a report of it."))
        return Source(_("Typed in: no register knows it."))

    def counted(self) -> Source:
        kept = pages.get(self.item.register)
        day, first = days_of(self.period, self.item.basis)
        words = _("Counted in the register “%(register)s” as of %(day)s.")
        if first:
            words = _("Counted in the register “%(register)s” from %(first)s to %(day)s.")
        text = words % {"register": capfirst(str(kept.label)), "day": day, "first": first}
        may = self.user.has_perm(kept.perm("view"))
        return Source(text, rows_url(self.item, self.period, self.place) if may else "")

    @cached_property
    def past(self) -> list[ReportCell]:
        """The cells of the same item (and of the one it is carried from) in quarters before, as
        far as the user may see them; found by form and code, whatever the version."""
        scope = self.user.scope("assessments.view_report")
        return list(
            ReportCell.objects.filter(
                scope.q("report__organization") | scope.q("organization"),
                report__period__template__form=self.period.template.form,
                report__period__first__lt=self.period.first,
                item__code__in={self.item.code, self.item.carried} - {""},
                organization=self.place,
            )
            .select_related("report__period", "item")
            .order_by("-report__period__first")[: 2 * QUARTERS]
        )

    @property
    def quarters(self) -> list[ReportCell]:
        return [cell for cell in self.past if cell.item.code == self.item.code][:QUARTERS]

    @property
    def brought(self) -> ReportCell | None:
        """The cell of last quarter that this one began with."""
        for cell in self.past:
            when = cell.report.period
            if cell.item.code == self.item.carried and (when.year, when.quarter) == (
                self.period.before
            ):
                return cell if cell.value is not None else None
        return None

    @cached_property
    def steps(self) -> list[Step]:
        """Who changed it, when, from what to what; the newest first."""
        events: Any = self.cell.events  # type: ignore[attr-defined]
        found = list(events.select_related("changed_by").order_by("-pgh_id")[: STEPS + 1])
        return list(steps_of(found))

    @cached_property
    def comments(self) -> list[ReportComment]:
        return list(self.cell.comments.select_related("by"))

    @cached_property
    def disputes(self) -> list[ReportDispute]:
        """The newest first."""
        if self.cell.prefilled is None:
            return []
        return list(self.cell.disputes.select_related("by", "settled_by"))

    @property
    def told(self) -> list[tuple[ReportDispute, str, str]]:
        """Those not taken back: (dispute, what the registers said, what was claimed)."""
        return [
            (one, plain(one.known), plain(one.claimed))
            for one in self.disputes
            if one.state != one.State.DROPPED
        ]

    @property
    def dispute(self) -> ReportDispute | None:
        """The one that is open."""
        return next((one for one in self.disputes if one.state == one.State.OPEN), None)

    @property
    def differs(self) -> bool:
        return self.cell.prefilled is not None and self.cell.value != self.cell.prefilled

    @property
    def marks(self) -> str:
        """How the grid marks the cell: see Drawing.marks."""
        found = {
            "pre": self.cell.prefilled is not None and not self.differs,
            "dif": self.differs,
            "dis": self.dispute is not None,
            "com": any(not one.settled for one in self.comments),
        }
        return " ".join(mark for mark, holds in found.items() if holds)


def steps_of(events: list[Any]) -> Iterator[Step]:
    """The changes between the states of a cell, which come the newest first."""
    for now, before in zip(events, [*events[1:], None], strict=True):
        was, knew = (before.raw, before.prefilled) if before else ("", None)
        known = plain(now.prefilled) if now.prefilled != knew else ""
        if now.raw == was and not known:
            continue
        by_hand = before is not None and not known
        who = str(now.changed_by or "") if by_hand else ""
        yield Step(now.pgh_created_at, who or _("the registers"), was, now.raw, known)
