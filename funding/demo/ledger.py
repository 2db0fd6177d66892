"""Codes of money, and three years of the books of townships and villages: allotments by quarter,
what they were spent on, mistakes reversed, months closed, applications at every step."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from funding.actions.applications import pay_application
from funding.actions.closing import end_of
from funding.actions.codes import load_codes
from funding.actions.ledger import reverse_entry
from funding.actions.verifying import keep_heads
from funding.choices import ApplicationState, Purse, Way
from funding.models import (
    Account,
    AccountAct,
    Application,
    ApplicationAct,
    ApprovalLimit,
    Entry,
    Source,
    Use,
)
from organizations.choices.tree import Level
from organizations.demo.names import somebody
from organizations.models import Organization, User
from workbooks.imports.writing import column_of, copy

SEED = 990161
YEARS = 3
EARNING = 5  # every fifth village has a book of what it earns itself
FEWER = 6  # lines of a year that is long over
HALVES = ((0, "上半年"), (2, "下半年"))
COLUMNS = (
    *("account", "way", "day", "use", "amount", "voucher", "counterparty", "handler", "note"),
    *("act", "token", "entered_by", "entered_at", "created_at", "changed_at", "reverses"),
    *("number", "total", "previous", "fingerprint"),
)
# Spent by a village: month, use, yuan, to whom, what for.
YEARLY = (
    (1, "press", 1600, "县邮政局", "订阅党报党刊"),
    (2, "hardship", 1500, "困难党员", "春节慰问困难党员"),
    (3, "office", 2600, "兴隆文具店", "购买办公用品"),
    (4, "party-activity", 1800, "村党支部", "主题党日活动"),
    (5, "venue", 3800, "宏达建筑队", "活动场所屋面维修"),
    (6, "member-training", 2200, "县委党校", "党员集中培训"),
    (7, "commendation", 1500, "优秀党员", "七一表彰"),
    (8, "service", 12600, "惠民服务队", "服务群众项目"),
    (9, "office", 2900, "供电所", "电费、网络费"),
    (10, "allowance-left", 6200, "离任村干部", "离任村干部补贴"),
    (11, "venue", 5400, "清源热力公司", "冬季取暖费"),
    (12, "office", 2400, "兴隆文具店", "年终办公费用"),
)
TOWNSHIP_LINES = (
    (3, "member-training", 26000, "县委党校", "村党组织书记轮训"),
    (6, "party-activity", 9000, "镇党委", "庆七一系列活动"),
    (9, "talent", 18000, "农广校", "乡土人才培育"),
    (11, "commendation", 8000, "先进党支部", "表彰先进"),
)
DUES_LINES = (
    (2, "hardship", 3000, "困难党员", "慰问困难党员"),
    (6, "party-activity", 2600, "镇党委", "七一活动"),
)
COLLECTIVE_LINES = (
    (6, "industry", 9000, "丰禾合作社", "果园管护"),
    (12, "income-reward", 4000, "村干部", "集体增收奖励"),
)
BASIC = 96000  # yuan a year
KINDS = {  # source: (allotted every half year, lines of a year, pay of a quarter)
    "county": (76000, YEARLY, 15600),
    "collective": (13000, COLLECTIVE_LINES, 0),
    "town": (64000, TOWNSHIP_LINES, 0),
    "dues-retained": (5200, DUES_LINES, 0),
}

# Of a year's allotment, what comes for a use of its own, as the year begins.
ALLOTTED = {
    "county": (
        ("basic-pay", BASIC),
        ("office", 15000),
        ("venue", 10500),
        ("party-activity", 4000),
        ("member-training", 2600),
        ("service", 13000),
    )
}


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Source.objects.exists():
        return
    load_codes(county)
    books = Books(random.Random(SEED), timezone.localdate())
    books.open_all()
    books.write()
    say(f"{len(books.rows)} entries in {len(books.accounts)} accounts")
    close_what_is_over(books.today)
    mend_some(books)
    keep_heads()
    limits(county)
    say(f"{ask_for_money(books)} applications for money")


@dataclass
class Books:
    """What is entered, line by line; `held` is what each account holds while it is written."""

    rng: random.Random
    today: date
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.years = range(self.today.year - YEARS + 1, self.today.year + 1)
        self.uses = {one.code: one.pk for one in Use.objects.all()}
        self.clerk = User.objects.filter(name="staff").values_list("pk", flat=True).first()
        self.now = timezone.now()

    def open_all(self) -> None:
        """An account a year of each kind of money: villages two, townships two."""
        sources = {one.code: one for one in Source.objects.all()}
        places = Organization.objects.filter(level__in=[Level.VILLAGE, Level.TOWNSHIP])
        of_level = {
            Level.VILLAGE: ("county", "collective"),
            Level.TOWNSHIP: ("county", "dues-retained"),
        }
        self.accounts = Account.objects.bulk_create(
            Account(organization=place, year=year, source=sources[code])
            for number, place in enumerate(places.order_by("path"))
            for code in of_level[Level(place.level)]
            if code != "collective" or number % EARNING == 0
            for year in self.years
        )

    def write(self) -> None:
        left, brought = Decimal(0), None
        for account in self.accounts:
            if account.year == self.years[0]:
                left, brought = Decimal(0), None
            left, brought = self.write_year(account, left, brought)
        fields = {one.name: one for one in Entry._meta.concrete_fields}
        columns = [
            column_of(fields[name], values)
            for name, values in zip(COLUMNS, zip(*self.rows, strict=True), strict=True)
        ]
        with connection.cursor() as cursor:
            names = [str(fields[name].column) for name in COLUMNS]
            copy(cursor, Entry._meta.db_table, names, columns)

    def write_year(
        self, account: Account, left: Decimal, brought: uuid.UUID | None
    ) -> tuple[Decimal, uuid.UUID | None]:
        """The lines of one account; what it holds in the end is carried over with them."""
        first, last = date(account.year, 1, 1), min(self.today, end_of(account.year, 12))
        held, number, start = left, 0, len(self.rows)
        if left:
            number += 1
            self.line(account, number, Way.OPENING, first, left, act=brought)
        for day, way, use, amount, to, what in sorted(self.moves(account), key=lambda m: m[:2]):
            if day > last or held + amount < 0:
                continue
            number += 1
            held += amount
            self.line(account, number, way, day, amount, use=use, to=to, what=what)
        if account.year < self.today.year and held and len(self.rows) > start:
            act = uuid.UUID(int=self.rng.getrandbits(128), version=4)
            self.line(account, number + 1, Way.CLOSING, last, -held, act=act)
            return held, act
        return Decimal(0), None

    def moves(self, account: Account) -> Iterator[tuple[date, str, str, Decimal, str, str]]:
        """A year's allotments and payments: (day, way, use, amount, with whom, what for)."""
        town = account.organization.level == Level.TOWNSHIP
        kind = "town" if town and account.source.purse == Purse.BUDGET else account.source.code
        each, lines, pay = KINDS[kind]
        if pay and account.year == self.today.year:  # the pay sheets pay, out of the province's
            each, pay = each - BASIC // 2, 0
        poor = account.organization_id % 23 == 0  # too little came: the floor is not met
        recent = account.year >= self.today.year - 1
        for quarter, use, about in allotted(kind, each, recent, pay > 0):
            day = date(account.year, quarter * 3 + 1, 5 + self.rng.randrange(15))
            amount = self.yuan(about // 2 if poor else about)
            yield day, Way.RECEIPT, use, amount, "县财政局", f"拨付{dict(HALVES)[quarter]}经费"
        some = lines if recent else self.rng.sample(lines, min(len(lines), FEWER))
        for month, use, yuan, to, what in some:
            day = date(account.year, month, 8 + self.rng.randrange(18))
            yield day, Way.PAYMENT, use, -self.yuan(yuan), to, what
        for quarter in range(1, 5) if pay else ():
            day, what = date(account.year, quarter * 3, 25), f"第{quarter}季度基本报酬"
            yield day, Way.PAYMENT, "basic-pay", Decimal(-pay), "村干部", what

    def yuan(self, about: int) -> Decimal:
        return Decimal(round(about * self.rng.uniform(0.85, 1.2) * 100)) / 100

    def line(
        self, account: Account, number: int, way: str, day: date, amount: Decimal, **more: Any
    ) -> None:
        token = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        use = self.uses.get(more.get("use", ""))
        to, what = more.get("to", ""), more.get("what", "")
        words = (f"记-{number:04d}", to, "", what, more.get("act"), token, self.clerk)
        stamps = (self.now, self.now, self.now, None)
        self.rows.append(
            (account.pk, way, day, use, amount, *words, *stamps, 0, Decimal(0), "", "")
        )


def allotted(kind: str, each: int, recent: bool, pays: bool) -> Iterator[tuple[int, str, int]]:
    """(quarter from 0, use, yuan): what is allotted for a use, and the rest for none."""
    named = [one for one in ALLOTTED.get(kind, ()) if recent and (pays or one[0] != "basic-pay")]
    for use, yuan in named:
        yield 0, use, yuan
    rest = each - sum(yuan for _use, yuan in named) // 2
    for quarter, _half in HALVES:
        yield quarter, "", rest


def close_what_is_over(today: date) -> None:
    """The years before this one, and of this one all but the last two months."""
    month = max(today.month - 2, 1)
    acts = []
    for account in Account.objects.all():
        over = account.year < today.year
        until = end_of(account.year, 12 if over else month)
        acts.append(AccountAct(account=account, kind=AccountAct.Kind.CLOSED, until=until))
    AccountAct.objects.bulk_create(acts)
    for year, end in ((today.year, month), *((today.year - n, 12) for n in range(1, YEARS))):
        Account.objects.filter(year=year).update(closed_until=end_of(year, end))


def mend_some(books: Books) -> None:
    """Mistakes of these weeks, each answered by its opposite."""
    recent = books.today - timedelta(days=30)
    rows = Entry.objects.filter(way=Way.PAYMENT, day__gte=recent).select_related("account", "use")
    for number, entry in enumerate(rows.order_by("pk")[:200:40], 1):
        reverse_entry(
            entry, day=books.today, voucher=f"冲-{number:03d}", reason="金额录错，冲销重记", by=None
        )


def limits(county: Organization) -> None:
    """The township decides up to 5,000 yuan of budget money and 2,000 of Party dues."""
    since = date(2024, 1, 1)
    ApprovalLimit.objects.bulk_create(
        ApprovalLimit(
            organization=county,
            level=Level.TOWNSHIP,
            purse=purse,
            up_to=up_to,
            since=since,
            document="清组发〔2024〕2号",
        )
        for purse, up_to in ((Purse.BUDGET, 5000), (Purse.DUES, 2000))
    )


def ask_for_money(books: Books) -> int:
    """Applications of villages, at each step, with what was done to them."""
    steps = {
        ApplicationState.DRAFT: (),
        ApplicationState.SUBMITTED: (),
        ApplicationState.REVIEWED: (ApplicationState.REVIEWED,),
        ApplicationState.APPROVED: (ApplicationState.REVIEWED, ApplicationState.APPROVED),
        ApplicationState.RETURNED: (ApplicationState.RETURNED,),
        ApplicationState.REFUSED: (ApplicationState.REFUSED,),
    }
    now = [one for one in books.accounts if one.year == books.today.year]
    mine = [one for one in now if one.source.code == "county"]
    villages = [one for one in mine if one.organization.level == Level.VILLAGE][:36]
    made = Application.objects.bulk_create(
        Application(
            account=account,
            code=f"申-{number:03d}",
            asked_on=books.today - timedelta(days=number % 20),
            use_id=books.uses["venue" if number % 2 else "office"],
            amount=books.yuan(7800 if number % 3 else 1900),
            payee=somebody(books.rng),
            purpose="活动场所维修" if number % 2 else "添置办公设备",
            state=list(steps)[number % len(steps)],
        )
        for number, account in enumerate(villages, 1)
    )
    ApplicationAct.objects.bulk_create(
        ApplicationAct(application=one, kind=kind, reason=reason_of(kind))
        for one in made
        if one.state != ApplicationState.DRAFT
        for kind in (ApplicationState.SUBMITTED, *steps[ApplicationState(one.state)])
    )
    pay_some([one for one in made if one.state == ApplicationState.APPROVED], books.today)
    return len(made)


def pay_some(approved: list[Application], today: date) -> None:
    """Every other one of them is paid by the township's secretary."""
    cashier = User.objects.filter(name="yunxi").first()
    for one in approved[::2]:
        pay_application(one, day=today, handler="李会计", by=cashier)


def reason_of(kind: str) -> str:
    """What is said where an application goes back."""
    said = {"returned": "请附维修合同", "refused": "不符合资金用途", "reviewed": "情况属实"}
    return said.get(kind, "")
