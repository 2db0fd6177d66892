"""Who may be recruited from village cadres, and what came of it (000-27, 003-16, 003-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.choices.awards import AwardLevel
from cadres.choices.posts import VILLAGE
from cadres.choices.recruitment import CaseState
from cadres.choices.rules import Limit
from cadres.models import Award, Post, RecruitmentCase, RecruitmentQuota
from cadres.rules.limits import limit_on
from organizations.choices.tree import Level
from portal.choices import education_at_least
from portal.errors import Refused
from portal.filters import age_on
from portal.workflow import Flow

FLOW = Flow(
    (CaseState.APPLIED, CaseState.ELIGIBLE),
    (CaseState.APPLIED, CaseState.INELIGIBLE),
    (CaseState.ELIGIBLE, CaseState.RECRUITED),
    (CaseState.ELIGIBLE, CaseState.MISSED),
)
FULL_MARKS = 100


@dataclass(frozen=True)
class Scores:
    """What was reached in the tests, extra points apart."""

    written: Decimal | None = None
    interview: Decimal | None = None


def faults_of(case: RecruitmentCase) -> Iterator[str]:
    """Why somebody may not take part, by what was in force on the day of the application."""
    day, person, path = case.applied_on, case.person, case.organization.path
    most, least = (
        limit_on(Limit.RECRUIT_AGE, day, path),
        limit_on(Limit.RECRUIT_EDUCATION, day, path),
    )
    age = age_on(person.born, day)
    if most is not None and (age is None or age > most):
        yield _("over %(age)s years of age") % {"age": most}
    if least is not None and person.education not in education_at_least(str(least)):
        yield _("schooling too low")
    open_then = Q(until=None) | Q(until__gt=day)
    posts = Post.objects.filter(open_then, person=person, since__lte=day)
    if not posts.filter(position__in=VILLAGE, organization__level=Level.VILLAGE).exists():
        yield _("no post in a village")


def bonus_of(case: RecruitmentCase) -> Decimal | None:
    """The extra points of those who were commended at the county or above (003-22)."""
    commended = Award.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=case.applied_on),
        person=case.person,
        granted_on__lte=case.applied_on,
    ).exclude(level=AwardLevel.TOWNSHIP)
    points = limit_on(Limit.BONUS_POINTS, case.applied_on, case.organization.path)
    return Decimal(points) if points is not None and commended.exists() else None


@transaction.atomic
def check_eligibility(case: RecruitmentCase, *, by: Any) -> str:
    """Check age, schooling and post by the values of the day; give the extra points due."""
    faults = list(faults_of(case))
    if faults:
        finding = _("; ").join(faults)
        FLOW.move(case, CaseState.INELIGIBLE, finding=finding)
        return _("Not eligible: %(why)s.") % {"why": finding}
    FLOW.move(case, CaseState.ELIGIBLE, finding="", bonus=bonus_of(case))
    return _("May take part.")


@transaction.atomic
def record_result(
    case: RecruitmentCase,
    *,
    on: date,
    recruited: bool,
    scores: Scores,
    later_post: str = "",
    by: Any,
) -> None:
    """Record scores and result. Refused when the places of the quota are all taken."""
    if on < case.applied_on:
        raise Refused(_("The end lies before the beginning."))
    if any(one is not None and one > FULL_MARKS for one in vars(scores).values()):
        raise Refused(_("A test has at most 100 points; extra points are counted apart."))
    if later_post and not recruited:
        raise Refused(_("Only somebody recruited has a later post."))
    if recruited and case.quota_id:
        quota = RecruitmentQuota.objects.select_for_update(of=("self",)).get(pk=case.quota_id)
        if quota.cases.filter(state=CaseState.RECRUITED).count() >= quota.directed:
            raise Refused(
                _("All %(n)s places for village cadres are taken.") % {"n": quota.directed}
            )
    to = CaseState.RECRUITED if recruited else CaseState.MISSED
    FLOW.move(case, to, concluded_on=on, later_post=later_post, **vars(scores))
