"""A pay sheet is worked out, checked, approved by somebody else, and then paid out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.actions.pay_people import Payee, payees
from funding.actions.pay_rules import Scale
from funding.choices import PayPart
from funding.models import BankCard, CollectiveReward, PayLine, PaySheet, PaySheetAct
from organizations.actions.wording import worded
from portal.errors import Refused
from portal.refusing import refusing
from portal.workflow import Flow

State, Act = PaySheet.State, PaySheetAct.Kind
FLOW = Flow(
    (State.DRAFT, State.CHECKED),
    (State.RETURNED, State.CHECKED),
    (State.CHECKED, State.APPROVED),
    (State.CHECKED, State.RETURNED),
    (State.APPROVED, State.RETURNED),
    (State.APPROVED, State.POSTED),
)
NOUGHT, FULL = Decimal("0.00"), Decimal(100)
REWARD = CollectiveReward.State
# What is worked out; scores, deductions and adjustments stay as they were typed.
WORKED_OUT = [
    "organization",
    "paid_as",
    "basic",
    "full_score",
    "reward",
    "subsidy",
    "allowance",
    "card",
    "changed_at",
]


@dataclass(frozen=True)
class Made:
    """What came of working a sheet out: lines, who left it, who stands on another sheet."""

    lines: int
    gone: int
    elsewhere: int

    def sentence(self) -> str:
        words = ngettext("%(n)s line worked out.", "%(n)s lines worked out.", self.lines)
        said = words % {"n": self.lines}
        if self.gone:
            said += " " + _("No longer on the sheet: %(n)s.") % {"n": self.gone}
        if self.elsewhere:
            words = _("Left out, as they are paid on another sheet of the month: %(n)s.")
            said += " " + words % {"n": self.elsewhere}
        return said


def locked(sheet: PaySheet) -> PaySheet:
    """The sheet as it is now; nobody else moves it meanwhile."""
    rows = PaySheet.objects.select_for_update(of=("self",)).select_related(
        "organization", "source", "reward_source"
    )
    found: PaySheet = rows.get(pk=sheet.pk)
    return found


def locked_open(sheet: PaySheet) -> PaySheet:
    held = locked(sheet)
    if not held.is_open:
        words = _("%(sheet)s is “%(state)s” and cannot be changed now.")
        raise Refused(words % {"sheet": held, "state": held.get_state_display()})
    return held


@transaction.atomic
def make_sheet(sheet: PaySheet, *, by: Any) -> PaySheet:
    """Work the sheet out anew, from posts and rules as of the month's first day. Typed scores,
    deductions and adjustments stay, and lines entered by hand. What came of it is the act's
    reason; whoever does this has made the sheet and may not approve it."""
    held = locked_open(sheet)
    PaySheet.objects.filter(pk=held.pk).update(made_by=by)
    made = Making(held).make()
    PaySheetAct.objects.create(sheet=held, kind=Act.COMPUTED, by=by, reason=made.sentence())
    return held


class Making:
    """One working out of a sheet. A dozen queries, however many lines."""

    def __init__(self, sheet: PaySheet) -> None:
        self.sheet, self.scale = sheet, Scale(sheet.month)
        self.lines = {one.person_id: one for one in sheet.lines.all()}
        self.payees = payees(sheet)
        others = PayLine.objects.filter(month=sheet.month).exclude(sheet=sheet)
        self.elsewhere = set(others.filter(person__in=self.payees).values_list("person", flat=True))
        self.cards = cards_of(self.payees, sheet.month)
        self.scores = last_scores(sheet)
        self.rewards = rewards_of(sheet)

    def make(self) -> Made:
        wanted = {pk: one for pk, one in self.payees.items() if pk not in self.elsewhere}
        lines = [self.line(one) for one in wanted.values()]
        lines = [one for one in lines if not one.by_hand]
        gone = [one.pk for pk, one in self.lines.items() if pk not in wanted and not one.by_hand]
        CollectiveReward.objects.filter(line__sheet=self.sheet).update(line=None)
        PayLine.objects.filter(pk__in=gone).delete()
        known = [one for one in lines if one.pk]
        with refusing():
            PayLine.objects.bulk_create(one for one in lines if not one.pk)
            PayLine.objects.bulk_update(known, WORKED_OUT, batch_size=500)
        self.join_rewards()
        return Made(len(lines), len(gone), len(self.elsewhere))

    def line(self, one: Payee) -> PayLine:
        line = self.lines.get(one.person.pk) or PayLine(
            sheet=self.sheet,
            person=one.person,
            month=self.sheet.month,
            score=self.scores.get(one.person.pk, FULL),
        )
        if line.by_hand:
            return line
        line.organization, line.paid_as = one.organization, one.claim.paid_as
        line.basic = self.scale.monthly(one.claim, PayPart.BASIC)
        line.full_score = self.scale.monthly(one.claim, PayPart.PERFORMANCE)
        line.subsidy = self.scale.monthly(one.claim, PayPart.SUBSIDY)
        line.allowance = self.scale.monthly(one.claim, PayPart.ALLOWANCE)
        mine = self.rewards.get(one.person.pk, [])
        line.reward = sum((reward.amount for reward in mine), NOUGHT)
        line.card, line.changed_at = self.cards.get(one.person.pk), timezone.now()
        return line

    def join_rewards(self) -> None:
        lines = dict(self.sheet.lines.values_list("person", "pk"))
        joined = [one for found in self.rewards.values() for one in found if one.person_id in lines]
        for one in joined:
            one.line_id = lines[one.person_id]
        CollectiveReward.objects.bulk_update(joined, ["line"])


def cards_of(people: Iterable[int], day: date) -> dict[int, BankCard]:
    rows = BankCard.objects.at(day).filter(person__in=list(people)).order_by("since")
    return {one.person_id: one for one in rows}


def last_scores(sheet: PaySheet) -> dict[int, Decimal]:
    """The scores of the month before: what a score is until somebody types another."""
    rows = PayLine.objects.filter(
        sheet__kind=sheet.kind,
        sheet__organization=sheet.organization,
        month=month_before(sheet.month),
    )
    return dict(rows.values_list("person", "score"))


def rewards_of(sheet: PaySheet) -> dict[int, list[CollectiveReward]]:
    """The approved rewards that are paid with this month and stand on no other sheet."""
    free = Q(line=None) | Q(line__sheet=sheet)
    rows = CollectiveReward.objects.filter(
        free,
        state=REWARD.APPROVED,
        pay_month=sheet.month,
        organization__path__startswith=sheet.organization.path,
    )
    found: dict[int, list[CollectiveReward]] = {}
    for one in rows:
        found.setdefault(one.person_id, []).append(one)
    return found


def month_before(month: date) -> date:
    if month.month == 1:
        return month.replace(year=month.year - 1, month=12)
    return month.replace(month=month.month - 1)


def moved(sheet: PaySheet, to: str, kind: str, by: Any, reason: str = "", **changes: Any) -> None:
    with refusing():
        FLOW.move(sheet, to, **changes)
    PaySheetAct.objects.create(sheet=sheet, kind=kind, by=by, reason=reason)


@transaction.atomic
def check_sheet(sheet: PaySheet, *, by: Any) -> None:
    """Hand the sheet in as checked; its lines rest from now on."""
    held = locked(sheet)
    if not held.lines.exists():
        raise Refused(_("The sheet has no lines yet: work it out first."))
    moved(held, State.CHECKED, Act.CHECKED, by, checked_by=by, approved_by=None)


@transaction.atomic
def return_sheet(sheet: PaySheet, *, reason: str, by: Any) -> None:
    """Give a sheet back to be mended; the reason stays to be read."""
    said = worded(reason, _("Say what is to be mended."))
    moved(locked(sheet), State.RETURNED, Act.RETURNED, by, said, approved_by=None)


@transaction.atomic
def approve_sheet(sheet: PaySheet, *, by: Any) -> None:
    """Approve a checked sheet; not by whoever made or checked it (safety: two persons)."""
    held = locked(sheet)
    if by and by.pk in {held.made_by_id, held.checked_by_id}:
        raise Refused(_("Whoever made or checked a sheet does not approve it."))
    moved(held, State.APPROVED, Act.APPROVED, by, approved_by=by)


@dataclass(frozen=True)
class Change:
    """A person whose pay differs from the month before; None where there was or is none."""

    person: Any
    before: Decimal | None
    now: Decimal | None


def differences(sheet: PaySheet) -> list[Change]:
    """Who is new, gone, or paid another sum than in the month before, by the same kind of sheet.
    Two queries."""
    rows = PayLine.objects.filter(
        sheet__organization=sheet.organization, sheet__kind=sheet.kind
    ).select_related("person")
    now = {one.person: one.total for one in rows.filter(month=sheet.month)}
    before = {one.person: one.total for one in rows.filter(month=month_before(sheet.month))}
    people = [*now, *(one for one in before if one not in now)]
    found = (Change(one, before.get(one), now.get(one)) for one in people)
    return [one for one in found if before and one.before != one.now]
