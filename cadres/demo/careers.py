"""Projects, insurance, retirement, commendations, recruitment, reports, handling, secondments and
studies of the demo county's cadres."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cadres.choices.awards import AwardKind
from cadres.choices.debriefings import (
    Audience,
    Basis,
    DebriefingGrade,
    DebriefingState,
    HandlingKind,
    HandlingState,
)
from cadres.choices.posts import GOVERNING, PARTY, Position
from cadres.choices.projects import Backing, CadreProjectState, ProjectKind
from cadres.choices.recruitment import CaseState, RecruitmentWay
from cadres.choices.studies import SecondmentKind, SecondmentResult, StudyForm, StudyState
from cadres.choices.welfare import InsuranceKind, PaidBy, RetiredAs
from cadres.models import (
    Award,
    Debriefing,
    DebriefingIssue,
    DebriefingQuestion,
    Handling,
    Insurance,
    Post,
    Project,
    ProjectInspection,
    ProjectMilestone,
    ProjectSupport,
    RecruitmentCase,
    RecruitmentQuota,
    Retirement,
    Secondment,
    Study,
)
from cadres.rules.careers import years_served
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.history import acting

SEED = 20265
PROJECTS = {
    ProjectKind.PLANTING: ("黄桃示范基地", "油茶低改项目", "高山茶园"),
    ProjectKind.BREEDING: ("稻虾共作基地", "土鸡散养项目"),
    ProjectKind.PROCESSING: ("茶叶初制厂", "粉丝加工坊"),
    ProjectKind.TRADE: ("村级电商服务站",),
    ProjectKind.TOURISM: ("农家乐和采摘园",),
}
STEPS = (("完成土地流转", 60), ("设施建成", 150), ("投产见效", 300))
GRADES = {
    DebriefingGrade.GOOD: 55,
    DebriefingGrade.FAIRLY: 34,
    DebriefingGrade.FAIR: 9,
    DebriefingGrade.POOR: 2,
}
QUESTIONS = ("村道路灯什么时候修好？", "集体收入用在了哪里？", "今年低保评议为什么晚了？")
ISSUES = ("集体经济增收办法不多", "党员教育形式单一", "联系群众不够经常", "村务公开不够及时")


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(level=Level.COUNTY).first()
    if not county or Project.objects.exists() or not Post.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    made = Careers(rng, today, county)
    with transaction.atomic(), acting(None, page="demo"):
        for model, rows in made.everything():
            model.objects.bulk_create(list(rows), batch_size=2000)
        made.after()
    say(f"{Project.objects.count()} projects, {Debriefing.objects.count()} reports on duties")


class Careers:
    """What the demo county keeps of its village secretaries and others in post."""

    def __init__(self, rng: random.Random, today: date, county: Organization) -> None:
        self.rng, self.today, self.county = rng, today, county
        held = Post.objects.at(today).filter(organization__level=Level.VILLAGE)
        held = held.select_related("person", "organization").order_by("pk")
        self.heads = list(held.filter(position=Position.SECRETARY))
        others = held.filter(position__in=(*PARTY, *GOVERNING))
        self.others = list({post.person_id: post for post in others}.values())  # a person once

    def everything(self) -> Iterator[tuple[Any, Iterator[Any]]]:
        yield Project, self.projects()
        yield Insurance, self.insurances()
        yield Retirement, self.retirements()
        yield Award, self.awards()
        yield RecruitmentQuota, self.quotas()
        yield RecruitmentCase, self.cases()
        yield Debriefing, self.reports()
        yield Secondment, self.secondments()
        yield Study, self.studies()

    def after(self) -> None:
        """What hangs from the records made first."""
        projects = list(Project.objects.order_by("pk"))
        ProjectMilestone.objects.bulk_create(list(self.milestones(projects)), batch_size=2000)
        ProjectInspection.objects.bulk_create(list(self.inspections(projects)))
        ProjectSupport.objects.bulk_create(list(self.backing(projects)))
        graded = list(Debriefing.objects.exclude(grade="").order_by("pk"))
        DebriefingQuestion.objects.bulk_create(list(self.questions(graded)))
        issues = list(self.issues(graded))
        DebriefingIssue.objects.bulk_create(issues, batch_size=2000)
        waiting = {one.debriefing_id for one in issues if not one.done_on}
        closed = [one.pk for one in graded if one.pk not in waiting and self.rng.random() < 0.9]
        Debriefing.objects.filter(pk__in=closed).update(state=DebriefingState.CLOSED)
        Handling.objects.bulk_create(list(self.handlings(graded)))

    def back(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))

    def projects(self) -> Iterator[Project]:
        for post in self.heads:
            if self.rng.random() > 0.78:
                continue
            kind = self.rng.choice(list(PROJECTS))
            since = self.back(60, 700)
            chance = self.rng.random()
            planned = chance < 0.08
            accepted = chance > 0.6 and (self.today - since).days > 330
            state = CadreProjectState.PLANNED if planned else CadreProjectState.RUNNING
            yield Project(
                organization=post.organization,
                title=self.rng.choice(PROJECTS[kind]),
                person=post.person,
                kind=kind,
                state=CadreProjectState.ACCEPTED if accepted else state,
                since=since,
                letter_on=None if planned else since + timedelta(days=10),
                planned_end=since + timedelta(days=365),
                investment=self.rng.randint(5, 60) * 10_000,
                income=None if planned else self.rng.randint(15, 160) * 1000,
                households=self.rng.randint(5, 60),
                accepted_on=since + timedelta(days=320) if accepted else None,
                score=self.rng.randint(70, 98) if accepted else None,
            )

    def milestones(self, projects: list[Project]) -> Iterator[ProjectMilestone]:
        for project in projects:
            for name, days in STEPS:
                due = project.since + timedelta(days=days)
                over = project.state == CadreProjectState.ACCEPTED
                done = over or (due < self.today and self.rng.random() < 0.9)
                begun = project.state != CadreProjectState.PLANNED
                yield ProjectMilestone(
                    project=project,
                    name=name,
                    due_on=due,
                    done_on=due - timedelta(days=3) if done and begun else None,
                    evidence="现场照片、验收单" if done and begun else "",
                )

    def inspections(self, projects: list[Project]) -> Iterator[ProjectInspection]:
        for project in projects:
            day = project.since + timedelta(days=100)
            if project.letter_on and day < self.today:
                yield ProjectInspection(
                    project=project,
                    inspected_on=day,
                    inspector="镇党委检查组",
                    score=self.rng.randint(70, 96),
                    finding="进度符合责任状要求",
                )

    def backing(self, projects: list[Project]) -> Iterator[ProjectSupport]:
        for project in projects:
            for kind in self.rng.sample(Backing.values, self.rng.randint(0, 2)):
                money = kind in {Backing.FUNDS, Backing.LOAN}
                yield ProjectSupport(
                    project=project,
                    kind=kind,
                    given_on=project.since + timedelta(days=20),
                    given_by="县农业农村局",
                    amount=self.rng.randint(2, 20) * 5000 if money else None,
                )

    def insurances(self) -> Iterator[Insurance]:
        for post in self.others:
            for kind, share in ((InsuranceKind.PENSION, 0.88), (InsuranceKind.MEDICAL, 0.93)):
                if self.rng.random() < share:
                    yield Insurance(
                        person=post.person,
                        kind=kind,
                        since=date(2010, 12, 1) if post.since.year < 2011 else post.since,
                        paid_by=self.rng.choice((PaidBy.COUNTY, PaidBy.SHARED, PaidBy.TOWNSHIP)),
                    )

    def retirements(self) -> Iterator[Retirement]:
        former = Post.objects.filter(
            position=Position.SECRETARY,
            organization__level=Level.VILLAGE,
            until__isnull=False,
        ).select_related("person", "organization")
        held = {post.person_id for post in self.others}
        seen: set[int] = set()
        for post in former.order_by("pk"):
            if post.person_id in held | seen or not post.until:
                continue
            seen.add(post.person_id)
            yield Retirement(
                person=post.person,
                organization=post.organization,
                retired_as=RetiredAs.SECRETARY,
                since=post.until,
                years=years_served(post.person, post.until),
            )

    def awards(self) -> Iterator[Award]:
        day = date(self.today.year, 7, 1)
        day = day if day <= self.today else date(self.today.year - 1, 7, 1)
        for number, post in enumerate(self.rng.sample(self.heads, min(len(self.heads), 40))):
            kind = (
                AwardKind.TOP_VILLAGE
                if number < 10
                else self.rng.choice(
                    (AwardKind.MEMBER, AwardKind.WORKER, AwardKind.CADRE, AwardKind.ORGANIZATION)
                )
            )
            yield Award(
                organization=post.organization,
                person=None if kind == AwardKind.ORGANIZATION else post.person,
                kind=kind,
                year=day.year,
                granted_on=day,
                granted_by="中共清源县委",
                document=f"清发〔{day.year}〕12号",
                money=10_000 if kind == AwardKind.TOP_VILLAGE else None,
            )

    def quotas(self) -> Iterator[RecruitmentQuota]:
        for year in (self.today.year - 1, self.today.year):
            plan = self.rng.randint(18, 30)
            yield RecruitmentQuota(
                organization=self.county,
                year=year,
                announced_on=date(year, 1, 1),
                plan=plan,
                directed=max(4, plan // 4),
                document=f"清人社〔{year}〕3号",
            )

    def cases(self) -> Iterator[RecruitmentCase]:
        quotas = list(RecruitmentQuota.objects.order_by("year"))
        young = [p for p in self.others if p.person.born and p.person.born[:4] >= "1986"]
        chosen = self.rng.sample(young, min(len(young), 16))
        for number, post in enumerate(chosen):
            quota = quotas[number % len(quotas)]
            past = quota.year < self.today.year
            won = number // 2 < quota.directed // 2
            over = CaseState.RECRUITED if won else CaseState.MISSED
            yield RecruitmentCase(
                person=post.person,
                organization=post.organization,
                year=quota.year,
                way=RecruitmentWay.EXAM,
                quota=quota,
                applied_on=quota.announced_on + timedelta(days=10),
                state=over if past else CaseState.APPLIED,
                written=self.rng.randint(50, 85) if past else None,
                interview=self.rng.randint(60, 92) if past else None,
                concluded_on=quota.announced_on + timedelta(days=150) if past else None,
                later_post="镇党建办科员" if past and won else "",
            )

    def reports(self) -> Iterator[Debriefing]:
        """Last year's, of those who were secretary at its end."""
        last = self.today.year - 1
        held = Post.objects.at(date(last, 12, 10)).filter(organization__level=Level.VILLAGE)
        heads = held.filter(position=Position.SECRETARY).select_related("person", "organization")
        for post in heads.order_by("pk"):
            for audience in (Audience.ABOVE, Audience.VILLAGERS):
                if self.rng.random() < 0.05:
                    continue
                grade = self.rng.choices(list(GRADES), list(GRADES.values()))[0]
                yield Debriefing(
                    organization=post.organization,
                    person=post.person,
                    year=last,
                    audience=audience,
                    special=audience == Audience.ABOVE,
                    topics="抓党建促乡村振兴、集体经济、联系群众",
                    reported_on=date(last, 12, 10) + timedelta(days=self.rng.randint(0, 15)),
                    state=DebriefingState.GRADED,
                    comment="思路清楚，措施要再实一些",
                    good=self.rng.randint(15, 40),
                    fairly=self.rng.randint(2, 12),
                    fair=self.rng.randint(0, 4),
                    poor=self.rng.randint(0, 2),
                    grade=grade,
                )

    def questions(self, graded: list[Debriefing]) -> Iterator[DebriefingQuestion]:
        """What villagers asked, in a third of the villages."""
        for debriefing in graded:
            if debriefing.audience != Audience.VILLAGERS or self.rng.random() > 0.33:
                continue
            yield DebriefingQuestion(
                debriefing=debriefing,
                question=self.rng.choice(QUESTIONS),
                asked_by="村民代表",
                answer="已列入今年工作计划，进展每季度公开一次。",
                answered_on=debriefing.reported_on,
                satisfied=self.rng.random() < 0.8,
            )

    def issues(self, graded: list[Debriefing]) -> Iterator[DebriefingIssue]:
        for debriefing in graded:
            for issue in self.rng.sample(ISSUES, self.rng.randint(0, 2)):
                due = date(debriefing.year + 1, self.rng.choice((3, 6, 9)), 30)
                done = due < self.today and self.rng.random() < 0.93
                yield DebriefingIssue(
                    debriefing=debriefing,
                    issue=issue,
                    measure="列出清单，逐项销号",
                    due_on=due,
                    done_on=due - timedelta(days=5) if done else None,
                    result="已整改" if done else "",
                )

    def handlings(self, graded: list[Debriefing]) -> Iterator[Handling]:
        poor = [one for one in graded if one.grade == DebriefingGrade.POOR and one.person_id]
        for one in poor[:12]:
            if not one.reported_on:
                continue
            yield Handling(
                person=one.person,
                organization=one.organization,
                debriefing=one,
                kind=HandlingKind.TALK,
                basis=Basis.DEBRIEFING,
                decided_on=one.reported_on + timedelta(days=20),
                decided_by="镇党委",
                state=HandlingState.DONE,
                done_on=one.reported_on + timedelta(days=25),
            )

    def secondments(self) -> Iterator[Secondment]:
        places = (
            (SecondmentKind.UP, "县委组织部"),
            (SecondmentKind.VILLAGE, "先进村党委"),
            (SecondmentKind.FIRM, "清源茶业公司"),
        )
        for post in self.rng.sample(self.others, min(len(self.others), 24)):
            kind, unit = self.rng.choice(places)
            since = self.back(100, 500)
            over = self.rng.random() < 0.7
            yield Secondment(
                person=post.person,
                kind=kind,
                unit=unit,
                since=since,
                planned_end=since + timedelta(days=90),
                until=since + timedelta(days=90) if over else None,
                result=SecondmentResult.GOOD if over else "",
            )

    def studies(self) -> Iterator[Study]:
        for post in self.rng.sample(self.others, min(len(self.others), 40)):
            since = date(self.today.year - self.rng.randint(1, 4), 3, 1)
            over = self.today.year - since.year > 2
            yield Study(
                person=post.person,
                school="清源农业大学继续教育学院",
                form=StudyForm.ADULT,
                level="31",
                major=self.rng.choice(("农业经济管理", "行政管理", "园艺")),
                since=since,
                state=StudyState.GRADUATED if over else StudyState.ENROLLED,
                until=date(since.year + 2, 7, 1) if over else None,
            )
