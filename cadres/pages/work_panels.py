"""The four teams on a village's page, the career on a person's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.choices.postings import PostingKind, TeamName
from cadres.choices.posts import GOVERNING, PARTY
from cadres.models import (
    Award,
    Post,
    Posting,
    Project,
    RecruitmentCase,
    Secondment,
    Study,
    TeamTask,
)
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from portal.dates import months_after

# The kinds of posting that make up a team (002-19); graduates help the two committees.
KINDS = {
    TeamName.WORK_TEAM: (PostingKind.TEAM, PostingKind.SENT_DOWN),
    TeamName.FIRST_SECRETARY: (PostingKind.FIRST_SECRETARY,),
    TeamName.TOWNSHIP: (PostingKind.IN_CHARGE,),
    TeamName.COMMITTEES: (PostingKind.GRADUATE, PostingKind.SELECTED, PostingKind.CROSS_VILLAGE),
}


@dataclass
class Someone:
    person: Person
    words: str


@dataclass
class FieldTeam:
    """One of the four teams of a village: who is in it, and its share of the work."""

    name: str
    label: Any
    people: list[Someone] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)


def teams_of(organization: Organization, user: Any, day: date) -> list[FieldTeam]:
    """The roster of all four teams on a day, in three queries."""
    found = {name: FieldTeam(name, name.label) for name in TeamName}
    for name, one in people_in(organization, user, day):
        known = next((o for o in found[name].people if o.person.pk == one.person.pk), None)
        if known:
            known.words = f"{known.words}、{one.words}"
        else:
            found[name].people.append(one)
    tasks = TeamTask.objects.for_user(user).filter(organization=organization, since__lte=day)
    for task in tasks.select_related("person").order_by("until", "due_on", "pk")[:60]:
        found[TeamName(task.team)].tasks.append(task)
    return list(found.values())


def people_in(
    organization: Organization, user: Any, day: date
) -> Iterator[tuple[TeamName, Someone]]:
    posts = Post.objects.for_user(user).filter(Post.standing_q(day), organization=organization)
    for post in posts.filter(position__in=(*PARTY, *GOVERNING)).select_related("person"):
        yield TeamName.COMMITTEES, Someone(post.person, post.called)
    postings = Posting.objects.for_user(user).filter(
        Posting.standing_q(day), organization=organization
    )
    of_kind = {kind: name for name, kinds in KINDS.items() for kind in kinds}
    for posting in postings.select_related("person").order_by("kind", "since"):
        if name := of_kind.get(PostingKind(posting.kind)):
            words = posting.sending_unit or posting.get_kind_display()
            yield name, Someone(posting.person, words)


def four_teams(organization: Organization, user: Any) -> dict[str, Any] | None:
    """Where anybody is posted: the four teams and how they share the work (002-19, 002-20)."""
    if organization.level != Level.VILLAGE:
        return None
    teams = teams_of(organization, user, timezone.localdate())
    sent = [team for team in teams if team.name != TeamName.COMMITTEES]
    if not any(team.people or team.tasks for team in sent):
        return None
    return {
        "teams": teams,
        "complete": all(team.people for team in teams),
        "open": sum(task.until is None for team in teams for task in team.tasks),
        "add": f"{reverse('teamtask-add')}?organization={organization.code}",
    }


@dataclass(frozen=True)
class Line:
    """Something in a career, with the day that sorts it."""

    day: date
    record: Any
    what: Any
    details: str = ""
    until: date | None = None


def career_lines(rows: dict[Any, list[Any]]) -> Iterator[Line]:
    for one in rows[Posting]:
        place = one.organization.short
        yield Line(one.since, one, one.get_kind_display(), f"{place} {one.sending_unit}", one.until)
    for one in rows[Project]:
        yield Line(one.since, one, one.title, str(one.get_state_display()), one.until)
    for one in rows[Award]:
        what = one.title or one.get_kind_display()
        yield Line(one.granted_on, one, what, one.granted_by, one.withdrawn_on)
    for one in rows[Secondment]:
        yield Line(one.since, one, one.get_kind_display(), f"{one.unit} {one.position}", one.until)
    for one in rows[Study]:
        yield Line(one.since, one, one.school, str(one.get_state_display()), one.until)
    for one in rows[RecruitmentCase]:
        details = one.later_post or str(one.get_state_display())
        yield Line(one.applied_on, one, one.get_way_display(), details, one.concluded_on)


def career(person: Person, user: Any) -> dict[str, Any] | None:
    """From the first posting to the township: what makes a career (003-17)."""
    models = (Posting, Project, Award, Secondment, Study, RecruitmentCase)
    rows = {
        model: list(readable(model, user).filter(person=person)) if can(user, model) else []
        for model in models
    }
    lines = sorted(career_lines(rows), key=lambda line: line.day, reverse=True)
    if not lines:
        return None
    days = [posting.days for posting in rows[Posting] if posting.days is not None]
    return {
        "lines": lines,
        "postings": len(rows[Posting]),
        "awards": len(rows[Award]),
        "projects": len(rows[Project]),
        "days": sum(days) if days else None,
    }


def readable(model: Any, user: Any) -> Any:
    """The rows a user may read; postings with their days in place within the year."""
    rows = model.objects.for_user(user)
    if model is not Posting:
        return rows
    recent = Q(attendance__month__gte=months_after(timezone.localdate(), -12))
    return rows.select_related("organization").annotate(days=Sum("attendance__days", filter=recent))


def can(user: Any, model: Any) -> bool:
    return bool(user.has_perm(f"cadres.view_{model._meta.model_name}"))


pages.panel(
    Organization,
    _("Four teams"),
    "cadres/four_teams.html",
    four_teams,
    perm="cadres.view_posting",
    wide=True,
    place=25,
    costs=3,
)
pages.panel(
    Person,
    _("Postings and career"),
    "cadres/career.html",
    career,
    perm="cadres.view_posting",
    wide=True,
    place=16,
    costs=6,
)
