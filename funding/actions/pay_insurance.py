"""Who of a pay sheet has pension insurance: secretaries and directors are to have it (003-39)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from cadres.choices.welfare import InsuranceKind, InsuranceState
from cadres.models import Insurance
from funding.choices import PaidAs
from funding.models import PayLine

TO_INSURE = {PaidAs.SECRETARY, PaidAs.ONE_SHOULDER, PaidAs.DIRECTOR}


def mark_insured(lines: Iterable[PayLine], day: date, user: Any) -> list[PayLine]:
    """Tell of each line's person, in `insured`, whether the register of insurances knows a pension
    insurance on the day; None of those who need none, and where the user may not see it. Gives
    the lines that lack it. One query."""
    wanted = {one for one in lines if one.paid_as in TO_INSURE}
    sees = user.has_perm("cadres.view_insurance")
    rows = Insurance.objects.at(day).filter(
        kind=InsuranceKind.PENSION, person__in=[one.person_id for one in wanted]
    )
    held = set(rows.exclude(state=InsuranceState.SUSPENDED).values_list("person", flat=True))
    for one in lines:
        one.insured = one.person_id in held if sees and one in wanted else None  # type: ignore[attr-defined]
    return [one for one in lines if one.insured is False]  # type: ignore[attr-defined]
