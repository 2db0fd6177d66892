"""Pay of twelve months: worked out by the rules, paid out of the villages' accounts but for the
last two, which wait to be approved and paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from funding.actions.dues_rates import share_of
from funding.actions.pay_rules import load_pay_rules
from funding.actions.pay_sheets import make_sheet, month_before
from funding.actions.rewards import known_income
from funding.actions.standards import in_force, load_standards, required
from funding.choices import Way
from funding.models import (
    Account,
    BankCard,
    CollectiveReward,
    Entry,
    PayEntry,
    PayLine,
    PayRule,
    PaySheet,
    PaySheetAct,
    Source,
    Standard,
    Use,
)
from operations.statistics import analyze
from organizations.choices.tree import Level
from organizations.models import Organization, User

MONTHS, WAITING, YEAR = 12, 2, 12
WHOLE, FEW = 4, 4  # townships whose twelve months are kept, and how many months of the others
BANKS = ("农村商业银行", "中国农业银行", "邮政储蓄银行")
State, Act = PaySheet.State, PaySheetAct.Kind
# The lines of the latest month, for the months before; last year's income was another.
COPIED = """
    INSERT INTO funding_payline (created_at, changed_at, sheet_id, person_id, organization_id,
        month, paid_as, basic, full_score, score, performance, reward, subsidy, allowance,
        deduction, adjustment, adjust_why, total, card_id, by_hand)
    SELECT now(), now(), other.id, line.person_id, line.organization_id, other.month,
        line.paid_as, CASE WHEN extract(year FROM other.month) = extract(year FROM sheet.month)
            THEN line.basic ELSE round(line.basic * %(before)s, 2) END, line.full_score,
        100 - (line.person_id * 7 + extract(month FROM other.month)::int) %% 15, 0, 0,
        line.subsidy, line.allowance, 0, 0, '', 0, line.card_id, false
    FROM funding_payline AS line
    JOIN funding_paysheet AS sheet ON sheet.id = line.sheet_id
    JOIN funding_paysheet AS other ON other.organization_id = sheet.organization_id
        AND other.kind = sheet.kind AND other.id <> sheet.id
    WHERE sheet.id = ANY(%(made)s)
"""


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or PaySheet.objects.exists():
        return
    if not Standard.objects.exists():
        load_standards(county)
    if not PayRule.objects.exists():
        load_pay_rules(county)
    towns = list(Organization.objects.filter(level=Level.TOWNSHIP, closed=None).order_by("path"))
    months = last_months(timezone.localdate().replace(day=1))
    sheets = opened(towns, months)
    worked_out(sheets, months)
    entries = paid_out(county, months[WAITING:])
    waiting(sheets, months)
    sheets += posted(towns, months[1])
    say(f"{len(sheets)} pay sheets, {entries} entries, {rewards(towns[0], months[0])} rewards")


def last_months(month: date) -> list[date]:
    """Twelve months, the latest first."""
    found = [month]
    while len(found) < MONTHS:
        found.append(month_before(found[-1]))
    return found


def opened(towns: list[Organization], months: list[date]) -> list[PaySheet]:
    source = Source.objects.get(code="provincial")
    rewards_from = Source.objects.get(code="collective")
    return PaySheet.objects.bulk_create(
        PaySheet(
            organization=town,
            kind="cadres",
            month=month,
            source=source,
            reward_source=rewards_from,
            made_by=user("staff"),
        )
        for place, town in enumerate(towns)
        for month in (months if place < WHOLE else months[:FEW])
    )


def user(name: str) -> User | None:
    found: User | None = User.objects.filter(name=name).first()
    return found


def worked_out(sheets: list[PaySheet], months: list[date]) -> None:
    """The latest month by the rules, the others alike."""
    made = [sheet for sheet in sheets if sheet.month == months[0]]
    cards()
    for sheet in made:
        make_sheet(sheet, by=sheet.made_by)
    analyze("funding")
    with connection.cursor() as cursor:
        cursor.execute(
            COPIED, {"made": [sheet.pk for sheet in made], "before": ratio(months[0], months[-1])}
        )


def ratio(now: date, before: date) -> Decimal:
    """A secretary's pay then, against now."""
    yuan = []
    for day in (before, now):
        known = {one.code: one for one in in_force(day)}
        yuan.append(required(known["secretary-pay"], known) or Decimal(1))
    return yuan[0] / yuan[1]


def cards() -> None:
    """Bank accounts of those who hold posts in villages; one in forty has none yet."""
    holders = (
        Organization.objects.filter(level=Level.VILLAGE, posts__until=None)
        .values_list("posts__person", flat=True)
        .distinct()
    )
    BankCard.objects.bulk_create(
        BankCard(
            person_id=pk,
            account_no=f"62284800{pk:011d}",
            bank=BANKS[pk % len(BANKS)],
            since=date(2020, 1, 1),
        )
        for pk in holders
        if pk and pk % 40
    )


