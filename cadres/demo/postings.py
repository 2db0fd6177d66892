"""First secretaries, teams, township cadres in charge and graduates of the demo county, with a
year of attendance, work logs, support and the four teams' tasks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cadres.actions.rules import load_rules
from cadres.choices.postings import (
    Docking,
    LogDuty,
    PostedAs,
    PostingKind,
    PostingLeft,
    SupportKind,
    TeamName,
)
from cadres.choices.standards import Judged
from cadres.demo.people import Pool
from cadres.filters.posted import of_priority
from cadres.models import (
    Post,
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingSupport,
    TeamTask,
)
from operations.loading import copy_new
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.dates import months_after
from portal.history import acting

SEED = 20264
UNITS = (
    "县财政局",
    "县农业农村局",
    "县水利局",
    "县教育局",
    "县交通运输局",
    "县住建局",
    "县市场监管局",
    "县人民法院",
    "县供销社",
    "县文旅局",
)
DONE = {
    LogDuty.POLICY: ("宣讲惠农政策", "入户讲解医保缴费"),
    LogDuty.GROWTH: ("对接黄桃收购商", "察看稻虾基地"),
    LogDuty.CONTACT: ("走访困难户", "调解邻里纠纷"),
    LogDuty.SCIENCE: ("组织茶叶修剪培训", "放映农技短片"),
    LogDuty.MANAGEMENT: ("列席村民代表会议", "整理村务公开栏"),
    LogDuty.ORGANIZATION: ("协助开展主题党日", "整理党员档案"),
}
GIVEN = {
    SupportKind.MONEY: "支持村道亮化",
    SupportKind.PROJECT: "引进冷链仓储项目",
    SupportKind.VISIT: "单位负责人驻村调研",
    SupportKind.GOODS: "捐赠办公电脑",
    SupportKind.TRAINING: "举办电商培训班",
}
TASKS = {
    TeamName.WORK_TEAM: ("摸排返贫风险，落实帮扶措施", Docking.SELECTION),
    TeamName.FIRST_SECRETARY: ("抓党建，带队伍，理发展思路", Docking.GUIDANCE),
    TeamName.TOWNSHIP: ("包村指导，组织实用技术培训", Docking.TRAINING),
    TeamName.COMMITTEES: ("落实日常村务，组织群众参与", Docking.GUIDANCE),
}
WORKING, MONTHS = 22, 12


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(level=Level.COUNTY).first()
    if not county or Posting.objects.exists() or not Post.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    with transaction.atomic(), acting(None, page="demo"):
        load_rules(county)
        batches = PostingBatch.objects.bulk_create(list(batches_of(county, today)))
        used = set(Post.objects.at(today).values_list("person", flat=True))
        sent = Sent(rng, today, Pool(rng, today, used), {one.kind: one for one in batches})
        rows = Posting.objects.bulk_create(list(sent.county()), batch_size=2000)
        work(rows, rng, today)
    say(f"{len(rows)} postings")


def batches_of(county: Organization, today: date) -> Iterator[PostingBatch]:
    for kind in (PostingKind.FIRST_SECRETARY, PostingKind.TEAM, PostingKind.GRADUATE):
        yield PostingBatch(
            organization=county,
            kind=kind,
            name=f"{today.year - 1}年批次",
            since=date(today.year - 1, 6, 1),
            until=date(today.year + 1, 6, 1),
            document=f"清组发〔{today.year - 1}〕16号",
        )


class Sent:
    """Who is posted to each village."""

    def __init__(
        self, rng: random.Random, today: date, pool: Pool, batches: dict[str, PostingBatch]
    ) -> None:
        self.rng, self.today, self.pool, self.batches = rng, today, pool, batches

    def county(self) -> Iterator[Posting]:
        rows = Organization.objects.filter(level=Level.VILLAGE, closed=None)
        urgent = set(of_priority(self.today).values_list("pk", flat=True))
        for village in rows.select_related("parent").order_by("path"):
            yield from self.village(village, village.pk in urgent)

    def village(self, village: Organization, urgent: bool) -> Iterator[Posting]:
        if self.rng.random() < (0.93 if urgent else 0.35):
            kind = PostingKind.FIRST_SECRETARY
            yield from self.post(village, kind, PostedAs.FIRST_SECRETARY, urgent)
            if self.rng.random() < 0.7:
                yield from self.post(village, PostingKind.TEAM, PostedAs.MEMBER, urgent)
        if self.rng.random() < 0.85:
            yield from self.post(village, PostingKind.IN_CHARGE, "", urgent)
        if self.rng.random() < 0.55:
            role = self.rng.choice((PostedAs.ASSISTANT_SECRETARY, PostedAs.ASSISTANT_DIRECTOR))
            kind = self.rng.choice((PostingKind.GRADUATE, PostingKind.SELECTED))
            yield from self.post(village, kind, role, urgent)

    def post(
        self, village: Organization, kind: PostingKind, role: str, urgent: bool
    ) -> Iterator[Posting]:
        young = kind in {PostingKind.GRADUATE, PostingKind.SELECTED}
        place = village if young or not village.parent else village.parent
        person = self.pool.take(place, ages=(22, 35) if young else (25, 56), members=not young)
        if person is None:
            return
        since = date(self.today.year - 1, 6, 1) + timedelta(days=self.rng.randint(0, 40))
        made = Posting(
            person=person,
            organization=village,
            kind=kind,
            posted_as=role,
            sending_unit=self.unit(kind, village),
            batch=self.batches.get(kind),
            since=since,
            term_ends=months_after(since, 24),
            priority=urgent,
        )
        self.sometimes_past(made)
        yield made

    def unit(self, kind: PostingKind, village: Organization) -> str:
        if kind == PostingKind.IN_CHARGE:
            return f"{village.parent.short if village.parent else ''}政府"
        return self.rng.choice(UNITS)

    def sometimes_past(self, made: Posting) -> None:
        """Some terms end soon or have ended; some graduates have gone on."""
        chance = self.rng.random()
        if chance < 0.05:
            made.term_ends = self.today + timedelta(days=self.rng.randint(-30, 55))
        elif chance > 0.93 and made.batch and made.kind == PostingKind.GRADUATE:
            made.until = self.today - timedelta(days=self.rng.randint(20, 200))
            made.left_why = self.rng.choice((PostingLeft.CIVIL, PostingLeft.BUSINESS))


def work(rows: list[Posting], rng: random.Random, today: date) -> None:
    in_villages = [one for one in rows if one.kind != PostingKind.IN_CHARGE]
    goals = list(PostingGoal.objects.order_by("order"))
    many: tuple[Iterator[Model], ...] = (
        attendance(rows, rng, today),
        logs(in_villages, rng, today),
        support(in_villages, rng, today),
        assessments(in_villages, goals, rng, today),
        tasks(rows, rng, today),
    )
    for made in many:
        copy_new(list(made))


def attendance(rows: list[Posting], rng: random.Random, today: date) -> Iterator[PostingAttendance]:
    first = today.replace(day=1)
    for posting in rows:
        for back in range(1, MONTHS + 1):
            month = months_after(first, -back)
            begun = posting.since <= month and (posting.until is None or posting.until > month)
            if not begun or (back == 1 and rng.random() < 0.1):
                continue
            leave = rng.choice((0, 0, 0, 1, 2, 5))
            days = WORKING - leave - rng.choice((0, 0, 1, 2, 4, 7))
            if posting.kind == PostingKind.IN_CHARGE:  # who works in the township
                days = rng.choice((3, 4, 5, 6, 8))
            yield PostingAttendance(
                posting=posting,
                month=month,
                working_days=WORKING,
                days=days,
                leave_days=leave,
                nights=days // 2,
            )


def logs(rows: list[Posting], rng: random.Random, today: date) -> Iterator[PostingLog]:
    for posting in rows:
        for number, duty in enumerate(rng.sample(list(DONE), rng.randint(3, 6))):
            day = today - timedelta(days=7 * number + rng.randint(1, 6))
            if day >= posting.since and (posting.until is None or day <= posting.until):
                yield PostingLog(
                    posting=posting,
                    done_on=day,
                    duty=duty,
                    title=rng.choice(DONE[duty]),
                    households=rng.randint(2, 15) if duty == LogDuty.CONTACT else None,
                )


def support(rows: list[Posting], rng: random.Random, today: date) -> Iterator[PostingSupport]:
    for posting in rows:
        if posting.kind != PostingKind.FIRST_SECRETARY:
            continue
        for kind in rng.sample(list(GIVEN), rng.randint(0, 3)):
            money = kind in {SupportKind.MONEY, SupportKind.PROJECT, SupportKind.GOODS}
            yield PostingSupport(
                posting=posting,
                given_on=max(posting.since, today - timedelta(days=rng.randint(5, 300))),
                kind=kind,
                what=GIVEN[kind],
                amount=rng.randint(1, 40) * 5000 if money else None,
            )


def assessments(
    rows: list[Posting], goals: list[PostingGoal], rng: random.Random, today: date
) -> Iterator[PostingAssessment]:
    day = date(today.year - 1, 12, 20)
    for posting in rows:
        if posting.kind != PostingKind.FIRST_SECRETARY or posting.since > day:
            continue
        good = rng.random() < 0.7
        for goal in goals:
            reached = Judged.MET if good or rng.random() < 0.6 else Judged.PARTLY
            yield PostingAssessment(
                posting=posting,
                goal=goal,
                assessed_on=day,
                reached=reached,
                assessor="镇党委、选派单位",
            )


def tasks(rows: list[Posting], rng: random.Random, today: date) -> Iterator[TeamTask]:
    since = today.replace(month=1, day=1)
    led = [one for one in rows if one.kind == PostingKind.FIRST_SECRETARY]
    for posting in led:
        for team, (task, docking) in TASKS.items():
            due = since + timedelta(days=rng.choice((180, 270, 330, 364)))
            done = due <= today and rng.random() < 0.8
            yield TeamTask(
                organization_id=posting.organization_id,
                team=team,
                task=task,
                docking=docking,
                person_id=posting.person_id if team == TeamName.FIRST_SECRETARY else None,
                since=since,
                due_on=due,
                until=due if done else None,
                result="已完成" if done else "",
            )
