"""A pay sheet leaves the ledger of its villages: one payment for each village and use, in one act,
once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.actions.dues_posting import account_of
from funding.actions.ledger import Line, Posting, post_entries
from funding.actions.pay_rules import Scale
from funding.actions.pay_sheets import Act, State, locked, moved
from funding.actions.words import for_good
from funding.choices import PayPart, Way
from funding.models import CollectiveReward, PayEntry, PayLine, PaySheet, Source, Use
from organizations.models import Organization
from portal.errors import Refused
from portal.rules import refuse_future

NOUGHT = Decimal("0.00")
Key = tuple[Organization, Source, Use]


def parts_of(line: PayLine) -> dict[str, Decimal]:
    """What a line is made of; what is deducted or adjusted belongs to its first part."""
    parts = {
        PayPart.BASIC: line.basic,
        PayPart.ALLOWANCE: line.allowance,
        PayPart.SUBSIDY: line.subsidy,
        PayPart.PERFORMANCE: line.performance,
        PayPart.REWARD: line.reward,
    }
    first = next((part for part, yuan in parts.items() if yuan), PayPart.BASIC)
    parts[first] += line.adjustment - line.deduction
    return {part: yuan for part, yuan in parts.items() if yuan}


def sums_of(sheet: PaySheet) -> dict[Key, Decimal]:
    """What each village pays, for which use and from which source."""
    scale, sums = Scale(sheet.month), dict[Key, Decimal]()
    lines = sheet.lines.select_related("organization", "person").order_by(
        "organization__path", "pk"
    )
    for line in lines:
        for part, yuan in parts_of(line).items():
            use = scale.use(line.paid_as, line.organization.path, part)
            if use is None:
                words = _("%(line)s: no rule of pay says what “%(part)s” is spent as.")
                raise Refused(words % {"line": line, "part": PayPart(part).label})
            source = sheet.reward_source if part == PayPart.REWARD else None
            key = line.organization, source or sheet.source, use
            sums[key] = sums.get(key, NOUGHT) + yuan
    return {key: total for key, total in sums.items() if total}


def postings_of(sheet: PaySheet, day: date, by: Any) -> Iterator[Posting]:
    with for_good():
        note = str(sheet)[:200]
    for number, ((village, source, use), total) in enumerate(sums_of(sheet).items(), 1):
        if total < 0:
            words = _("%(village)s, %(use)s: more is deducted than there is to be paid.")
            raise Refused(words % {"village": village, "use": use})
        line = Line(
            way=Way.PAYMENT,
            day=day,
            amount=-total,
            voucher=f"GZ{sheet.month:%Y%m}-{sheet.pk}-{number}",
            use=use,
            handler=str(by or "")[:60],
            note=note,
        )
        token = uuid.uuid5(sheet.token, f"{village.pk}-{source.pk}-{use.pk}")
        yield Posting(account_of(village, day.year, source), line, token)


@transaction.atomic
def post_sheet(sheet: PaySheet, *, day: date, by: Any) -> str:
    """Pay an approved sheet out, in one act: all its payments are entered, or none. Raises Refused
    where an account does not hold enough, or the month is closed. Says how much was paid."""
    refuse_future(day)
    held = locked(sheet)
    moved(held, State.POSTED, Act.POSTED, by, posted_on=day)
    entries = post_entries(list(postings_of(held, day, by)), by=by)
    PayEntry.objects.bulk_create([PayEntry(sheet=held, entry=one) for one in entries])
    CollectiveReward.objects.filter(line__sheet=held).update(state=CollectiveReward.State.PAID)
    total = -sum((one.amount for one in entries), NOUGHT)
    words = _("%(total)s yuan paid out in %(n)s entries of the ledger.")
    return words % {"total": f"{total:,.2f}", "n": len(entries)}
