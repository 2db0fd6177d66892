"""What must fit together in what is kept of cadres beside their posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from cadres.choices.awards import TOP_TEN, AwardKind
from cadres.choices.debriefings import DebriefingState, HandlingState
from cadres.choices.posts import LEADING
from cadres.choices.recruitment import CaseState, RecruitmentWay
from cadres.choices.rules import Limit
from cadres.choices.studies import StudyState
from cadres.models import Award, Post
from cadres.rules.limits import limit_on
from organizations.choices.tree import Level
from portal.rules import AtMost, Found

YEAR = 365.25


def years_served(person: Any, day: date) -> float:
    """Years as village secretary or director by the day."""
    posts = Post.objects.filter(
        person=person,
        position__in=LEADING,
        organization__level=Level.VILLAGE,
        since__lt=day,
    )
    return years_in(posts.values_list("since", "until"), day)


def years_in(spans: Iterable[tuple[date, date | None]], day: date) -> float:
    """Years in all of these spans together; days in two of them at once count once (000-28)."""
    days, reached = 0, date.min
    for since, until in sorted(spans, key=itemgetter(0)):
        first, last = max(since, reached), min(until or day, day)
        if last > first:
            days += (last - first).days
            reached = last
    return round(days / YEAR, 1)


def award_has_a_recipient(values: dict[str, Any]) -> Found:
    kind, person = values.get("kind"), values.get("person")
    if kind == AwardKind.ORGANIZATION and person:
        yield "person", _("This commendation is of an organization: leave the person empty.")
    of_persons = kind and kind not in {AwardKind.ORGANIZATION, AwardKind.OTHER}
    if of_persons and "person" in values and not person:
        yield "person", _("Say who is commended.")
    if kind == AwardKind.OTHER and "title" in values and not values["title"]:
        yield "title", _("Say what the commendation is called.")


def top_ten_together(values: dict[str, Any]) -> tuple[Any, ...] | None:
    """Kind, year and county of a commendation of which there are only so many a year."""
    kind, year, organization = (values.get(n) for n in ("kind", "year", "organization"))
    if kind not in TOP_TEN or not year or not organization or values.get("withdrawn_on"):
        return None
    return kind, year, organization.path[: organization.path.index("/", 1) + 1]


def top_ten_there(kind: str, year: int, county: str) -> Any:
    rows = Award.objects.filter(kind=kind, year=year, withdrawn_on=None)
    return rows.filter(organization__path__startswith=county)


def too_many_top_ten(most: int, _kind: str, year: int, _county: str) -> str:
    words = _("%(most)s have been named in %(year)s already: there are no more.")
    return words % {"most": most, "year": year}


# No more of either kind than the year's text allows (003-19).
TOP_TEN_ARE_TEN = AtMost(
    field="kind",
    day="granted_on",
    shared=top_ten_together,
    stored=top_ten_there,
    most=lambda kind, _year, county, day: limit_on(TOP_TEN[AwardKind(kind)], day, county),
    sentence=too_many_top_ten,
)


def award_withdrawn_with_a_reason(values: dict[str, Any]) -> Found:
    granted, withdrawn = values.get("granted_on"), values.get("withdrawn_on")
    if withdrawn and "withdrawn_why" in values and not values["withdrawn_why"]:
        yield "withdrawn_why", _("Say why it was withdrawn.")
    if granted and withdrawn and withdrawn < granted:
        yield "withdrawn_on", _("The end lies before the beginning.")


def year_of_the_award(values: dict[str, Any]) -> Found:
    year, day = values.get("year"), values.get("granted_on")
    if year and day and day.year not in {year, year + 1}:
        yield "granted_on", _("A commendation of a year is granted in it or in the next.")


def directed_share_is_enough(values: dict[str, Any]) -> Found:
    """003-15: at least a fifth of the plan; the year's own document decides, so it only warns."""
    plan, directed, day = (values.get(name) for name in ("plan", "directed", "announced_on"))
    if not plan or directed is None or not day or values.get("way") != RecruitmentWay.EXAM:
        return
    share = limit_on(Limit.DIRECTED_SHARE, day)
    if share is not None and directed * 100 < plan * share:
        words = _("At least %(share)s %% of the plan should be for village cadres.")
        yield "directed", words % {"share": share}


def result_of_recruitment_fits(values: dict[str, Any]) -> Found:
    over = values.get("state") in {CaseState.RECRUITED, CaseState.MISSED}
    if over and "concluded_on" in values and not values["concluded_on"]:
        yield "concluded_on", _("Give the day the result was known.")
    first, last = values.get("applied_on"), values.get("concluded_on")
    if first and last and last < first:
        yield "concluded_on", _("The end lies before the beginning.")
    if values.get("later_post") and values.get("state") not in {None, CaseState.RECRUITED}:
        yield "later_post", _("Only somebody recruited has a later post.")
    quota = values.get("quota")
    if quota and values.get("year") and quota.year != values["year"]:
        yield "quota", _("This quota is of another year.")


def report_in_order(values: dict[str, Any]) -> Found:
    state, day, checked = (values.get(n) for n in ("state", "reported_on", "checked_on"))
    if state and state != DebriefingState.PREPARED and "reported_on" in values and not day:
        yield "reported_on", _("Give the day of the report.")
    if checked and day and checked > day:
        yield "checked_on", _("It is looked into before the report.")
    graded = state in {DebriefingState.GRADED, DebriefingState.CLOSED}
    if graded and "grade" in values and not values["grade"]:
        yield "grade", _("Say how the report was graded.")


def answer_comes_with_its_day(values: dict[str, Any]) -> Found:
    if values.get("answered_on") and "answer" in values and not values["answer"]:
        yield "answer", _("Write what was answered.")


def settled_after_the_report(values: dict[str, Any]) -> Found:
    debriefing = values.get("debriefing")
    begun = debriefing and debriefing.reported_on
    for name in ("due_on", "done_on"):
        if begun and values.get(name) and values[name] < begun:
            yield name, _("This day lies before the report.")


def handling_in_order(values: dict[str, Any]) -> Found:
    decided, state = values.get("decided_on"), values.get("state")
    for name in ("done_on", "filed_on"):
        if decided and values.get(name) and values[name] < decided:
            yield name, _("This day lies before the decision.")
    if state == HandlingState.FILED and "filed_on" in values and not values["filed_on"]:
        yield "filed_on", _("Give the day it was filed.")
    post, person = values.get("post"), values.get("person")
    if post and person and post.person_id != person.pk:
        yield "post", _("This is somebody else's post.")


def study_state_fits(values: dict[str, Any]) -> Found:
    over = values.get("state") in {StudyState.GRADUATED, StudyState.DROPPED}
    if over and "until" in values and not values["until"]:
        yield "until", _("Give the day of graduation or of leaving.")
    if values.get("state") == StudyState.ENROLLED and values.get("until"):
        yield "state", _("The study has ended: say how.")
