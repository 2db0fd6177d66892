"""What is due and paid of Party dues: by member, and summed up for the organizations below a
place. Two scans, whatever the number of members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from funding.actions.dues_months import free
from funding.models import DuesBase, DuesPayment
from organizations.models import Organization

YUAN = DecimalField(max_digits=12, decimal_places=2)
NOUGHT = Decimal("0.00")
LAST = 12


def paid() -> Any:
    """What was paid of the dues of a member and year."""
    rows = DuesPayment.objects.filter(person=OuterRef("person"), year=OuterRef("year"))
    total = rows.order_by().values("person").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total, output_field=YUAN), Value(NOUGHT, output_field=YUAN))


def owed_by(month: int) -> Any:
    """What was due by a month: whole months, this one among them."""
    months = Greatest(Least(F("to_month"), Value(month)) - F("from_month") + 1, Value(0))
    return months * F("due")


def months_by(year: int, day: date) -> int:
    """How many months of the dues' year were over by the day: dues are behind after their month."""
    if year == day.year:
        return day.month - 1
    return LAST if year < day.year else 0


@dataclass
class Total:
    """The dues of an organization and all below it, in a year; yuan."""

    organization: Organization
    members: int = 0
    due: Decimal = NOUGHT  # for the whole year
    due_now: Decimal = NOUGHT
    missing: Decimal = NOUGHT  # of who is behind; what others paid ahead does not make it good
    paid: Decimal = NOUGHT
    posted: Decimal = NOUGHT
    behind: int = 0
    relieved: int = 0

    @property
    def open(self) -> Decimal:
        """Paid, and not in the ledger yet."""
        return self.paid - self.posted

    @property
    def share(self) -> int | None:
        """Per cent of what was due by now that was paid; None where nothing was."""
        return int(100 * (self.due_now - self.missing) / self.due_now) if self.due_now else None

    def take(self, row: dict[str, Any]) -> None:
        for name, value in row.items():
            if name != "organization__path":
                setattr(self, name, getattr(self, name) + (value or 0))


def scanned(bases: Any, payments: Any, year: int, day: date) -> Iterator[dict[str, Any]]:
    """{organization__path, sums} of every organization that has any."""
    now, lacking = months_by(year, day), Q(had__lt=F("by_now"))
    held = bases.filter(year=year).annotate(had=paid(), by_now=owed_by(now), whole=owed_by(LAST))
    yield from (
        held.order_by()
        .values("organization__path")
        .annotate(
            members=Count("pk"),
            due=Sum("whole", output_field=YUAN),
            due_now=Sum("by_now", output_field=YUAN),
            missing=Sum(F("by_now") - F("had"), filter=lacking, output_field=YUAN),
            behind=Count("pk", filter=lacking),
            relieved=Count("pk", filter=~Q(relief="")),
        )
    )
    had = payments.filter(year=year).order_by().values("organization__path")
    yield from had.annotate(paid=Sum("amount"), posted=Sum("amount", filter=~free()))


def totals(place: Organization, year: int, day: date, user: Any) -> tuple[Total, list[Total]]:
    """The dues of a place, and of each organization right below it; the place's own members, where
    it has any, stand in the first line below."""
    below = Organization.objects.filter(parent=place).order_by("path")
    found = {one.path: Total(one) for one in below}
    whole, own = Total(place), Total(place)
    for row in scanned(reach(DuesBase, place, user), reach(DuesPayment, place, user), year, day):
        whole.take(row)
        path = row["organization__path"]
        step = path[: path.index("/", len(place.path)) + 1] if path != place.path else path
        found.get(step, own).take(row)
    lines = [own, *found.values()] if own.members or own.paid else [*found.values()]
    return whole, [one for one in lines if one.members or one.paid]


def reach(model: Any, place: Organization, user: Any) -> Any:
    return model.objects.for_user(user).filter(organization__path__startswith=place.path)
