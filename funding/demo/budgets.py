"""Budgets of three years made from what arrived and was spent, the standards, special funds with
their projects, transfers of budget, and the sheets of the last quarter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from funding.actions.ledger import Line, Posting, post_entries
from funding.actions.sheets import Quarter, figures_of, last_quarter
from funding.actions.standards import load_standards
from funding.choices import FundKind, MoveState, Purse, Way
from funding.models import (
    Account,
    Budget,
    BudgetMove,
    Entry,
    FundProject,
    MoneySheet,
    Source,
    SpecialFund,
    Standard,
    Use,
)
from organizations.choices.tree import Level
from organizations.models import Disclosure, Organization, User

SEED = 220016
# Of every line what arrived on its use, or was spent; one village in fourteen waits for more.
BUDGETS = """
    INSERT INTO funding_budget (created_at, changed_at, organization_id, year, source_id, use_id,
        amount, moved, decided_on, due_on, note)
    SELECT now(), now(), organization_id, year, source_id, use_id,
        CASE WHEN organization_id %% 14 = 0 THEN ceil(whole * 1.15 / 100)
            ELSE floor(whole / 100) END * 100,
        0, make_date(year, 1, 1),
        CASE WHEN came THEN make_date(year, 3 + use_id::int %% 3 * 3, 28) END, ''
    FROM (
        SELECT account.organization_id, account.year, account.source_id, entry.use_id, greatest(
            sum(entry.amount) FILTER (WHERE entry.way IN ('receipt', 'transfer')),
            -sum(entry.amount) FILTER (WHERE entry.way IN ('payment', 'reversal')) * %s
        ) AS whole, bool_or(entry.way IN ('receipt', 'transfer')) AS came
        FROM funding_entry AS entry
        JOIN funding_account AS account ON account.id = entry.account_id
        JOIN funding_source AS source ON source.id = account.source_id
        WHERE entry.use_id IS NOT NULL AND source.purse = 'budget'
        GROUP BY 1, 2, 3, 4
    ) AS lines WHERE whole >= 100
