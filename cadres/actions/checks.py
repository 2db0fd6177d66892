"""The county's joint check of candidates, and the filing of appointments and removals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices.checks import CheckReason, CheckState, Department, Filing, FilingState, View
from cadres.choices.rules import Limit
from cadres.models import (
    Candidate,
    CheckView,
    JointCheck,
    NegativeItem,
    Post,
    PostFiling,
    Reserve,
)
from cadres.rules.limits import limit_on
from portal.choices import education_at_least
from portal.dates import months_after
from portal.errors import Refused
from portal.filters import age_on
from portal.workflow import Flow

CHECKING = Flow((CheckState.OPEN, CheckState.PASSED), (CheckState.OPEN, CheckState.FAILED))
FILING = Flow(
    (FilingState.SUBMITTED, FilingState.FILED), (FilingState.SUBMITTED, FilingState.RETURNED)
)


@dataclass(frozen=True)
class Said:
    """What a department says, and on what grounds."""

    view: str = View.CLEAN
    item: NegativeItem | None = None
    note: str = ""


@transaction.atomic
def check_candidate(candidate: Candidate, *, on: date, by: Any) -> None:
    """Ask the departments about somebody who stands for election."""
    election = candidate.election
    start_check(
        candidate,
        JointCheck(
            organization=election.organization,
            election=election,
            reason=CheckReason.ELECTION,
            asked_on=on,
        ),
    )


@transaction.atomic
def check_reserve(reserve: Reserve, *, on: date, by: Any) -> None:
    """Ask the departments about somebody who is to come into the reserve."""
    start_check(
        reserve,
        JointCheck(organization=reserve.organization, reason=CheckReason.RESERVE, asked_on=on),
    )


def start_check(about: Candidate | Reserve, check: JointCheck) -> JointCheck:
    check.person, check.position = about.person, about.position
    running = JointCheck.objects.filter(
        person=check.person, organization=check.organization, state=CheckState.OPEN
    )
    if running.exists():
        raise Refused(_("A joint check of %(person)s is under way.") % {"person": check.person})
    check.save()
    return check


def asked(check: JointCheck) -> list[str]:
    """The departments that have a say: those named by the negative list of that day."""
    items = NegativeItem.objects.at(check.asked_on).select_related("organization")
    path = check.organization.path
    return sorted({one.department for one in items if path.startswith(one.organization.path)})


@transaction.atomic
def record_view(
    check: JointCheck, *, department: str, viewed_on: date, said: Said, by: Any
) -> None:
    """Write down what a department says; until the check is concluded it may say otherwise."""
    if check.state != CheckState.OPEN:
        raise Refused(_("This check is concluded."))
    if viewed_on < check.asked_on:
        raise Refused(_("The departments were asked on %(day)s.") % {"day": check.asked_on})
    if said.view == View.OBJECTION and not said.item and not said.note.strip():
        raise Refused(_("Say which item of the negative list the objection rests on."))
    values = {"viewed_on": viewed_on, **vars(said)}
    CheckView.objects.update_or_create(check_case=check, department=department, defaults=values)


@transaction.atomic
def conclude_check(check: JointCheck, *, on: date, by: Any) -> None:
    """Passed or failed: every department has spoken, no doubt is left, ages and schooling fit."""
    views = {view.department: view for view in check.views.select_related("item")}
    if missing := [Department(one).label for one in asked(check) if one not in views]:
        raise Refused(
            _("Still to speak: %(departments)s.")
            % {"departments": _(", ").join(str(one) for one in missing)}
        )
    if doubts := [view for view in views.values() if view.view == View.DOUBT]:
        raise Refused(
            _("%(department)s still looks into it.")
            % {"department": doubts[0].get_department_display()}
        )
    findings = [*objections(views.values()), *unfit(check)]
    months = limit_on(Limit.CHECK_MONTHS, on, check.organization.path)
    valid = months_after(on, months) if months and not findings else None
    state = CheckState.FAILED if findings else CheckState.PASSED
    CHECKING.move(check, state, concluded_on=on, valid_until=valid, findings="\n".join(findings))


def objections(views: Any) -> Iterator[str]:
    for view in views:
        if view.view == View.OBJECTION:
            yield f"{view.get_department_display()}: {view.item or view.note}"


def unfit(check: JointCheck) -> Iterator[str]:
    """Age and schooling against the values of the day the check was asked for (domain 2.10)."""
    day, path, person = check.asked_on, check.organization.path, check.person
    stays = Post.objects.at(day).filter(
        person=person, organization=check.organization, position=check.position
    )
    most = limit_on(Limit.STAY_AGE if stays.exists() else Limit.NEW_AGE, day, path)
    age = age_on(person.born, day)
    if age is not None and most is not None and age > most:
        yield _("%(age)s years old; at most %(most)s.") % {"age": age, "most": most}
    least = limit_on(Limit.TEAM_EDUCATION, day, path)
    if least is not None and person.education not in education_at_least(str(least)):
        yield _("Education below senior high school.")


@transaction.atomic
def file_post(
    post: Post, *, kind: str, sent_on: date, filed_with: str, number: str, by: Any
) -> None:
    """Send an appointment or a removal to the county for filing (003-47)."""
    if kind == Filing.REMOVAL and not post.until:
        raise Refused(_("The post has not ended: there is no removal to file."))
    happened = post.until if kind == Filing.REMOVAL else post.since
    if happened and sent_on < happened:
        raise Refused(_("It is filed after it happened, on %(day)s.") % {"day": happened})
    if post.filings.filter(kind=kind).exclude(state=FilingState.RETURNED).exists():
        raise Refused(_("This has been sent in already."))
    PostFiling.objects.update_or_create(
        post=post,
        kind=kind,
        defaults={
            "sent_on": sent_on,
            "filed_with": filed_with,
            "filing_no": number,
            "state": FilingState.SUBMITTED,
        },
    )


@transaction.atomic
def accept_filing(filing: PostFiling, *, on: date, number: str, by: Any) -> None:
    if on < filing.sent_on:
        raise Refused(_("It was sent in on %(day)s.") % {"day": filing.sent_on})
    FILING.move(filing, FilingState.FILED, filed_on=on, filing_no=number or filing.filing_no)


@transaction.atomic
def return_filing(filing: PostFiling, *, note: str, by: Any) -> None:
    FILING.move(filing, FilingState.RETURNED, note=note)
