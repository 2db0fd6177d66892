"""What village cadres, graduates and those who left office are paid, held against the standards of
pay: the one who is paid least speaks for the village (003-27, 003-29, 003-36)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_UP, Decimal

from django.db.models import Count, F, Sum

from funding.choices import Per, StandardKind
from funding.models import PayLine, PaySheet, Standard
from portal.choices import education_at_least

MONTHS = 12
FEN, YUAN = Decimal("0.01"), Decimal(1)
DECIDED = (PaySheet.State.APPROVED, PaySheet.State.POSTED)
# The parts of a pay line that a kind of standard is about; deductions are the person's own.
PARTS = {
    StandardKind.PAY: F("basic") + F("performance"),
    StandardKind.ALLOWANCE: F("allowance") + F("subsidy"),
    StandardKind.RETIRED: F("allowance") + F("subsidy"),
}


def is_about_pay(standard: Standard) -> bool:
    return standard.per in (Per.MONTH, Per.YEAR) and standard.kind in PARTS


def paid(standard: Standard, day: date) -> dict[int, list[Decimal]]:
    """{village: [yuan of each person, by month or year as the standard says]} on approved sheets
    of the year up to the day, each person's months on an average; one query. A year is taken in
    whole yuan, upwards: December, which is a few fen less, misses no floor."""
    rows = PayLine.objects.filter(
        month__gte=date(day.year, 1, 1), month__lte=day, sheet__state__in=DECIDED
    )
    if standard.paid_as:
        rows = rows.filter(paid_as=standard.paid_as)
    if standard.education:
        rows = rows.filter(person__education__in=education_at_least(standard.education))
    lines = rows.order_by().values_list("organization", "person")
    found: dict[int, list[Decimal]] = defaultdict(list)
    times, unit = (MONTHS, YUAN) if standard.per == Per.YEAR else (1, FEN)
    parts = Sum(PARTS[StandardKind(standard.kind)])
    for place, _person, total, months in lines.annotate(total=parts, months=Count("pk")):
        found[place].append((total * times / months).quantize(unit, ROUND_UP))
    return found
