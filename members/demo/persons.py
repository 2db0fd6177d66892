"""Twelve thousand people who do not exist, for the demo county.

ID numbers are valid and begin with 990101, which no place has; telephone numbers begin with 100,
which no telephone has. Ages, schooling and stages are such that the year's targets come out as in
a real county: some met, some nearly, some behind.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.choices.standing import LeftWhy, MemberClass, Membership, Standing
from members.models import Person
from members.rules.persons import NO_PROBATION
from organizations.actions.tree import on_day
from organizations.choices.tree import Kind, Level, Setting
from organizations.demo.county import COUNTY
from organizations.models import Organization
from portal.fields import check_digit, first_day
from portal.history import acting

SEED, PERSONS = 12000, 12000
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
GIVEN = {
    "1": "伟强磊军洋勇杰涛明超刚平建国志华文斌春生海福德旺长根水立新庆丰祥瑞达成林家宝胜利爱民向东",
    "2": "芳娜秀英敏静丽艳娟霞桂兰玉梅红燕云金凤莲琴萍珍香翠雪晓倩婷慧颖洁琳佳欣怡雨",
}
ETHNICITIES = {"01": 930, "15": 24, "11": 18, "03": 14, "06": 8, "08": 4, "02": 2}
# Highest schooling by age under which it is usual: GB/T 4658 code -> share.
EDUCATION = {
    35: {"14": 2, "21": 19, "31": 30, "41": 10, "61": 23, "71": 16},
    50: {"14": 1, "21": 8, "31": 17, "41": 9, "61": 22, "71": 40, "81": 3},
    65: {"21": 2, "31": 6, "41": 4, "61": 22, "71": 48, "81": 18},
    999: {"31": 2, "41": 2, "61": 9, "71": 33, "81": 52, "90": 2},
}
# Ages of members: (from, below) -> share; those under 35 come to some 17 % with this year's new.
AGES = {(20, 35): 16, (35, 45): 18, (45, 60): 31, (60, 75): 26, (75, 93): 9}
# How many a village has of each: number -> share.
ACTIVISTS = {0: 4, 1: 8, 2: 16, 3: 30, 4: 25, 5: 17}
NEW_THIS_YEAR = {0: 36, 1: 47, 2: 17}
APPLICANTS = {0: 12, 1: 25, 2: 30, 3: 20, 4: 13}
TARGETS = {0: 45, 1: 40, 2: 15}
WHY_LEFT = {
    LeftWhy.DIED: 60,
    LeftWhy.TRANSFERRED: 34,
    LeftWhy.SUSPENDED: 3,
    LeftWhy.EXPELLED: 1,
    LeftWhy.WITHDREW: 2,
}
YEAR = 365.25
HOMES = {Kind.BRANCH, Kind.JOINT_BRANCH, Kind.PARTY_GROUP}  # committees have branches for that
IN_VILLAGES = {Setting.VILLAGE, Setting.COMMUNITY}
RETIRED, OLD = 60, 75
SKILLS = ("茶叶种植", "果树嫁接", "生猪养殖", "农机维修", "电商销售", "竹编", "泥瓦工", "厨师")
WORK_IN_VILLAGES = ("个体工商户负责人", "乡村教师", "合作社管理人员", "乡村医生", "建筑工人")
WORK_IN_TOWN = (
    "机关工作人员",
    "中小学教师",
    "医务人员",
    "企业管理人员",
    "企业职工",
    "工程技术人员",
)


def load(say: Callable[[str], None]) -> None:
    """Fill the demo county with people, unless it has some. Figures are relative to today."""
    county = Organization.objects.get(code=COUNTY)
    rows = Organization.objects.filter(path__startswith=county.path, closed=None)
    if Person.objects.filter(organization__in=rows).exists():
        return
    inventor = Inventor(random.Random(SEED), timezone.localdate())
    with transaction.atomic(), acting(None, page="demo"):
        persons = list(inventor.county(list(rows.order_by("code"))))
        for person in persons:
            inventor.say_more(person)
        Person.objects.bulk_create(persons, batch_size=4000)
        inventor.move(persons)
    say(f"{county.short}: {len(persons)} persons")


class Inventor:
    """Makes people up; the same ones on the same day."""

    def __init__(self, rng: random.Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.more = random.Random(SEED + 1)  # what is added later leaves everybody who they are
        self.new_year = today.replace(month=1, day=1)
        self.born_on: Counter[tuple[date, str]] = Counter()
        self.ages: dict[str, dict[tuple[int, int], float]] = {}

    def one_of(self, shares: Mapping[Any, float]) -> Any:
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def years_ago(self, low: float, high: float) -> date:
        return self.today - years(self.rng.uniform(low, high))

    def before(self, day: date, least: int, most: int) -> date:
        return day - timedelta(days=self.rng.randint(least, most))

    def between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))

    def county(self, rows: list[Organization]) -> Iterator[Person]:
        """Everybody: those the targets look at first, then ordinary members up to the number."""
        homes = [row for row in rows if row.kind in HOMES]
        places: list[Organization] = []
        made = 0
        for village in (row for row in rows if row.level == Level.VILLAGE):
            near = [row for row in homes if row.path.startswith(village.path)]
            people = list(self.pipeline(near))
            yield from people
            made += len(people)
            places += self.rng.choices(near, k=self.rng.randint(22, 42))
        elsewhere = [row for row in homes if row.setting not in IN_VILLAGES]
        places += [row for row in elsewhere for _ in range(self.rng.randint(6, 15))]
        places += self.rng.choices(homes, k=PERSONS)
        yield from map(self.ordinary, places[: PERSONS - made])

    def pipeline(self, near: list[Organization]) -> Iterator[Person]:
        """Those on the way into the party, and this year's new members, of one village."""
        stages = (
            (self.applicant, APPLICANTS),
            (self.activist, ACTIVISTS),
            (self.target, TARGETS),
            (self.new_member, NEW_THIS_YEAR),
        )
        for make, shares in stages:
            for _ in range(self.one_of(shares)):
                yield make(self.rng.choice(near))

    def someone(self, home: Organization, born: date) -> Person:
        """A person of whom nothing is said yet of the party."""
        age = (self.today - born).days / YEAR
        sex = "2" if self.rng.random() < (0.34 if age < 45 else 0.2) else "1"
        schooling = next(shares for below, shares in EDUCATION.items() if age < below)
        given = "".join(self.rng.choices(GIVEN[sex], k=self.rng.choice((1, 2, 2, 2))))
        return Person(
            name=self.rng.choice(SURNAMES) + given,
            sex=sex,
            ethnicity=self.one_of(ETHNICITIES),
            born=f"{born:%Y-%m}" if self.rng.random() < 0.02 else iso(born),
            id_number=self.id_number(born, sex),
            education=self.one_of(schooling),
            organization=home,
            phone=f"100{self.rng.randint(0, 10**8 - 1):08d}",
        )

    def id_number(self, born: date, sex: str) -> str:
        self.born_on[born, sex] += 1
        order = self.born_on[born, sex] * 2 + (1 if sex == "1" else 0)
        body = f"{COUNTY}{born:%Y%m%d}{order:03d}"
        return body + check_digit(body)

    def say_more(self, person: Person) -> None:
        """What rosters say besides; now and then something is missing, as in real ones."""
        luck, age = self.more.random(), person.age(self.today) or 0
        person.work_post = self.work_of(person, age)
        person.migrant_worker = person.work_post == "外出务工农民"
        person.skills = self.more.choice(SKILLS) if self.more.random() < 0.14 else ""
        if person.is_member:
            person.membership = "" if person.left else Membership.NORMAL
            person.member_class = self.class_of(person, age)
        if luck < 0.015:
            person.phone = ""
        elif luck < 0.019:
            person.education = ""
        elif luck < 0.021 and person.standing == Standing.FULL:
            person.confirmed = None

    def work_of(self, person: Person, age: int) -> str:
        if person.organization.setting not in IN_VILLAGES:
            return "退休人员" if age >= RETIRED else self.more.choice(WORK_IN_TOWN)
        if age < RETIRED and self.more.random() < 0.16:
            return "外出务工农民"
        return "务农" if self.more.random() < 0.9 else self.more.choice(WORK_IN_VILLAGES)

    def class_of(self, person: Person, age: int) -> str:
        if person.migrant_worker:
            return MemberClass.MOBILE if self.more.random() < 0.2 else MemberClass.EMPLOYED
        if age >= OLD:
            return MemberClass.OLD_ILL
        rich = person.skills and self.more.random() < 0.2
        usual = MemberClass.NO_POST if person.work_post == "务农" else MemberClass.EMPLOYED
        retired = person.work_post == "退休人员"
        return MemberClass.ENTREPRENEUR if rich else MemberClass.RETIRED if retired else usual

    def applicant(self, home: Organization) -> Person:
        person = self.someone(home, self.years_ago(20, 42))
        person.standing, person.applied = Standing.APPLICANT, iso(self.before(self.today, 10, 600))
        return person

    def activist(self, home: Organization) -> Person:
        person = self.someone(home, self.years_ago(22.5, 44))
        activist = self.before(self.today, 20, 900)
        person.standing, person.activist_on = Standing.ACTIVIST, iso(activist)
        person.applied = iso(self.before(activist, 90, 400))
        return person

    def target(self, home: Organization) -> Person:
        person = self.someone(home, self.years_ago(23, 40))
        person.standing = Standing.TARGET
        self.led_to(person, self.before(self.today, 15, 240))
        return person

    def new_member(self, home: Organization) -> Person:
        young = self.rng.random() < 0.71
        born = self.years_ago(24, 34.6) if young else self.years_ago(35.4, 52)
        person = self.someone(home, born)
        joined = self.between(self.new_year, self.today)
        person.standing, person.joined = Standing.PROBATIONARY, iso(joined)
        self.led_to(person, self.before(joined, 40, 200))
        return person

    def led_to(self, person: Person, target: date) -> None:
        """The dates before somebody became a development target: at least a year's cultivation."""
        activist = self.before(target, 370, 800)
        person.target_on, person.activist_on = iso(target), iso(activist)
        person.applied = iso(self.before(activist, 60, 300))

    def ordinary(self, home: Organization) -> Person:
        """A member who joined before this year."""
        born = self.years_ago(*self.one_of(self.ages_of(home)))
        person = self.someone(home, born)
        adult, last = born + years(18.2), self.new_year - timedelta(days=1)
        joined = born + years(self.rng.triangular(18.3, 55, 24))
        self.admit(person, joined if joined <= last else self.between(adult, last))
        if joined > adult + years(4) and joined.year >= 2010:
            self.led_to(person, self.before(first_day(person.joined or ""), 40, 200))
        if person.standing == Standing.FULL and self.rng.random() < 0.03:
            self.leave(person, old=born < self.today - years(68))
        return person

    def ages_of(self, home: Organization) -> dict[tuple[int, int], float]:
        """Some townships are younger than others."""
        town = home.path.split("/")[2]
        if town not in self.ages:
            young, *others = AGES
            share = AGES[young] * self.rng.uniform(0.65, 1.35)
            self.ages[town] = {young: share} | {bracket: AGES[bracket] for bracket in others}
        return self.ages[town]

    def admit(self, person: Person, joined: date) -> None:
        """Old files know the month only; of 1969-1977 there is no confirmation."""
        confirmed = joined + timedelta(days=366)
        precision = 7 if joined.year < 1990 and self.rng.random() < 0.2 else 10
        person.standing, person.joined = Standing.FULL, iso(joined)[:precision]
        if confirmed > self.today:
            person.standing = Standing.PROBATIONARY
        elif not NO_PROBATION[0] <= joined <= NO_PROBATION[1]:
            person.confirmed = iso(confirmed)[:precision]

    def leave(self, person: Person, *, old: bool) -> None:
        earliest = first_day(person.confirmed or person.joined or "") + timedelta(days=60)
        first = max(earliest, self.today - years(4))
        if first < self.today:
            person.left = iso(self.between(first, self.today - timedelta(days=1)))
            person.left_why = LeftWhy.DIED if old else self.one_of(WHY_LEFT)

    def move(self, persons: list[Person]) -> None:
        """In each quarter of the last three years some members moved to another organization."""
        homes = [person.organization for person in persons]
        settled = f"{self.today - years(4):%Y-%m-%d}"
        stay = [row for row in persons if not row.left and (row.joined or "9") < settled]
        movers = self.rng.sample(stay, 12 * 25)
        for quarter in range(12, 0, -1):
            moving = [movers.pop() for _ in range(25)]
            for person in moving:
                person.organization = self.rng.choice(homes)
            with on_day(self.today - timedelta(days=quarter * 91)):
                Person.objects.bulk_update(moving, ["organization"])


def iso(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def years(many: float) -> timedelta:
    return timedelta(days=int(many * YEAR))
