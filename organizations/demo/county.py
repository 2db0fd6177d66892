"""A county that does not exist: Qingyuan, with its towns, villages and organizations of all kinds.

Codes begin with 99, which no province has. The accounts and their passwords are for the demo
only; anybody may read them here.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from operations.loading import rewrite
from organizations.actions.changes import (
    establish_organization,
    merge_organization,
    move_organization,
    upgrade_organization,
)
from organizations.actions.formrules import rule_for
from organizations.choices.tree import (
    Formation,
    Kind,
    Level,
    Method,
    Purpose,
    Setting,
    UnitType,
)
from organizations.divisions import load_divisions
from organizations.models import Grant, Organization, User, Village
from portal.history import acting

SEED = 990101
COUNTY, COUNTY_NAME = "990101", "清源县"
TOWNS = "云溪 石桥 青枫 白鹭 望江 柳林 临湖 高岭 双河 凤鸣"
COUNTRYSIDES = "桃源 竹山 大坪 茶亭 松涛 月湾"
TOWNSHIPS = [f"{name}镇" for name in TOWNS.split()] + [f"{name}乡" for name in COUNTRYSIDES.split()]
FIRST, SECOND = (
    "上下东西南北前后新古青白红金石松桃杏梨竹桂荷银玉",
    "河湾坪岭塘桥溪沟庙坡湖泉崖庄坝岗洼滩井原",
)
CROPS = ("茶叶", "油茶", "水稻", "黄桃", "中药材", "蔬菜", "生猪", "香菇")
FIRMS = ("丰禾", "绿野", "兴农", "盛源", "恒达", "瑞泰")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("建国", "秀英", "志强", "桂兰", "海涛", "春燕", "国平")
DESCRIBED = [
    *("purpose", "leader", "elected_on", "election_method", "seats", "election_due"),
    *("election_present", "approved_on", "approval_no", "phone", "unit_type", "unit_name"),
    *("mobile", "gathers_at", "formation", "partners"),
]
UNITS: dict[str, UnitType] = {
    Setting.COOPERATIVE: UnitType.COOPERATIVE,
    Setting.ASSOCIATION: UnitType.ASSOCIATION,
    Setting.ENTERPRISE: UnitType.PRIVATE,
    Setting.OFFICE: UnitType.OFFICE,
}
OFFICES = ("县委组织部", "县农业农村局", "县财政局", "县民政局", "县教育体育局", "县卫生健康委")
BELOW_TOWNSHIPS = (
    (Kind.BRANCH, Setting.OFFICE, "{0}机关党支部"),
    (Kind.BRANCH, Setting.OFFICE, "{0}中心学校党支部"),
    (Kind.BRANCH, Setting.MOBILE, "{0}流动党员党支部"),
    (Kind.BRANCH, Setting.ASSOCIATION, "{0}{1}协会党支部"),
    (Kind.BRANCH, Setting.INDUSTRY_CHAIN, "{0}{1}产业链党支部"),
    (Kind.JOINT_BRANCH, Setting.ENTERPRISE, "{0}非公企业联合党支部"),
)
BELOW_VILLAGES = (
    (Kind.BRANCH, Setting.COOPERATIVE, "{0}{1}专业合作社党支部"),
    (Kind.BRANCH, Setting.ENTERPRISE, "{0}{2}有限公司党支部"),
    (Kind.JOINT_BRANCH, Setting.VILLAGE_ENTERPRISE, "{0}村企联合党支部"),
    (Kind.BRANCH, Setting.FUNCTIONAL, "{0}应急服务队党支部"),
)
# Login name, role, code of the organization, password.
ACCOUNTS = (
    ("admin", "county_admin", COUNTY, "qingyuan-admin"),
    ("staff", "county_staff", COUNTY, "qingyuan-staff"),
    ("supervisor", "supervisor", COUNTY, "qingyuan-supervisor"),
    ("auditor", "auditor", COUNTY, "qingyuan-auditor"),
    ("yunxi", "township_secretary", f"{COUNTY}100", "qingyuan-yunxi"),
    ("shiqiao", "township_secretary", f"{COUNTY}101", "qingyuan-shiqiao"),
    ("village", "village_secretary", f"{COUNTY}100002", "qingyuan-village"),
)
FULL_NAMES = {
    "admin": "周明远",
    "staff": "林晓雯",
    "supervisor": "郑国栋",
    "auditor": "沈慎之",
    "yunxi": "何建平",
    "shiqiao": "唐秀兰",
    "village": "罗长根",
}


def load(say: Callable[[str], None]) -> None:
    """Make the county, unless it is there. The same on every machine but for today's date."""
    if Organization.objects.filter(code=COUNTY).exists():
        return
    rng = random.Random(SEED)
    with transaction.atomic(), acting(None, page="demo"):
        load_divisions(divisions(rng))
        describe_villages(rng)
        upgrade_villages(rng)
        Organization.objects.bulk_create(list(below_townships(rng)))
        Organization.objects.bulk_create(list(below_villages(rng)))
        date_organizations(rng)
        describe_organizations(random.Random(SEED + 1))
        change_tree()
        create_accounts()
    say(f"{COUNTY_NAME}: {Organization.objects.count()} organizations, {len(ACCOUNTS)} accounts")


