"""What the democratic appraisal may find; the limits are dated records (`AppraisalRule`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from members.choices.appraisal import FollowUp, Mark
from members.choices.standing import MEMBERS, Standing
from members.models import Appraisal, AppraisalRule, Person
from organizations.models import Organization
from portal.rules import AtMost, Found


def members_of(branch: Organization, day: date) -> Any:
    """Who takes part: members that stood in the branch, or below it, that day."""
    placed = Q(
        affiliations__in=Person.placements()
        .filter(organization__path__startswith=branch.path)
        .at(day)
        .values("pk")
    )
    joined = Q(joined__lte=day, standing__in=MEMBERS)
    gone = Q(left__lte=day)
    return Person.objects.filter(placed & joined).exclude(gone).order_by("name", "pk")


def probationary_on(person: Person, day: date) -> bool:
    """Whether somebody was on probation that day."""
    if person.standing == Standing.PROBATIONARY:
        return True
    return bool(person.confirmed and person.confirmed > f"{day:%Y-%m-%d}")


def may_be_graded(person: Person, day: date) -> bool:
    return not probationary_on(person, day) or AppraisalRule.for_day(day).grade_probationary


def most_excellent(branch: Organization, day: date) -> int:
    """How many members of a branch may be excellent."""
    return AppraisalRule.for_day(day).most_excellent(members_of(branch, day).count())


def graded_members_only(values: dict[str, Any]) -> Found:
    """Probationary members take part but are not graded, unless the rule of the day says so."""
    person, day, grade = (values.get(name) for name in ("person", "decided_on", "grade"))
    if not person or not day or not grade:
        return
    if not person.is_member:
        yield "person", _("%(person)s is not a member.") % {"person": person}
    elif grade != Mark.UNGRADED and not may_be_graded(person, day):
        sentence = _("%(person)s is on probation: takes part, but is not graded.")
        yield "grade", sentence % {"person": person}


def excellent_together(values: dict[str, Any]) -> tuple[Any, ...] | None:
    """The branch and the year of which somebody is found excellent."""
    branch, year = values.get("branch"), values.get("year")
    counts = values.get("grade") == Mark.EXCELLENT and branch and year
    return (branch, year) if counts else None


def excellent_there(branch: Organization, year: int) -> Any:
    return Appraisal.objects.filter(branch=branch, year=year, grade=Mark.EXCELLENT)


def too_many_excellent(most: int, branch: Organization, _year: int) -> str:
    words = _("%(branch)s may find at most %(most)s of its members excellent.")
    return words % {"branch": branch, "most": most}


# No branch finds more of its members excellent than the limit of the day allows (002-11).
EXCELLENT = AtMost(
    field="grade",
    day="decided_on",
    shared=excellent_together,
    stored=excellent_there,
    most=lambda branch, _year, day: most_excellent(branch, day),
    sentence=too_many_excellent,
)


def year_fits(values: dict[str, Any]) -> Found:
    """A year is appraised in its course or in the year after it."""
    year, day = values.get("year"), values.get("decided_on")
    if year and day and day.year - year not in {0, 1}:
        yield (
            "decided_on",
            _("The appraisal of %(year)s is decided in that year or the next.") % {"year": year},
        )


def handling_fits(values: dict[str, Any]) -> Found:
    grade, follow_up = values.get("grade"), values.get("follow_up")
    if follow_up and grade and grade != Mark.UNQUALIFIED:
        yield "follow_up", _("Only an unqualified grade is followed by handling.")
    if follow_up == FollowUp.RECTIFY and "mend_by" in values and not values["mend_by"]:
        yield "mend_by", _("Say by which day it must be mended.")


def worth_a_look(values: dict[str, Any]) -> Found:
    """An unqualified or basic grade names what is lacking (domain 2.4)."""
    if values.get("grade") in {Mark.BASIC, Mark.UNQUALIFIED} and not values.get("gap"):
        yield "gap", _("Name the gap.")
    if values.get("grade") == Mark.UNQUALIFIED and not values.get("follow_up"):
        yield "follow_up", _("An unqualified grade asks for handling.")
