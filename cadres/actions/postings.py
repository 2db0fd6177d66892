"""Extending, ending and handing over postings; what the four teams have finished."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices.postings import PostingLeft
from cadres.models import Posting, TeamTask
from cadres.rules.postings import POSTING_RULES, terms_on
from members.models import Person
from portal.dates import months_after
from portal.errors import Refused
from portal.rules import refuse_future

CARRIED_OVER = ("organization", "kind", "posted_as", "sending_unit", "batch", "priority")


def refuse_ended(posting: Posting) -> None:
    if posting.until:
        raise Refused(_("This posting ended on %(day)s.") % {"day": posting.until})


@transaction.atomic
def extend_posting(posting: Posting, *, term_ends: date, contract_no: str = "", by: Any) -> None:
    """Put the end of a term off, as far as the rules of its kind allow (domain 2.9)."""
    refuse_ended(posting)
    if posting.term_ends and term_ends <= posting.term_ends:
        raise Refused(_("The term ends on %(day)s already.") % {"day": posting.term_ends})
    terms = terms_on(posting.kind, term_ends, posting.organization.path)
    most = terms.most_months if terms else None
    if most is not None and term_ends > months_after(posting.since, most):
        raise Refused(_("Such a posting lasts at most %(months)s months.") % {"months": most})
    posting.term_ends = term_ends
    posting.contract_no = contract_no or posting.contract_no
    posting.save()


@transaction.atomic
def end_posting(posting: Posting, *, on: date, why: str, by: Any) -> None:
    """End a posting: `on` is the first day without it."""
    refuse_ended(posting)
    if on < posting.since:
        raise Refused(_("The end lies before the beginning."))
    refuse_future(on)
    posting.until, posting.left_why = on, why
    posting.save()


@transaction.atomic
def hand_over(
    posting: Posting, *, on: date, person: Person, term_ends: date | None = None, by: Any
) -> None:
    """Somebody else takes the posting over on one day; open tasks of the four teams go along."""
    if person == posting.person:
        raise Refused(_("%(person)s holds this posting already.") % {"person": person})
    end_posting(posting, on=on, why=PostingLeft.HANDED, by=by)
    values = {name: getattr(posting, name) for name in CARRIED_OVER}
    values |= {"person": person, "since": on, "term_ends": term_ends or posting.term_ends}
    for rule in POSTING_RULES:
        for _name, sentence in rule(values):
            raise Refused(sentence)
    if Posting.objects.filter(person=person, kind=posting.kind, until=None).exists():
        raise Refused(_("%(person)s is posted so to a village already.") % {"person": person})
    Posting.objects.create(**values)
    tasks = TeamTask.objects.filter(organization=posting.organization, until=None)
    tasks.filter(person=posting.person).update(person=person, changed_at=timezone.now())


@transaction.atomic
def finish_task(task: TeamTask, *, on: date, result: str, by: Any) -> None:
    """Record what came of a task."""
    if task.until:
        raise Refused(_("This task was finished on %(day)s.") % {"day": task.until})
    if on < task.since:
        raise Refused(_("This day lies before the task was assigned."))
    task.until, task.result = on, result
    task.save()
