from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.choices.appraisal import FollowUp, Mark
from members.models import Appraisal, AppraisalRule, Person
from members.rules.appraisal import members_of, probationary_on
from organizations.models import Organization
from portal.dates import months_after
from portal.errors import Refused
from portal.rules import refuse_future


@dataclass(frozen=True)
class Line:
    """What a round found of one member; no grade: did not take part. `votes` in the order of the
    four grades."""

    grade: str
    votes: Sequence[int | None] = (None, None, None, None)
    gap: str = ""


@transaction.atomic
def record_round(
    branch: Organization,
    *,
    year: int,
    on: date,
    present: int,
    lines: Mapping[Person, Line],
    by: Any,
) -> None:
    """Enter the appraisal of a branch in one go: all of it or nothing."""
    members = list(members_of(branch, on))
    rule = AppraisalRule.for_day(on)
    refuse_round(branch, members, lines, by)
    refuse_day(year, on)
    refuse_present(rule, present, len(members))
    refuse_grades(rule, members, lines, on)
    refuse_votes(lines, present)
    held = {one.person_id: one for one in Appraisal.objects.filter(year=year, person__in=lines)}
    for person, line in lines.items():
        row = held.get(person.pk) or Appraisal(person=person, year=year)
        if line.grade:
            write(row, branch, on, line)
        elif row.pk:
            raise Refused(
                _("%(person)s has been appraised already: give a grade.") % {"person": person}
            )


def write(row: Appraisal, branch: Organization, on: date, line: Line) -> None:
    row.branch, row.decided_on, row.grade, row.gap = branch, on, line.grade, line.gap
    row.excellent_votes, row.qualified_votes, row.basic_votes, row.unqualified_votes = line.votes
    if line.grade != Mark.UNQUALIFIED:
        row.follow_up, row.mend_by, row.handled_on = "", None, None
    row.save()


def refuse_round(
    branch: Organization, members: list[Person], lines: Mapping[Person, Line], by: Any
) -> None:
    scope = by.scope("members.add_appraisal")
    if strangers := [one for one in lines if one not in members]:
        raise Refused(
            _("%(person)s was no member of %(branch)s that day.")
            % {"person": strangers[0], "branch": branch}
        )
    if outside := [one for one in lines if not scope.covers(one.place())]:
        raise Refused(_("You may not appraise %(person)s.") % {"person": outside[0]})


def refuse_day(year: int, on: date) -> None:
    refuse_future(on)
    if on.year - year not in {0, 1}:
        raise Refused(
            _("The appraisal of %(year)s is decided in that year or the next.") % {"year": year}
        )


def refuse_present(rule: AppraisalRule, present: int, members: int) -> None:
    if present > members:
        raise Refused(_("The branch has only %(many)s members.") % {"many": members})
    if not rule.enough(present, members):
        raise Refused(
            _("Only %(present)s of %(members)s members took part; at least %(top)s/%(of)s must.")
            % {
                "present": present,
                "members": members,
                "top": rule.quorum_top,
                "of": rule.quorum_of,
            }
        )


def refuse_grades(
    rule: AppraisalRule, members: list[Person], lines: Mapping[Person, Line], on: date
) -> None:
    """Probationary members go ungraded; no more are excellent than the limit allows."""
    for person, line in lines.items():
        graded = line.grade and line.grade != Mark.UNGRADED
        if graded and not rule.grade_probationary and probationary_on(person, on):
            sentence = _("%(person)s is on probation: takes part, but is not graded.")
            raise Refused(sentence % {"person": person})
    many = Counter(line.grade for line in lines.values())[Mark.EXCELLENT]
    most = rule.most_excellent(len(members))
    if many > most:
        raise Refused(
            _("%(many)s members are excellent; of %(members)s at most %(most)s may be (%(share)s).")
            % {
                "many": many,
                "members": len(members),
                "most": most,
                "share": f"{rule.excellent_top}/{rule.excellent_of}",
            }
        )


def refuse_votes(lines: Mapping[Person, Line], present: int) -> None:
    for person, line in lines.items():
        if sum(vote or 0 for vote in line.votes) > present:
            raise Refused(
                _("%(person)s has more votes than the %(present)s who took part.")
                % {"person": person, "present": present}
            )


def refuse_qualified(appraisal: Appraisal) -> None:
    if appraisal.grade != Mark.UNQUALIFIED:
        raise Refused(_("Only an unqualified grade is followed by handling."))


@transaction.atomic
def rectify_appraisal(appraisal: Appraisal, *, mend_by: date | None, gap: str, by: Any) -> None:
    """Give an unqualified member a day by which to mend."""
    refuse_qualified(appraisal)
    months = AppraisalRule.for_day(appraisal.decided_on).rectify_months
    last = months_after(appraisal.decided_on, months)
    if mend_by and not appraisal.decided_on <= mend_by <= last:
        raise Refused(_("The day must lie within %(months)s months.") % {"months": months})
    appraisal.follow_up, appraisal.mend_by = FollowUp.RECTIFY, mend_by or last
    appraisal.gap = gap
    appraisal.save()


@transaction.atomic
def handle_appraisal(appraisal: Appraisal, *, follow_up: str, on: date, by: Any) -> None:
    """Record what came of an unqualified grade."""
    refuse_qualified(appraisal)
    refuse_future(on)
    if on < appraisal.decided_on:
        raise Refused(_("It was handled before it was decided."))
    appraisal.follow_up, appraisal.handled_on = follow_up, on
    appraisal.save()
