"""What villages put on their notice boards after a quarter: income by source, spending by use, what
is left, the single payments with names masked (000-50, 003-49)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.figures import arrived_q, spent_q, summed
from funding.choices import Purse
from funding.models import Entry, MoneySheet
from funding.models.budgets import NOTHING
from organizations.choices.disclosures import Affairs, Outlet
from organizations.choices.tree import Level
from organizations.models import Disclosure, Organization
from organizations.models.naming import in_language
from portal.errors import Refused

LISTED = 60  # payments that stand on a sheet one by one
LONGEST = 4  # characters of a person's name
UNITS = ("所", "局", "站", "店", "厂", "公司", "支部", "党委", "政府", "干部", "党员", "中心")


@dataclass(frozen=True)
class Quarter:
    year: int
    quarter: int

    @property
    def first(self) -> date:
        return date(self.year, self.quarter * 3 - 2, 1)

    @property
    def last(self) -> date:
        following = date(self.year + self.quarter // 4, self.quarter % 4 * 3 + 1, 1)
        return following - timedelta(days=1)

    @property
    def label(self) -> str:
        return _("quarter %(quarter)s of %(year)s") % {"quarter": self.quarter, "year": self.year}


def last_quarter(day: date) -> Quarter:
    """The newest quarter that is over."""
    number = (day.month - 1) // 3
    return Quarter(day.year, number) if number else Quarter(day.year - 1, 4)


def masked_name(text: str) -> str:
    """A person's name as a notice board shows it: 张**; the name of a unit stays."""
    plain = text.strip()
    is_name = 1 < len(plain) <= LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in plain)
    is_name = is_name and not plain.endswith(UNITS)
    return plain[0] + "*" * (len(plain) - 1) if is_name else plain


@transaction.atomic
def prepare_sheets(place: Organization, *, period: Quarter, by: Any) -> int:
    """Sheets of the quarter for all villages of a subtree that kept accounts, as the ledger stands;
    those that are published stay as they were. Returns how many were prepared. Five queries."""
    if period.last >= timezone.localdate():
        raise Refused(_("%(period)s is not over yet.") % {"period": period.label})
    if not by.has_perm("funding.publish_moneysheet", place):
        raise Refused(_("You may not prepare sheets of %(place)s.") % {"place": place})
    rows = Entry.objects.filter(
        account__year=period.year,
        account__organization__path__startswith=place.path,
        account__organization__level=Level.VILLAGE,
        day__lte=period.last,
    ).exclude(account__source__purse=Purse.DUES)
    found = figures_of(rows, period)
    known = MoneySheet.objects.filter(year=period.year, quarter=period.quarter)
    public = set(known.exclude(published_on=None).values_list("organization", flat=True))
    today = timezone.localdate()
    sheets = [
        MoneySheet(
            organization_id=pk,
            year=period.year,
            quarter=period.quarter,
            figures=figures,
            prepared_on=today,
        )
        for pk, figures in found.items()
        if pk not in public
    ]
    if not sheets:
        words = _("Of %(period)s no village here has accounts that are not public yet.")
        raise Refused(words % {"period": period.label})
    MoneySheet.objects.bulk_create(
        sheets,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["organization", "year", "quarter"],
        update_fields=["figures", "prepared_on", "changed_at"],
    )
    return len(sheets)


def figures_of(rows: Any, period: Quarter) -> dict[int, dict[str, Any]]:
    """{village: what its sheet says}; amounts are text, to the fen."""
    found: dict[int, dict[str, Any]] = defaultdict(
        lambda: {"before": NOTHING, "income": [], "spending": [], "payments": [], "after": NOTHING}
    )
    for pk, total, before in totals(rows, period):
        found[pk] |= {"before": before, "after": total}
    within = rows.filter(day__gte=period.first)
    for part, met, name, sign in (
        ("income", arrived_q(), "account__source", 1),
        ("spending", spent_q(), "use", -1),
    ):
        names = (f"{name}__code", f"{name}__name", f"{name}__name_en")
        lines = within.filter(met).order_by().values("account__organization", *names)
        for line in lines.annotate(total=summed(met, sign)).order_by(names[0]):
            words = [line[names[1]], line[names[2]], text(line["total"])]
            found[line["account__organization"]][part].append(words)
    for entry in payments(within):
        told = found[entry.account.organization_id]["payments"]
        if len(told) < LISTED:
            told.append(payment(entry))
    for one in found.values():
        one |= {"before": text(one["before"]), "after": text(one["after"])}
    return found


def totals(rows: Any, period: Quarter) -> Iterable[tuple[int, Decimal, Decimal]]:
    """(village, held when the quarter ended, held before it began)."""
    from_before = rows.order_by().values("account__organization")
    sums = from_before.annotate(total=Sum("amount"), before=summed(Q(day__lt=period.first)))
    return sums.values_list("account__organization", "total", "before")


def payments(rows: Any) -> Any:
    return rows.filter(spent_q()).select_related("account", "use").order_by("day", "pk")


def payment(entry: Entry) -> list[str]:
    who = masked_name(entry.counterparty)
    return [entry.day.isoformat(), entry.use.name if entry.use else "", who, text(-entry.amount)]


def text(amount: Decimal) -> str:
    return f"{amount:.2f}"


@transaction.atomic
def publish_sheet(sheet: MoneySheet, *, on: date, by: Any) -> None:
    """It hangs on the notice board since the day: noted among the village's disclosures, where it
    counts for what is owed."""
    held = MoneySheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    period = Quarter(held.year, held.quarter)
    if held.published_on:
        raise Refused(_("%(sheet)s is public already.") % {"sheet": held})
    if on > timezone.localdate() or on <= period.last:
        raise Refused(_("A quarter is published after it is over, and not in the future."))
    held.disclosure, _made = Disclosure.objects.get_or_create(
        organization=held.organization,
        kind=Affairs.FINANCE,
        subject=f"{held.year}年第{held.quarter}季度经费收支公开",
        published_on=on,
        defaults={
            "channel": Outlet.BOARD,
            "covers_from": period.first,
            "covers_until": period.last,
        },
    )
    held.published_on = on
    held.save(update_fields=["disclosure", "published_on", "changed_at"])
    sheet.refresh_from_db()


def told(sheet: MoneySheet) -> dict[str, Any]:
    """What a sheet says, with names in the reader's language, amounts grouped, and its sums."""
    kept = sheet.figures
    said: dict[str, Any] = {name: grouped(kept.get(name, "0")) for name in ("before", "after")}
    for part, whole in (("income", "received"), ("spending", "spent")):
        lines = kept.get(part, [])
        said[part] = [
            [in_language(name, name_en), grouped(amount)] for name, name_en, amount in lines
        ]
        said[whole] = grouped(sum((Decimal(line[-1]) for line in lines), NOTHING))
    uses = {name: in_language(name, name_en) for name, name_en, _sum in kept.get("spending", [])}
    said["payments"] = [
        [day, uses.get(use, use), who, grouped(amount)]
        for day, use, who, amount in kept.get("payments", [])
    ]
    return said


def grouped(amount: Any) -> str:
    return f"{Decimal(amount):,.2f}"
