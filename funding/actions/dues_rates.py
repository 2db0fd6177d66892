"""What a member owes a month, by the rates that a county keeps as data (domain 2.5)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length

from funding.actions.codes import read
from funding.models import DuesBand, DuesRule
from organizations.models import Organization
from portal.scope import Scope

FEN, HUNDRED = Decimal("0.01"), Decimal(100)


def to_fen(yuan: Decimal) -> Decimal:
    """Rounded to the fen; half a fen goes up."""
    return yuan.quantize(FEN, ROUND_HALF_UP)


def share_of(yuan: Decimal, percent: Decimal) -> Decimal:
    """So many per cent of a sum, to the fen."""
    return to_fen(yuan * percent / HUNDRED)


def over(place: str) -> Q:
    """Rules set by the organization whose path is `place`, or by one above it."""
    return Scope((place,)).above_q("organization")


def band_for(payer: str, base: Decimal | None, place: str, day: date) -> DuesBand | None:
    """The band of the nearest organization over `place` (a tree path) that holds the base."""
    amount = base or Decimal(0)
    fitting = (Q(over=0) | Q(over__lt=amount)) & (Q(up_to=None) | Q(up_to__gte=amount))
    rows = DuesBand.objects.at(day).filter(fitting, over(place), payer=payer)
    found: DuesBand | None = rows.order_by(
        Length("organization__path").desc(), "-since", "-over"
    ).first()
    return found


def due_by(band: DuesBand, base: Decimal | None) -> Decimal | None:
    """Yuan a month: the rate of the whole base, or the least sum of those who have none. None
    where the base is missing."""
    if band.rate is None:
        return band.least
    return None if base is None else share_of(base, band.rate)


def rule_on(place: str, day: date) -> DuesRule | None:
    rows = DuesRule.objects.at(day).filter(over(place))
    found: DuesRule | None = rows.order_by(Length("organization__path").desc(), "-since").first()
    return found


def is_late(year: int, month: int, paid_on: date, rule: DuesRule | None) -> bool:
    """Whether a month is paid later than is normally allowed."""
    months = (paid_on.year - year) * 12 + paid_on.month - month
    return rule is not None and months > rule.back_months


@transaction.atomic
def load_dues_rules(county: Organization) -> int:
    """The rates and the rule that the portal comes with, where the county has none; how many."""
    made = 0
    files: dict[str, Any] = {"dues_bands": DuesBand, "dues_rules": DuesRule}
    for name, model in files.items():
        if not model.objects.exists():
            rows = [model(organization=county, **row) for row in read(name)]
            made += len(model.objects.bulk_create(rows))
    return made
