"""Large dues that a member pays once: taken in by the county and handed up whole (domain 2.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.actions.dues_posting import account_of, county_over, numbered, refuse_source
from funding.actions.dues_rates import rule_on
from funding.actions.ledger import Line, post_entry
from funding.actions.words import for_good
from funding.choices import Way
from funding.models import Account, Entry, ExtraDues, Source, Use
from portal.errors import Refused
from portal.rules import refuse_future

HEADS: dict[str, str] = {Way.RECEIPT: "DE", Way.PAYMENT: "SD"}  # of their vouchers


def whole_from(place: str, day: date) -> Decimal | None:
    """Yuan from which a payment goes up whole, by the rule over a place (its tree path)."""
    rule = rule_on(place, day)
    return rule.whole_from if rule else None


def locked(extra: ExtraDues) -> ExtraDues:
    rows = ExtraDues.objects.select_for_update(of=("self",))
    found: ExtraDues = rows.select_related("person", "organization", "entry").get(pk=extra.pk)
    return found


def stands(entry: Entry | None) -> bool:
    """Whether an entry is there and was not reversed."""
    return entry is not None and not Entry.objects.filter(reverses=entry).exists()


@transaction.atomic
def post_extra(extra: ExtraDues, *, source: Source, day: date, by: Any) -> Entry:
    """Enter it into the county's account of dues, under a voucher of its own. It is paid to the
    county: no level below keeps any of it."""
    refuse_source(source)
    refuse_future(day)
    held = locked(extra)
    if stands(held.entry):
        raise Refused(_("%(what)s is in the ledger already.") % {"what": held})
    if day < held.paid_on:
        raise Refused(_("It was paid on a later day."))
    account, line = line_of(held, Way.RECEIPT, day, by, source)
    held.entry = post_entry(account, line, by=by)
    held.save()
    return held.entry


@transaction.atomic
def hand_up_extra(extra: ExtraDues, *, use: Use, day: date, by: Any) -> Entry:
    """Pay it out of the county's account to the centre, whole."""
    refuse_future(day)
    held = locked(extra)
    entry = held.entry
    if entry is None or not stands(entry):
        raise Refused(_("Enter it into the ledger first."))
    if stands(held.handed_up):
        raise Refused(_("%(what)s was handed up already.") % {"what": held})
    account, line = line_of(held, Way.PAYMENT, day, by, entry.account.source, use)
    held.handed_up = post_entry(account, line, by=by)
    held.save()
    return held.handed_up


def line_of(
    extra: ExtraDues, way: str, day: date, by: Any, source: Source, use: Use | None = None
) -> tuple[Account, Line]:
    """The county's account and the line to enter there."""
    account = account_of(county_over(extra.organization), day.year, source)
    comes_in = way == Way.RECEIPT
    with for_good():
        words = _("Large dues, handed up whole: %(person)s, receipt %(number)s")
    line = Line(
        way=way,
        day=day,
        amount=extra.amount if comes_in else -extra.amount,
        voucher=numbered(account, f"{HEADS[way]}{day:%m%d}"),
        use=use,
        counterparty=str(extra.person) if comes_in else "",
        handler=str(by or "")[:60],
        note=(words % {"person": extra.person, "number": extra.number})[:200],
    )
    return account, line
