from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction

from cadres.models import (
    CadreRule,
    NegativeItem,
    PostingGoal,
    PostingRule,
    ReserveProcedure,
    SeatRule,
)
from cadres.rules.limits import KNOWN, shipped
from organizations.models import Organization

BEGUN = date(2009, 1, 1)  # the steps, seats and bars that the portal comes with


FILES: dict[str, Any] = {
    "rules": CadreRule,
    "seats": SeatRule,
    "procedure": ReserveProcedure,
    "negative": NegativeItem,
    "postings": PostingRule,
    "goals": PostingGoal,
}


@transaction.atomic
def load_rules(organization: Organization) -> int:
    """Put what the portal comes with into a county's own registers, where it has none yet."""
    made = 0
    for name, model in FILES.items():
        if not model.objects.filter(organization=organization).exists():
            rows = [{"since": BEGUN, **row} for row in shipped(name)]
            made += len(
                model.objects.bulk_create([model(organization=organization, **row) for row in rows])
            )
    cache.delete(KNOWN)
    return made