def divisions(rng: random.Random) -> bytes:
    """The county's divisions as published, in the form `load_divisions` reads."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(["code", "name", "parent_code", "level"])
    write([COUNTY, COUNTY_NAME, "", Level.COUNTY.value])
    names = rng.sample([a + b for a in FIRST for b in SECOND], 260)
    for number, town in enumerate(TOWNSHIPS):
        code = f"{COUNTY}{100 + number if town.endswith('镇') else 190 + number}"
        write([code, town, COUNTY, Level.TOWNSHIP.value])
        write([f"{code}001", f"{town[:-1]}社区居民委员会", code, Level.VILLAGE.value])
        for place in range(rng.randint(13, 17)):
            name = f"{names.pop()}村民委员会"
            write([f"{code}{place + 2:03d}", name, code, Level.VILLAGE.value])
    return text.getvalue().encode()


def villages() -> list[Organization]:
    return list(Organization.objects.filter(level=Level.VILLAGE).order_by("code"))


def describe_villages(rng: random.Random) -> None:
    rows = list(Village.objects.order_by("code"))
    for village in rows:
        village.population = int(rng.triangular(480, 4600, 1500))
        village.border, village.difficult = rng.random() < 0.03, rng.random() < 0.05
        village.poor, village.central_task = rng.random() < 0.14, rng.random() < 0.16
    fields = ["population", "border", "difficult", "poor", "central_task"]
    rewrite(rows, fields)


def upgrade_villages(rng: random.Random) -> None:
    """Big villages have a committee or a general branch, with branches below it."""
    chosen = rng.sample(villages(), 64)
    for place, organization in enumerate(chosen):
        committee = place < 16
        organization.kind = Kind.VILLAGE_COMMITTEE if committee else Kind.GENERAL_BRANCH
        ending = "党委" if committee else "党总支"
        organization.name = organization.name.removesuffix("党支部") + ending
    Organization.objects.bulk_update(chosen, ["kind", "name"])


def below(parent: Organization, number: int, form: tuple[Any, Any, str], *words: str) -> Any:
    kind, setting, name = form
    return Organization(
        code=f"{parent.code}{number:03d}",
        name=name.format(parent.short, *words),
        kind=kind,
        setting=setting,
        parent=parent,
    )


def below_townships(rng: random.Random) -> Iterator[Organization]:
    county = Organization.objects.get(code=COUNTY)
    for number, office in enumerate(OFFICES):
        yield below(county, 901 + number, (Kind.BRANCH, Setting.OFFICE, f"{office}机关党支部"))
    for town in Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"):
        for number, form in enumerate(BELOW_TOWNSHIPS):
            yield below(town, 901 + number, form, rng.choice(CROPS))


def below_villages(rng: random.Random) -> Iterator[Organization]:
    for village in villages():
        if village.kind == Kind.BRANCH:
            group = (Kind.PARTY_GROUP, village.setting, "{0}第{1}党小组")
            many = 2 if rng.random() < 0.22 else 0
            forms = [group] * many
        else:
            branch = (Kind.BRANCH, village.setting, "{0}第{1}党支部")
            forms = [branch] * rng.randint(2, 3) + rng.sample(BELOW_VILLAGES, rng.randint(0, 2))
        for number, form in enumerate(forms):
            words = (rng.choice(CROPS), rng.choice(FIRMS))
            if "第" in form[2]:
                words = ("一二三"[number], "")
            yield below(village, number + 1, form, *words)


def date_organizations(rng: random.Random) -> None:
    """When they were established; two enterprise branches have been closed since."""
    today = timezone.localdate()
    rows = list(Organization.objects.order_by("code"))
    for organization in rows:
        old = organization.level != Level.BRANCH
        years = rng.uniform(25, 68) if old else rng.uniform(3.5, 15)
        organization.established = today - timedelta(days=int(years * 365.25))
    gone = [row for row in rows if row.setting == Setting.ENTERPRISE and row.kind == Kind.BRANCH]
    for organization in gone[:2]:
        organization.closed = date(today.year - 1, 9, 30)
    rewrite(rows, ["established", "closed"])


def describe_organizations(rng: random.Random) -> None:
    """Committees and terms, units, purposes of party groups, who formed what jointly."""
    today = timezone.localdate()
    rows = list(Organization.objects.select_related("parent").order_by("code"))
    for organization in rows:
        if organization.kind == Kind.PARTY_GROUP:
            organization.purpose = rng.choice(Purpose.values[:6])
            organization.leader = f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}"
        elif organization.setting != Setting.FUNCTIONAL:
            elect(organization, today, rng)
        describe_unit(organization, rng)
    rewrite(rows, DESCRIBED)


def elect(organization: Organization, today: date, rng: random.Random) -> None:
    """One in thirty terms is over, one in eight ends soon."""
    years = term_of(organization.kind, organization.setting, today)
    left = rng.choices((-60, 150, 600), (1, 4, 25))[0] + rng.randint(-25, 25)
    earliest = organization.established or date(1990, 1, 1)
    elected = today + timedelta(days=left - int(years * 365.25))
    organization.elected_on = max(elected, earliest)
    organization.election_method = rng.choice((Method.MEMBERS, Method.OPEN, Method.DOUBLE))
    organization.seats = 3 if organization.kind in {Kind.BRANCH, Kind.JOINT_BRANCH} else 5
    if organization.kind in {Kind.TOWNSHIP_COMMITTEE, Kind.COUNTY_COMMITTEE}:
        organization.seats, organization.election_method = 9, Method.DELEGATES
    organization.election_due = rng.randint(18, 60)
    organization.election_present = organization.election_due - rng.randint(0, 3)
    organization.approved_on = organization.established
    organization.approval_no = f"清组〔{organization.elected_on.year}〕{rng.randint(3, 90)}号"


@cache
def term_of(kind: str, setting: str, today: date) -> int:
    """Years; asked of a thousand organizations of twenty sorts."""
    rule = rule_for(kind, setting, today)
    return (rule and rule.term_years) or 3


def describe_unit(organization: Organization, rng: random.Random) -> None:
    organization.phone = f"0990-2{rng.randint(100000, 999999)}"
    organization.unit_type = UNITS.get(organization.setting) or ""
    if organization.unit_type:
        organization.unit_name = organization.name.split("党")[0]
    organization.mobile = organization.setting == Setting.MOBILE
    if organization.mobile:
        organization.gathers_at = rng.choice(("东莞市虎门镇", "昆山市玉山镇", "宁波市北仑区"))
    if organization.kind == Kind.JOINT_BRANCH:
        organization.formation = Formation.JOINT
        town = organization.parent.short if organization.parent else ""
        organization.partners = f"{town}、{rng.choice(FIRMS)}有限公司"


def change_tree() -> None:
    """What has happened to organizations in the last years, each with its papers."""
    year = timezone.localdate().year
    old, new = (Organization.objects.get(code=f"{COUNTY}{place}") for place in ("103", "102"))
    for place in ("101005", "103004"):
        village = Organization.objects.get(code=f"{COUNTY}{place}")
        papers = {
            "approval_no": f"清委〔{year - 2}〕17号",
            "document": "关于调整部分村隶属关系的批复",
        }
        move_organization(village, parent=new, day=date(year - 2, 7, 1), by=None, **papers)
    grown = (
        Organization.objects.filter(level=Level.VILLAGE, kind=Kind.BRANCH, children=None)
        .exclude(code__endswith="002")
        .order_by("code")[:3]
    )
    for village in grown:
        grow(village, year)
    establish_organization(
        Organization.objects.get(code=COUNTY),
        code=f"{COUNTY}990",
        name="清源水库工程临时党支部",
        kind=Kind.TEMPORARY_BRANCH,
        setting=Setting.FUNCTIONAL,
        day=date(year - 1, 9, 1),
        approval_no=f"清组〔{year - 1}〕31号",
        by=None,
    )
    merge_associations(old, year)


def grow(village: Organization, year: int) -> None:
    """A village branch becomes a general branch, with two branches below it."""
    day, papers = date(year - 1, 3, 20), {"approval_no": f"清组〔{year - 1}〕12号"}
    upgrade_organization(
        village,
        kind=Kind.GENERAL_BRANCH,
        setting=village.setting,
        name=village.name.removesuffix("党支部") + "党总支",
        day=day,
        document="关于同意部分村党支部升格为党总支的批复",
        by=None,
        **papers,
    )
    for number, word in enumerate("一二", start=1):
        establish_organization(
            village,
            code=f"{village.code}{number:03d}",
            name=f"{village.short}第{word}党支部",
            kind=Kind.BRANCH,
            setting=village.setting,
            day=day,
            by=None,
            **papers,
        )


def merge_associations(town: Organization, year: int) -> None:
    """The association's branch of one town goes into that of its industry chain."""
    association, chain = (
        Organization.objects.get(parent=town, setting=setting)
        for setting in (Setting.ASSOCIATION, Setting.INDUSTRY_CHAIN)
    )
    merge_organization(
        association,
        into=chain,
        day=date(year - 1, 12, 1),
        approval_no=f"清组〔{year - 1}〕45号",
        document="关于合并产业党组织的批复",
        by=None,
    )


def create_accounts() -> None:
    for name, role, code, password in ACCOUNTS:
        organization = Organization.objects.get(code=code)
        user = User(name=name, full_name=FULL_NAMES[name], organization=organization)
        user.set_password(password)
        user.save()
        group = Group.objects.get(name=role)
        Grant.objects.create(user=user, role=group, organization=organization)