def paid_out(county: Organization, months: list[date]) -> int:
    """Money comes from the province, and pays what the sheets say; how many entries."""
    rows: list[Any] = list(
        PayLine.objects.filter(month__in=months)
        .order_by("organization", "month")
        .values("organization", "month", "sheet")
        .annotate(basic=Sum("basic"), performance=Sum("performance"))
    )
    accounts = accounts_of(rows)
    uses = {one.code: one for one in Use.objects.all()}
    entries = Entry.objects.bulk_create(entries_of(rows, accounts, uses), batch_size=2000)
    sheets = {f"{row['month']:%Y%m}-{row['organization']}": row["sheet"] for row in rows}
    PayEntry.objects.bulk_create(
        PayEntry(sheet_id=sheets[one.voucher[2:].rpartition("-")[0]], entry=one)
        for one in entries
        if one.way == Way.PAYMENT
    )
    done = {"state": State.POSTED, "checked_by": user("yunxi"), "approved_by": user("admin")}
    for month in months:
        PaySheet.objects.filter(month=month).update(posted_on=month + timedelta(days=19), **done)
    return len(entries)


def accounts_of(rows: list[Any]) -> dict[tuple[int, int], Account]:
    """By village and year."""
    source = Source.objects.get(code="provincial")
    wanted = sorted({(row["organization"], row["month"].year) for row in rows})
    made = Account.objects.bulk_create(
        Account(organization_id=place, year=year, source=source) for place, year in wanted
    )
    return {(one.organization_id, one.year): one for one in made}


def entries_of(
    rows: list[Any], accounts: dict[tuple[int, int], Account], uses: dict[str, Use]
) -> Iterator[Entry]:
    clerk = user("staff")
    for (place, year), found in groupby(rows, lambda row: (row["organization"], row["month"].year)):
        months = list(found)
        account = accounts[place, year]
        for number, (name, code) in enumerate(
            (("basic", "basic-pay"), ("performance", "performance-pay")), 1
        ):
            whole = sum((row[name] for row in months), Decimal(0))
            whole += months[-1][name] * to_come(place, months)
            if whole:
                yield Entry(
                    account=account,
                    way=Way.RECEIPT,
                    day=months[0]["month"],
                    use=uses[code],
                    amount=whole,
                    voucher=f"拨-{number:03d}",
                    counterparty="省财政厅",
                    note=f"{year}年村干部报酬",
                    entered_by=clerk,
                )
        for row in months:
            for number, (name, code) in enumerate(
                (("basic", "basic-pay"), ("performance", "performance-pay")), 1
            ):
                if row[name]:
                    yield Entry(
                        account=account,
                        way=Way.PAYMENT,
                        day=row["month"] + timedelta(days=19),
                        use=uses[code],
                        amount=-row[name],
                        voucher=f"GZ{row['month']:%Y%m}-{place}-{number}",
                        counterparty="村干部",
                        note=f"{row['month']:%Y-%m} 报酬",
                        entered_by=clerk,
                    )


def to_come(place: int, months: list[Any]) -> int:
    """For how many more months of the year money is there already: the sheets that wait, too. A
    few villages got no more than that."""
    if months[0]["month"].year < timezone.localdate().year:
        return 0
    return WAITING + 1 if place % 23 == 0 else max(WAITING + 1, YEAR - len(months))


def waiting(sheets: list[PaySheet], months: list[date]) -> None:
    """Last month's sheets are approved or checked, this month's are being made."""
    for number, sheet in enumerate(one for one in sheets if one.month == months[1]):
        state = State.APPROVED if number % 2 else State.CHECKED
        PaySheet.objects.filter(pk=sheet.pk).update(
            state=state,
            checked_by=user("yunxi"),
            approved_by=user("admin") if state == State.APPROVED else None,
        )
        kinds = [Act.CHECKED, *([Act.APPROVED] if state == State.APPROVED else [])]
        PaySheetAct.objects.bulk_create(PaySheetAct(sheet=sheet, kind=kind) for kind in kinds)


def posted(towns: list[Organization], month: date) -> list[PaySheet]:
    """What first secretaries, teams and graduates are paid: last month's sheets, approved."""
    source, by = Source.objects.get(code="provincial"), user("staff")
    made = PaySheet.objects.bulk_create(
        PaySheet(organization=town, kind="posted", month=month, source=source, made_by=by)
        for town in towns
    )
    for sheet in made:
        make_sheet(sheet, by=by)
    done = {"state": State.APPROVED, "checked_by": user("yunxi"), "approved_by": user("admin")}
    PaySheet.objects.filter(pk__in=[one.pk for one in made]).update(**done)
    PaySheetAct.objects.bulk_create(
        PaySheetAct(sheet=sheet, kind=kind)
        for sheet in made
        for kind in (Act.CHECKED, Act.APPROVED)
    )
    return made


def rewards(town: Organization, month: date) -> int:
    """Proposals of a township's villages for their secretaries: approved, refused and waiting."""
    lines = PayLine.objects.filter(
        month=month, organization__path__startswith=town.path, paid_as="one_shoulder"
    ).select_related("organization")
    made = []
    for number, line in enumerate(lines[:12]):
        income = known_income(line.organization, month.year - 1) or Decimal(60000)
        made.append(
            CollectiveReward(
                organization=line.organization,
                person_id=line.person_id,
                year=month.year - 1,
                income=income,
                percent=Decimal(3),
                amount=share_of(income, Decimal(3)),
                pay_month=month,
                merits="村集体经济增收",
                state=("approved", "proposed", "refused")[number % 3],
                decided_why="收入核实后再报" if number % 3 == 2 else "",
            )
        )
    return len(CollectiveReward.objects.bulk_create(made))
