"""What in the registers of cadres wants mending."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.choices.rules import Limit
from cadres.rules.limits import limit_on
from cadres.visits import visits_owed
from portal import quality


def secretary_vacant() -> str:
    months = limit_on(Limit.VACANT_MONTHS, timezone.localdate()) or 0
    return f"level=village&secretary_vacant_over={months}"


def too_few_reserves() -> str:
    least = limit_on(Limit.RESERVES, timezone.localdate()) or 0
    return f"level=village&except=reserves_at_least%3D{least}"


def visits_missing() -> str:
    today = timezone.localdate()
    return f"year={today.year}&visits_under={visits_owed(today)}"


quality.add(
    "secretary_vacant",
    "organization",
    secretary_vacant,
    _("Secretary's post vacant for more than three months"),
    advice=_("Appoint a secretary, or say who acts."),
    serious=True,
)
quality.add(
    "director_vacant",
    "organization",
    "level=village&vacant=director",
    _("Village without a director"),
    advice=_("Record the director's post."),
)
quality.add(
    "reserves_missing",
    "organization",
    too_few_reserves,
    _("Village with too few reserve cadres"),
    advice=_("Begin a selection: two for each village."),
)
quality.add(
    "post_term_ended",
    "post",
    "level=village&level=branch&term_within=0",
    _("Post held after its term ended"),
    advice=_("Record the election, or extend the term with its approval."),
    serious=True,
)
quality.add(
    "post_before_election",
    "post",
    "before_election=true",
    _("Party post that begins before the team's last election"),
    advice=_("Each term has its own row: record the election's result."),
)
quality.add(
    "post_too_old",
    "post",
    "too_old=true",
    _("Secretary or director past the age for staying"),
    advice=_("Prepare a successor."),
)
quality.add(
    "post_unfiled",
    "post",
    "level=village&position=secretary&position=director&unfiled=true",
    _("Secretary or director not filed with the county"),
    advice=_("Send the appointment in for filing."),
)
quality.add(
    "election_overdue",
    "election",
    "due_within=0",
    _("Election not held although the term has ended"),
    advice=_("Hold it, or record the approval of another day."),
    serious=True,
)
quality.add(
    "contact_visits_missing",
    "contactpoint",
    visits_missing,
    _("Contact point visited too rarely this year"),
    advice=_("Record the visits: at least two a year."),
)
quality.add(
    "first_secretary_missing",
    "organization",
    "level=village&priority_village=true&except=posting%3Dfirst_secretary",
    _("Village of priority without a first secretary"),
    advice=_("Weak and lax villages and central-village tasks come first: post somebody."),
    serious=True,
)
quality.add(
    "posting_over_term",
    "posting",
    "over_term=true",
    _("Posting past the end of its term"),
    advice=_("Extend it, hand it over or end it."),
    serious=True,
)
quality.add(
    "attendance_missing",
    "posting",
    "attendance_missing=true",
    _("Posting without last month's attendance"),
    advice=_("Record working days, days in the village and leave."),
)
quality.add(
    "pension_missing",
    "post",
    "level=village&position=secretary&position=director&except=insured%3Dpension",
    _("Secretary or director without pension insurance"),
    advice=_("Record the insurance, or enrol the cadre."),
)
quality.add(
    "milestone_late",
    "project",
    "milestone_late=true",
    _("Project with an overdue milestone"),
    advice=_("Record what was reached, or look at the project on the spot."),
)