"""
FUNDS = (
    ("commendation", "表彰奖励资金", "Commendation fund", FundKind.COMMENDATION, 0, 1_500_000),
    ("talent", "乡土人才培育资金", "Rural talent", FundKind.TALENT, 0, 300_000),
    ("start-up", "农业技术和创业扶持资金", "Start-up support", FundKind.STARTUP, 1, 480_000),
    ("venue-building", "活动场所建设资金", "Building of venues", FundKind.VENUE, 2, 2_400_000),
)
PURPOSES = {
    "commendation": "省财政专项表彰资金（150万元）",
    "talent": "乡土人才评选、培训和补助",
    "start-up": "农业实用技术培训和党员创业扶持",
    "venue-building": "三年建设村级组织活动场所，并入村级组织运转经费增长",
}


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Budget.objects.exists() or not Entry.objects.exists():
        return
    if not Standard.objects.exists():
        say(f"{load_standards(county)} standards of money")
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(BUDGETS, [Decimal("1.02")])
        say(f"{cursor.rowcount} budget lines")
    moves(random.Random(SEED), today)
    say(f"{specials(county, random.Random(SEED), today)} projects of special funds")
    say(f"{sheets(county, today)} sheets for notice boards")


def moves(rng: random.Random, today: date) -> None:
    """Transfers between the uses of a village: some wait, one is refused."""
    county = User.objects.filter(name__in=["admin", "staff"]).order_by("name")
    by, other = (*county, None, None)[:2]
    office = Budget.objects.filter(year=today.year, use__code="office", amount__gt=5_000)
    rows: list[BudgetMove] = []
    states = (MoveState.ASKED, MoveState.ASKED, MoveState.REFUSED)
    for line in office.order_by("pk")[:3]:
        taker = Budget.objects.filter(
            organization=line.organization, year=line.year, source=line.source
        ).exclude(pk=line.pk)
        if to := taker.first():
            state = states[len(rows)]
            decided = state == MoveState.REFUSED
            rows.append(
                BudgetMove(
                    giver=line,
                    taker=to,
                    amount=rng.choice((500, 800, 1200)),
                    reason="冬季取暖费用增加，从办公经费调剂",
                    asked_on=today,
                    asked_by=other,
                    state=state,
                    decided_by=by if decided else None,
                    decided_on=today if decided else None,
                    answer="年内办公经费尚需保障" if decided else "",
                )
            )
    BudgetMove.objects.bulk_create(rows)


def specials(county: Organization, rng: random.Random, today: date) -> int:
    """Funds of the county, their projects in villages."""
    source = Source.objects.filter(code="provincial").first()
    uses = {use.code: use for use in Use.objects.all()}
    if source is None:
        return 0
    villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("path"))
    projects: list[FundProject] = []
    for code, name, name_en, kind, back, amount in FUNDS:
        if code not in uses:
            continue
        fund = SpecialFund.objects.create(
            organization=county,
            code=f"{code}-{today.year - back}",
            name=name,
            name_en=name_en,
            kind=kind,
            year=today.year - back,
            last_year=today.year if back else None,
            source=source,
            use=uses[code],
            amount=amount,
            purpose=PURPOSES[code],
        )
        projects += projects_of(fund, villages, rng, today)
    FundProject.objects.bulk_create(projects)
    post_entries(spending(projects, rng, today), by=None)
    return len(projects)


def spending(projects: list[FundProject], rng: random.Random, today: date) -> Iterator[Posting]:
    """What came for a project, and what it has spent of it."""
    for number, one in enumerate(projects):
        account, _made = Account.objects.get_or_create(
            organization=one.organization, year=one.year, source=one.fund.source
        )
        spent = one.allotted * rng.choice((100, 95, 90) if one.state == "done" else (60, 40, 25))
        lines = (
            (Way.RECEIPT, one.allotted, "省财政厅", "下达"),
            (Way.PAYMENT, -(spent / 100).quantize(Decimal("0.01")), "县国库支付中心", "支付"),
        )
        for way, amount, other, word in lines:
            voucher = f"专-{number:03d}-{'1' if amount > 0 else '2'}"
            note = f"{word}{one.name}"
            yield Posting(
                account, Line(way, today, amount, voucher, one.fund.use, other, note=note)
            )


def projects_of(
    fund: SpecialFund, villages: list[Any], rng: random.Random, today: date
) -> Iterator[FundProject]:
    chosen = rng.sample(villages, min(12, len(villages)))
    each = Decimal(fund.amount * 9 // 10 // max(len(chosen), 1))
    for village in chosen:
        done = rng.random() < 0.5
        yield FundProject(
            fund=fund,
            organization=village,
            year=today.year,
            name=f"{village.short}{fund.name.removesuffix('资金')}项目",
            allotted=each,
            allotted_on=date(today.year, 1, 20),
            state="done" if done else "running",
            finished_on=today.replace(day=1) if done else None,
            result="已验收，投入使用。" if done else "",
        )


def sheets(county: Organization, today: date) -> int:
    """The sheets of the newest quarter; two villages in three have put theirs up."""
    period = last_quarter(today)
    rows = Entry.objects.filter(
        account__year=period.year,
        account__organization__level=Level.VILLAGE,
        day__lte=period.last,
    ).exclude(account__source__purse=Purse.DUES)
    made = [sheet(pk, figures, period) for pk, figures in figures_of(rows, period).items()]
    public = [one for one in made if one.organization_id % 3]
    disclosures = [disclosure(one, period) for one in public]
    Disclosure.objects.bulk_create(disclosures, ignore_conflicts=True)
    kept = Disclosure.objects.filter(subject=disclosures[0].subject) if disclosures else ()
    by_place = {one.organization_id: one for one in kept}
    for one in public:
        one.disclosure = by_place.get(one.organization_id)
        one.published_on = one.disclosure.published_on if one.disclosure else None
    MoneySheet.objects.bulk_create(made, batch_size=1000)
    return len(made)


def sheet(organization: int, figures: dict[str, Any], period: Quarter) -> MoneySheet:
    return MoneySheet(
        organization_id=organization,
        year=period.year,
        quarter=period.quarter,
        figures=figures,
        prepared_on=after(period, 3),
    )


def disclosure(one: MoneySheet, period: Quarter) -> Disclosure:
    return Disclosure(
        organization_id=one.organization_id,
        kind="finance",
        subject=f"{period.year}年第{period.quarter}季度经费收支公开",
        channel="board",
        covers_from=period.first,
        covers_until=period.last,
        published_on=after(period, 5),
    )


def after(period: Quarter, days: int) -> date:
    return min(date.fromordinal(period.last.toordinal() + days), timezone.localdate())
