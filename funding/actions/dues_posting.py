"""Party dues on their way: into the township's account, and a share of them further up. Never into
an account of budget money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from funding.actions.dues_months import free
from funding.actions.dues_rates import is_late, rule_on, share_of
from funding.actions.ledger import Line, Posting, locked, post_entries, post_entry, transfer_money
from funding.actions.words import for_good
from funding.choices import Purse, Way
from funding.models import Account, DuesPayment, Entry, ExtraDues, Source, Use
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.errors import Refused

KEEPERS = (Level.TOWNSHIP, Level.COUNTY)  # whose accounts dues are paid into
HUNDRED = Decimal(100)


def refuse_source(source: Source) -> None:
    if source.purse != Purse.DUES:
        words = _("“%(source)s” is not money of Party dues: they are kept apart.")
        raise Refused(words % {"source": source})


def account_of(organization: Organization, year: int, source: Source) -> Account:
    """The account, opened where there is none yet; nobody else enters anything meanwhile."""
    found, _made = Account.objects.get_or_create(
        organization=organization, year=year, source=source
    )
    return locked([found.pk])[found.pk]


def numbered(account: Account, start: str) -> str:
    """The next voucher number that begins so: DF0331-1, DF0331-2 …"""
    there = account.entries.filter(voucher__startswith=f"{start}-").count()
    return f"{start}-{there + 1}"


@transaction.atomic
def post_dues(organization: Organization, *, source: Source, day: date, by: Any) -> list[Entry]:
    """Enter what was collected up to `day`, in its year, and is not in the ledger yet: one receipt
    for each branch. Raises Refused where there is nothing to enter."""
    refuse_source(source)
    if organization.level not in KEEPERS:
        raise Refused(_("Party dues are entered in the accounts of a township or of the county."))
    account = account_of(organization, day.year, source)
    rows = DuesPayment.objects.select_for_update(of=("self",)).filter(
        free(), amount__gt=0, paid_on__lte=day, paid_on__year=day.year
    )
    mine = rows.filter(organization__path__startswith=organization.path)
    found = list(mine.select_related("organization", "person").order_by("organization__path", "pk"))
    if not found:
        raise Refused(_("Nothing was collected that is not in the ledger yet."))
    refuse_unexplained(found, organization, day)
    branches: dict[Organization, list[DuesPayment]] = defaultdict(list)
    for one in found:
        branches[one.organization].append(one)
    start = int(numbered(account, f"DF{day:%m%d}").rpartition("-")[2])
    postings = [
        Posting(account, receipt(day, start + n, branch, paid, by))
        for n, (branch, paid) in enumerate(branches.items())
    ]
    entries = post_entries(postings, by=by)
    for entry, paid in zip(entries, branches.values(), strict=True):
        DuesPayment.objects.filter(pk__in=[one.pk for one in paid]).update(entry=entry)
    return entries


def refuse_unexplained(found: list[DuesPayment], organization: Organization, day: date) -> None:
    """What is paid later than is allowed needs a reason before it is entered (domain 2.5)."""
    rule = rule_on(organization.path, day)
    for one in found:
        if not one.late_why and is_late(one.year, one.month, one.paid_on, rule):
            words = _("%(payment)s was paid later than is allowed: say why, first.")
            raise Refused(words % {"payment": one})


def receipt(
    day: date, number: int, branch: Organization, paid: Iterable[DuesPayment], by: Any
) -> Line:
    payments = list(paid)
    months = sorted({f"{one.year}-{one.month:02d}" for one in payments})
    with for_good():
        words = _("Party dues of %(n)s members, %(first)s to %(last)s")
    people = len({one.person_id for one in payments})
    return Line(
        way=Way.RECEIPT,
        day=day,
        amount=sum((one.amount for one in payments), Decimal(0)),
        voucher=f"DF{day:%m%d}-{number}",
        counterparty=str(branch)[:120],
        handler=str(by)[:60],
        note=words % {"n": people, "first": months[0], "last": months[-1]},
    )


def shared(account: Account) -> Any:
    """The entries of an account without those of large dues."""
    large = ExtraDues.objects.filter(entry__account=account)
    ours = [*large.values_list("entry", flat=True), *large.values_list("handed_up", flat=True)]
    found = [one for one in ours if one]
    return account.entries.exclude(Q(pk__in=found) | Q(reverses__in=found))


def came_in(account: Account) -> Decimal:
    """What an account of dues took in to be shared: receipts less those reversed, and what came
    from below; not the large dues that go up whole."""
    receipts = Q(way=Way.RECEIPT) | Q(way=Way.REVERSAL, reverses__way=Way.RECEIPT)
    below = Q(way=Way.TRANSFER, amount__gt=0)
    return shared(account).filter(receipts | below).aggregate(n=Sum("amount"))["n"] or Decimal(0)


def went_up(account: Account, use: Use | None) -> Decimal:
    """What an account handed up already."""
    paid = Q(way=Way.PAYMENT, use=use) | Q(way=Way.REVERSAL, use=use) if use else Q(pk__in=[])
    moved = Q(way=Way.TRANSFER, amount__lt=0)
    total = shared(account).filter(paid | moved).aggregate(n=Sum("amount"))["n"]
    return -(total or Decimal(0))


def still_to_hand_up(account: Account, day: date, use: Use | None = None) -> Decimal:
    """Yuan that the rule of the day asks to be handed up of what came in this year."""
    organization = account.organization
    rule = rule_on(organization.path, day)
    if rule is None:
        raise Refused(_("No rule says what is kept of Party dues on this day."))
    county = organization.level == Level.COUNTY
    kept = rule.county_keeps if county else rule.township_keeps
    return share_of(came_in(account), HUNDRED - kept) - went_up(account, use)


@transaction.atomic
def hand_up_dues(
    organization: Organization, *, source: Source, day: date, use: Use | None = None, by: Any
) -> list[Entry]:
    """Hand up the share of this year's dues that the level above gets: from a township to the
    county by a transfer, in one act; from the county to the city by a payment for `use`."""
    refuse_source(source)
    account = account_of(organization, day.year, source)
    amount = still_to_hand_up(account, day, use)
    if amount <= 0:
        raise Refused(_("All that is due to the level above has been handed up."))
    with for_good():
        note = _("Party dues handed up")
    line = Line(
        way=Way.PAYMENT,
        day=day,
        amount=-amount,
        voucher=numbered(account, f"SJ{day:%m%d}"),
        use=use,
        handler=str(by)[:60],
        note=note,
    )
    if organization.level == Level.COUNTY:
        if use is None:
            raise Refused(_("Say what the money is spent on."))
        return [post_entry(account, line, by=by)]
    above = account_of(county_over(organization), day.year, source)
    voucher = f"{line.voucher}-{organization.code}"[:40]
    moved = Line(
        way=Way.TRANSFER,
        day=day,
        amount=amount,
        voucher=voucher,
        handler=line.handler,
        note=line.note,
    )
    return list(transfer_money(account, above, moved, by=by))


def county_over(organization: Organization) -> Organization:
    top = organization.path[: organization.path.index("/", 1) + 1]
    return Organization.objects.get(level=Level.COUNTY, path=top)
