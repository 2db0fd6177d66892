from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices.studies import StudyState
from cadres.models import Secondment, Study
from portal.choices import education_at_least
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

FLOW = Flow(
    (StudyState.ENROLLED, StudyState.GRADUATED),
    (StudyState.ENROLLED, StudyState.DROPPED),
)


def refuse_days(first: date, last: date) -> None:
    if last < first:
        raise Refused(_("The end lies before the beginning."))
    refuse_future(last)


@transaction.atomic
def graduate_study(study: Study, *, on: date, certificate_no: str, by: Any) -> str:
    """Record a graduation; the person's education rises with it, and never falls (003-68)."""
    refuse_days(study.since, on)
    FLOW.move(study, StudyState.GRADUATED, until=on, certificate_no=certificate_no)
    person = study.person
    if person.education and person.education in education_at_least(study.level):
        return _("Graduated; the education on record is as high already.")
    person.education = study.level
    person.save()
    return _("Graduated; the education on record has been raised.")


@transaction.atomic
def drop_study(study: Study, *, on: date, note: str, by: Any) -> None:
    """Record that somebody gave a study up."""
    refuse_days(study.since, on)
    FLOW.move(study, StudyState.DROPPED, until=on, note=note)


@transaction.atomic
def end_secondment(secondment: Secondment, *, on: date, result: str, report: str, by: Any) -> None:
    """Bring somebody back, with the judgement of where they were."""
    if secondment.until:
        raise Refused(_("It ended on %(day)s.") % {"day": secondment.until})
    refuse_days(secondment.since, on)
    secondment.until, secondment.result, secondment.report = on, result, report
    secondment.save()
