"""The year of a person and of an organization, on their pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.choices.appraisal import Mark
from members.choices.duties import Kept
from members.choices.meetings import Presence
from members.filters.coverage import coverage, progress
from members.filters.persons import PersonFilter
from members.models import (
    Appraisal,
    CareCase,
    Commitment,
    MeetingAttendance,
    Person,
)
from organizations.models import Organization
from portal import pages

FULL = 100


def new_year() -> date:
    return timezone.localdate().replace(month=1, day=1)


def training_of(person: Person, user: Any) -> dict[str, Any] | None:
    """Training against duty."""
    duties = progress(person, timezone.localdate())
    return {"duties": duties} if duties else None


def year_of(person: Person, user: Any) -> dict[str, Any] | None:
    """Meetings, the last appraisal, what was promised, help."""
    today = timezone.localdate()
    counts = Person.objects.filter(pk=person.pk).aggregate(
        open=Count("commitments", Q(commitments__kept=Kept.OPEN), distinct=True),
        late=Count(
            "commitments",
            Q(commitments__kept=Kept.OPEN, commitments__due__lt=today),
            distinct=True,
        ),
        pairings=Count("pairings", running("pairings", today), distinct=True),
        posts=Count("duty_posts", running("duty_posts", today), distinct=True),
        helped=Count("help_received", Q(help_received__given_on__gte=new_year()), distinct=True),
    )
    presence = MeetingAttendance.objects.during(new_year(), today).filter(person=person)
    meetings = presence.order_by().aggregate(
        due=Count("pk"), came=Count("pk", Q(presence=Presence.PRESENT))
    )
    needs = [case.get_need_display() for case in CareCase.objects.at(today).filter(person=person)]
    said = {
        "year": today.year,
        "meetings": meetings,
        "rate": share(meetings["came"], meetings["due"]),
        "appraisal": Appraisal.objects.filter(person=person).first(),
        "needs": needs,
        "counts": counts,
    }
    shown = meetings["due"] or said["appraisal"] or needs
    return said if shown or any(counts.values()) else None


def running(rows: str, day: date) -> Q:
    return Q(**{f"{rows}__since__lte": day}) & (
        Q(**{f"{rows}__until": None}) | Q(**{f"{rows}__until__gt": day})
    )


def share(part: int, whole: int) -> int | None:
    return FULL * part // whole if whole else None


def training_below(organization: Organization, user: Any) -> dict[str, Any] | None:
    """Training reached in an organization and all below it."""
    persons = PersonFilter(f"organization={organization.code}", Person.objects.for_user(user)).qs
    duties = coverage(persons, timezone.localdate())
    return {"duties": duties, "persons": pages.get("person").url("list")} if duties else None


def year_below(organization: Organization, user: Any) -> dict[str, Any] | None:
    """Of an organization and all below it: presence, grades, what was promised."""
    today = timezone.localdate()
    here = {"person__organization__path__startswith": organization.path}
    meetings = (
        MeetingAttendance.objects.during(new_year(), today)
        .filter(**here)
        .order_by()
        .aggregate(due=Count("pk"), came=Count("pk", Q(presence=Presence.PRESENT)))
    )
    grades = grades_of(here)
    late = Commitment.objects.filter(kept=Kept.OPEN, due__lt=today, **here).count()
    if not meetings["due"] and not grades and not late:
        return None
    return {
        "year": today.year,
        "persons": pages.get("person").url("list"),
        "appraisals": pages.get("appraisal").url("list"),
        "commitments": pages.get("commitment").url("list"),
        "rate": share(meetings["came"], meetings["due"]),
        "meetings": meetings,
        "grades": grades,
        "late": late,
    }


def grades_of(here: dict[str, str]) -> dict[str, Any]:
    """The grades of the last year that was appraised."""
    rows = Appraisal.objects.filter(**here).order_by()
    years = rows.values("year").annotate(n=Count("pk")).order_by("-year")
    last = years.first()
    if not last:
        return {}
    counts = dict(
        rows.filter(year=last["year"])
        .exclude(grade=Mark.UNGRADED)
        .values_list("grade")
        .annotate(n=Count("pk"))
    )
    parts = [(mark.value, mark.label, counts[mark]) for mark in Mark if counts.get(mark)]
    return {"year": last["year"], "parts": parts}


pages.panel(
    Person,
    _("Training against duty"),
    "members/training_of.html",
    training_of,
    perm="members.view_trainingattendance",
    wide=True,
    place=19,
    costs=3,
)
pages.panel(
    Person,
    _("This year"),
    "members/year.html",
    year_of,
    perm="members.view_trainingattendance",
    wide=True,
    place=20,
    costs=4,
)
pages.panel(
    Organization,
    _("Training against duty"),
    "members/training_below.html",
    training_below,
    perm="members.view_trainingattendance",
    place=44,
    costs=3,
)
pages.panel(
    Organization,
    _("Presence and appraisal"),
    "members/year_below.html",
    year_below,
    perm="members.view_trainingattendance",
    place=45,
    costs=4,
)
