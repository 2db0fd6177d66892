"""What postings, projects, awards and the rest say of persons, organizations and posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from cadres.choices.debriefings import DebriefingState
from cadres.choices.postings import GRADUATES, SIX_DUTIES, PostingKind
from cadres.choices.posts import GOVERNING, LEADING, PARTY
from cadres.choices.projects import CadreProjectState
from cadres.choices.recruitment import CaseState
from cadres.choices.standards import Judged
from cadres.choices.studies import StudyState
from cadres.choices.welfare import InsuranceState
from cadres.filters.facets import Rows, posts_on, served, village_secretaries
from cadres.models import (
    Award,
    Debriefing,
    Handling,
    Insurance,
    Post,
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingLog,
    PostingSupport,
    Project,
    ProjectMilestone,
    ProjectSupport,
    RecruitmentCase,
    RecruitmentQuota,
    Retirement,
    Secondment,
    Study,
)
from cadres.rules.postings import terms_known
from organizations.models import Organization, Village, WeakOrganization
from portal.dates import months_after

ACTIVE = (CadreProjectState.RUNNING, CadreProjectState.ACCEPTED)


def open_postings(day: date) -> Rows:
    return Posting.objects.order_by().filter(Posting.standing_q(day))


def open_projects(day: date) -> Rows:
    """Projects under way or accepted (003-54)."""
    return Project.objects.order_by().filter(
        Project.standing_q(day), state__in=ACTIVE, letter_on__lte=day
    )


# --- of persons


def posted_as(kinds: Sequence[str], day: date) -> Rows:
    return open_postings(day).filter(kind__in=kinds).values("person")


def was_posted(kinds: Sequence[str], day: date) -> Rows:
    """Who was ever posted so: the first steps of a career (003-17)."""
    return Posting.objects.order_by().filter(kind__in=kinds, since__lte=day).values("person")


def leading_projects(day: date) -> Rows:
    return open_projects(day).values("person")


def leading_projects_over(income: int, day: date) -> Rows:
    return open_projects(day).filter(income__gt=income).values("person")


def insured(kinds: Sequence[str], day: date) -> Rows:
    rows = Insurance.objects.order_by().filter(Insurance.standing_q(day))
    return rows.filter(kind__in=kinds).exclude(state=InsuranceState.SUSPENDED).values("person")


def retired(day: date) -> Rows:
    return Retirement.objects.order_by().filter(Retirement.standing_q(day)).values("person")


def commended(kinds: Sequence[str], day: date) -> Rows:
    rows = Award.objects.order_by().filter(Award.standing_q(day), person__isnull=False)
    return rows.filter(kind__in=kinds).values("person")


def recruited(ways: Sequence[str], day: date) -> Rows:
    rows = RecruitmentCase.objects.order_by().filter(concluded_on__lte=day, way__in=ways)
    return rows.filter(state=CaseState.RECRUITED).values("person")


def handled(kinds: Sequence[str], day: date) -> Rows:
    """What was decided about people in the year of the day (003-48)."""
    rows = Handling.objects.order_by().filter(decided_on__lte=day, decided_on__year=day.year)
    return rows.filter(kind__in=kinds).values("person")


def reports(audiences: Sequence[str], day: date) -> Rows:
    """Reports given by the day about its year."""
    rows = Debriefing.objects.order_by().exclude(state=DebriefingState.PREPARED)
    return rows.filter(year=day.year, reported_on__lte=day, audience__in=audiences)


def reporting(audiences: Sequence[str], day: date) -> Rows:
    return reports(audiences, day).filter(person__isnull=False).values("person")


def seconded(kinds: Sequence[str], day: date) -> Rows:
    """Who was seconded at some time of the year of the day (003-67)."""
    first = day.replace(month=1, day=1)
    rows = Secondment.objects.order_by().filter(Secondment.period_q(first, day))
    return rows.filter(kind__in=kinds).values("person")


def studying(day: date) -> Rows:
    return Study.objects.order_by().filter(Study.standing_q(day)).values("person")


def graduated(day: date) -> Rows:
    rows = Study.objects.order_by().filter(state=StudyState.GRADUATED, until__lte=day)
    return rows.values("person")


# --- of organizations


def with_posting(kinds: Sequence[str], day: date) -> Rows:
    return open_postings(day).filter(kind__in=kinds).values("organization")


def with_graduates(least: int, day: date) -> Rows:
    """Villages with so many graduates posted to them (000-44, 003-26)."""
    return many(open_postings(day).filter(kind__in=GRADUATES), least)


def with_officers(least: int, day: date) -> Rows:
    """Townships and villages with so many border officers (003-10)."""
    return many(open_postings(day).filter(kind=PostingKind.OFFICER), least)


def many(rows: Rows, least: int) -> Rows:
    if least <= 0:
        return Organization.objects.order_by().values("pk")
    counted = rows.values("organization").annotate(n=Count("pk")).filter(n__gte=least)
    return counted.values("organization")


def with_four_teams(day: date) -> Rows:
    """Villages where all four teams have somebody (002-19)."""
    rows = posts_on(day).filter(position__in=(*PARTY, *GOVERNING))
    for kind in (PostingKind.FIRST_SECRETARY, PostingKind.TEAM, PostingKind.IN_CHARGE):
        there = open_postings(day).filter(kind=kind, organization=OuterRef("organization"))
        rows = rows.filter(Exists(there))
    return rows.values("organization")


def of_priority(day: date) -> Rows:
    """Central-village task villages and listed weak organizations (000-42, domain 2.9)."""
    central = Village.objects.order_by().filter(central_task=True).values("organization")
    weak = WeakOrganization.objects.order_by().filter(WeakOrganization.standing_q(day))
    chosen = Q(pk__in=central) | Q(pk__in=weak.values("organization"))
    return Organization.objects.order_by().filter(chosen).values("pk")


def with_secretary_s_project(income: int, day: date) -> Rows:
    """Villages whose secretary leads a project that brings in more than this a year (003-54)."""
    leaders = leading_projects_over(income, day)
    return village_secretaries(day).filter(person__in=leaders).values("organization")


def reported(audiences: Sequence[str], day: date) -> Rows:
    return reports(audiences, day).values("organization")


def commended_organizations(kinds: Sequence[str], day: date) -> Rows:
    rows = Award.objects.order_by().filter(Award.standing_q(day), person=None)
    return rows.filter(kind__in=kinds).values("organization")


# --- of posts


def posts_insured(kinds: Sequence[str], day: date) -> Rows:
    return Post.objects.order_by().filter(person__in=insured(kinds, day)).values("pk")


def posts_of_project_leaders(income: int, day: date) -> Rows:
    found = leading_projects_over(income, day)
    return Post.objects.order_by().filter(person__in=found).values("pk")


# --- of the registers themselves


def goals_reached(day: date) -> Rows:
    """Postings of which every goal was reached when last assessed (000-43)."""
    rows = PostingAssessment.objects.order_by().filter(assessed_on__lte=day)
    later = rows.filter(posting=OuterRef("posting"), assessed_on__gt=OuterRef("assessed_on"))
    newest = rows.filter(~Exists(later))
    short = newest.exclude(reached=Judged.MET).values("posting")
    return newest.exclude(posting__in=short).values("posting")


def over_term(day: date) -> Rows:
    return open_postings(day).filter(term_ends__lte=day).values("pk")


def without_attendance(day: date) -> Rows:
    """Postings whose kind has to be in the village, with no row for the month before (2.9)."""
    last = months_after(day.replace(day=1), -1)
    kinds = {one.kind for one in terms_known() if one.share or one.days}
    recorded = PostingAttendance.objects.order_by().filter(month=last).values("posting")
    rows = Posting.objects.order_by().filter(Posting.standing_q(last), kind__in=kinds)
    return rows.exclude(pk__in=recorded).values("pk")


def supported(day: date) -> Rows:
    """Postings that the sending unit supported in the year of the day (000-43b)."""
    rows = PostingSupport.objects.order_by().filter(given_on__lte=day, given_on__year=day.year)
    return rows.values("posting")


def in_priority_villages(day: date) -> Rows:
    chosen = Q(priority=True) | Q(organization__in=of_priority(day))
    return Posting.objects.order_by().filter(chosen).values("pk")


def with_duties(least: int, day: date) -> Rows:
    """Postings with entries under so many of the six duties in the year of the day (000-46)."""
    rows = PostingLog.objects.order_by().filter(done_on__lte=day, done_on__year=day.year)
    counted = rows.filter(duty__in=SIX_DUTIES).values("posting")
    counted = counted.annotate(n=Count("duty", distinct=True)).filter(n__gte=least)
    return counted.values("posting")


def led_by_secretaries(day: date) -> Rows:
    found = village_secretaries(day).values("person")
    return Project.objects.order_by().filter(person__in=found).values("pk")


def led_by_graduates(day: date) -> Rows:
    found = open_postings(day).filter(kind__in=GRADUATES).values("person")
    return Project.objects.order_by().filter(person__in=found).values("pk")


def backed(kinds: Sequence[str], day: date) -> Rows:
    rows = ProjectSupport.objects.order_by().filter(given_on__lte=day, kind__in=kinds)
    return rows.values("project")


def milestone_late(day: date) -> Rows:
    late = ProjectMilestone.objects.order_by().filter(due_on__lt=day)
    late = late.filter(Q(done_on=None) | Q(done_on__gt=day))
    rows = Project.objects.order_by().filter(state=CadreProjectState.RUNNING)
    return rows.filter(pk__in=late.values("project")).values("pk")


def milestones_late(day: date) -> Rows:
    rows = ProjectMilestone.objects.order_by().filter(due_on__lt=day)
    rows = rows.filter(Q(done_on=None) | Q(done_on__gt=day))
    return rows.filter(project__state=CadreProjectState.RUNNING).values("pk")


def with_share(least: int, day: date) -> Rows:
    """Quotas that keep so many per cent for village cadres (003-15)."""
    rows = RecruitmentQuota.objects.order_by().alias(needed=F("plan") * least / 100.0)
    return rows.filter(directed__gte=F("needed")).values("pk")


def places_filled(day: date) -> Rows:
    taken = Count(
        "cases",
        filter=Q(cases__state=CaseState.RECRUITED, cases__concluded_on__lte=day),
    )
    rows = RecruitmentQuota.objects.order_by().alias(taken=taken)
    return rows.filter(taken__gte=F("directed")).values("pk")


def cases_of_long_service(years: int, day: date) -> Rows:
    found: Any = served(LEADING)(years, day)
    return RecruitmentCase.objects.order_by().filter(person__in=found).values("pk")
