"""What may happen to ratings of a round: handed in, returned, reviewed, confirmed. One or many at
once; each act is a conditional update, so that of two at once one wins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.ratings.saving import locked
from assessments.actions.ratings.tally import Scale
from assessments.actions.ratings.telling import tell_returned
from assessments.models import RatingAct, RatingCase, RatingRound, RatingScore
from organizations.actions.wording import worded
from portal.errors import Refused
from web.templatetags.portal import moment

State, Case, Act = RatingRound.State, RatingCase.State, RatingAct.Kind
# In which stages of a round an act on its cases is possible.
WHEN = {
    Act.RATED: (State.SELF, State.POLL, State.REVIEW, State.CONFIRM),
    Act.WITHDRAWN: (State.SELF, State.POLL, State.REVIEW),
    Act.REVIEWED: (State.POLL, State.REVIEW, State.CONFIRM),
    Act.RETURNED: (State.SELF, State.POLL, State.REVIEW, State.CONFIRM),
    Act.CONFIRMED: (State.CONFIRM,),
    Act.SENT_BACK: (State.REVIEW, State.CONFIRM),
    Act.REMOVED: (State.SELF, State.POLL, State.REVIEW, State.CONFIRM),
}
SHOWN, BATCH = 5, 5000
Cases = QuerySet[RatingCase]


@transaction.atomic
def move_cases(
    round_: RatingRound, cases: Cases, to: str, kind: str, *, by: Any, reason: str = "", **set_: Any
) -> int:
    """Move those of `cases` that may move; how many. Refused where the stage forbids it, or where
    none of them can."""
    held = locked(round_)
    refuse_stage(held, kind)
    allowed = [start for start, end in RatingCase.flow.moves if end == to]
    rows = RatingCase.objects.filter(round=held, pk__in=cases.order_by().values("pk"))
    ids = list(
        rows.filter(state__in=allowed)
        .order_by("pk")
        .select_for_update()
        .values_list("pk", flat=True)
    )
    if not ids:
        raise Refused(happened(held, rows))
    RatingCase.objects.filter(pk__in=ids).update(state=to, changed_at=timezone.now(), **set_)
    RatingAct.objects.bulk_create(
        (RatingAct(round=held, case_id=pk, kind=kind, by=by, reason=reason) for pk in ids),
        batch_size=BATCH,
    )
    return len(ids)


def refuse_stage(held: RatingRound, kind: str) -> None:
    if held.state not in WHEN[Act(kind)]:
        words = _("%(round)s is at “%(state)s”: “%(act)s” is not possible in this stage.")
        said = {"round": held, "state": held.get_state_display(), "act": Act(kind).label}
        raise Refused(words % said)


def happened(held: RatingRound, rows: Cases) -> str:
    """What stands in the way of an act: the state, and the latest act with who, when and why."""
    case = rows.select_related("organization", "person", "round").first()
    if case is None:
        return _("None of these is a candidate of the round.")
    now = {"case": case, "state": case.get_state_display()}
    latest = case.acts.select_related("by").last()
    if latest is None or latest.by is None:
        return _("%(case)s is “%(state)s”; this step is not possible now.") % now
    words = _("%(case)s is “%(state)s” now. Latest: “%(act)s” by %(by)s, %(at)s. %(reason)s")
    told = {"act": latest.get_kind_display(), "by": latest.by, "at": moment(latest.at)}
    return (words % {**now, **told, "reason": latest.reason}).strip()


def all_of(case: RatingCase) -> Cases:
    return RatingCase.objects.filter(pk=case.pk)


def done(words: str, count: int) -> str:
    return words % {"n": count}


@transaction.atomic
def rate_cases(round_: RatingRound, cases: Cases, *, by: Any) -> int:
    """Hand self-ratings in; refused while criteria that ask for points have none."""
    open_ones = cases.filter(state__in=[Case.OPEN, Case.RETURNED])
    refuse_incomplete(Scale(round_.scheme), open_ones)
    return move_cases(round_, cases, Case.RATED, Act.RATED, by=by)


def refuse_incomplete(scale: Scale, cases: Cases) -> None:
    musts = scale.musts
    given = Coalesce("scores__county_points", "scores__town_points", "scores__self_points")
    given = Coalesce(given, "scores__prefilled")
    answered = Count("scores", filter=Q(scores__criterion__in=musts, said__isnull=False))
    rows = cases.order_by().annotate(said=given).values("pk").annotate(answered=answered)
    lacking = [row["pk"] for row in rows.filter(answered__lt=len(musts)).values("pk")[:SHOWN]]
    if not lacking:
        return
    found = RatingCase.objects.filter(pk__in=lacking).select_related("organization", "person")
    names = _(", ").join(case.candidate for case in found)
    words = _("Points are missing: %(names)s. Fill in every criterion that gives points.")
    raise Refused(words % {"names": names})


def rate_case(case: RatingCase, *, by: Any) -> None:
    """Hand in the self-rating."""
    rate_cases(case.round, all_of(case), by=by)
    case.refresh_from_db()


@transaction.atomic
def withdraw_case(case: RatingCase, *, by: Any) -> None:
    """Take the self-rating back before it is reviewed."""
    if case.state not in (Case.RATED,):
        raise Refused(happened(case.round, all_of(case)))
    move_cases(case.round, all_of(case), Case.OPEN, Act.WITHDRAWN, by=by)
    case.refresh_from_db()


@transaction.atomic
def return_case(case: RatingCase, *, reason: str, by: Any) -> None:
    """Give the self-rating back to the candidate, with the reason."""
    said = worded(reason, _("Say why it is returned: the village will read it."))
    move_cases(case.round, all_of(case), Case.RETURNED, Act.RETURNED, by=by, reason=said)
    tell_returned(case, Act.RETURNED, said, by=by)
    case.refresh_from_db()


@transaction.atomic
def review_cases(round_: RatingRound, cases: Cases, *, by: Any) -> int:
    """Pass reviewed ratings on to the county. Refused for one's own organization, and where points
    were changed without a reason."""
    waiting = cases.filter(state__in=[Case.RATED, Case.SENT_BACK])
    refuse_own(waiting, by)
    refuse_unexplained(waiting, "town")
    refuse_incomplete(Scale(round_.scheme), waiting)
    return move_cases(round_, cases, Case.REVIEWED, Act.REVIEWED, by=by, reviewed_by=by)


def refuse_own(cases: Cases, by: Any) -> None:
    """Nobody reviews the organization whose own secretary they are."""
    paths = by.scope("assessments.review_ratingcase").paths
    own = [one for one in paths if not any(one != up and one.startswith(up) for up in paths)]
    mine = cases.filter(person=None, organization__path__in=own).select_related("organization")
    if found := mine.first():
        words = _("“%(name)s” is your own organization: its rating is reviewed above you.")
        raise Refused(words % {"name": found.candidate})


def refuse_unexplained(cases: Cases, column: str) -> None:
    """Points that differ from what stood before want a reason, of the criterion or the case."""
    earlier = ["town_points", "self_points", "prefilled"][0 if column == "county" else 1 :]
    changed = (
        RatingScore.objects.filter(case__in=cases.order_by().values("pk"))
        .filter(**{f"{column}_points__isnull": False, f"{column}_reason": ""})
        .filter(**{f"case__{column}_reason": ""})
        .annotate(was=Coalesce(*earlier))
        .exclude(**{f"{column}_points": F("was")})
        .exclude(was=None)
    )
    first = changed.select_related("case__organization", "case__person", "criterion").first()
    if first:
        words = _("%(name)s: points of “%(criterion)s” were changed. Say why.")
        raise Refused(words % {"name": first.case.candidate, "criterion": first.criterion})


def review_case(case: RatingCase, *, by: Any) -> None:
    """Pass it on to the county."""
    review_cases(case.round, all_of(case), by=by)
    case.refresh_from_db()


@transaction.atomic
def send_back_case(case: RatingCase, *, reason: str, by: Any) -> None:
    """Give a reviewed rating back to the township, with the reason."""
    said = worded(reason, _("Say why it is returned: the township will read it."))
    move_cases(case.round, all_of(case), Case.SENT_BACK, Act.SENT_BACK, by=by, reason=said)
    tell_returned(case, Act.SENT_BACK, said, by=by)
    case.refresh_from_db()


@transaction.atomic
def confirm_cases(round_: RatingRound, cases: Cases, *, by: Any) -> int:
    """Confirm reviewed ratings. Refused to whoever reviewed one, without its appraisal where that
    counts, and where points were changed without a reason."""
    waiting = cases.filter(state=Case.REVIEWED)
    if own := waiting.filter(reviewed_by=by).select_related("organization", "person").first():
        words = _("%(name)s: nobody confirms what they reviewed themselves.")
        raise Refused(words % {"name": own.candidate})
    refuse_unexplained(waiting, "county")
    if round_.scheme.appraisal_share:
        refuse_unappraised(waiting)
    return move_cases(round_, cases, Case.CONFIRMED, Act.CONFIRMED, by=by)


def refuse_unappraised(cases: Cases) -> None:
    lacking = cases.filter(appraisal=None)
    if many := lacking.count():
        words = ngettext(
            "%(n)s candidate has no appraisal points yet: %(name)s.",
            "%(n)s candidates have no appraisal points yet, first %(name)s.",
            many,
        )
        first = lacking.select_related("organization", "person")[0]
        raise Refused(words % {"n": many, "name": first.candidate})


def confirm_case(case: RatingCase, *, by: Any) -> None:
    """Confirm what the township reviewed."""
    confirm_cases(case.round, all_of(case), by=by)
    case.refresh_from_db()


@transaction.atomic
def remove_case(case: RatingCase, *, reason: str, by: Any) -> None:
    """Take a candidate out of the round: merged, closed, moved away. The case stays."""
    said = worded(reason, _("Say why it is taken out of the round."))
    held = locked(case.round)
    refuse_stage(held, Act.REMOVED)
    rows = RatingCase.objects.filter(pk=case.pk).exclude(state=Case.REMOVED)
    if not rows.update(state=Case.REMOVED, changed_at=timezone.now()):
        raise Refused(happened(held, all_of(case)))
    RatingAct.objects.create(round=held, case=case, kind=Act.REMOVED, by=by, reason=said)
    case.refresh_from_db()


# What each stage leads to: (the next one, the scheme's number of days for that).
NEXT = {
    State.SELF: (State.POLL, "poll_days"),
    State.POLL: (State.REVIEW, "review_days"),
    State.REVIEW: (State.CONFIRM, "confirm_days"),
}


def stage_after(round_: RatingRound) -> tuple[str, str] | None:
    """The next stage and its number of days; schemes without appraisal have no mass poll."""
    found = NEXT.get(State(round_.state))
    if found and found[0] == State.POLL and not round_.scheme.poll_days:
        return NEXT[State.POLL]
    return found


@transaction.atomic
def advance_round(round_: RatingRound, *, until: date | None = None, by: Any) -> str:
    """Go on to the next stage, until a day (else as many days as the scheme says)."""
    held = locked(round_)
    found = stage_after(held)
    if found is None:
        words = _("%(round)s is “%(state)s”; this step is not possible now.")
        raise Refused(words % {"round": held, "state": held.get_state_display()})
    to, days = found
    today = timezone.localdate()
    if until and until < today:
        raise Refused(_("The day is already past."))
    due = until or today + timedelta(days=getattr(held.scheme, days))
    RatingRound.flow.move(held, to, due=due)
    said = _("%(stage)s until %(day)s") % {"stage": held.get_state_display(), "day": due}
    RatingAct.objects.create(round=held, kind=Act.ADVANCED, by=by, said=said)
    round_.refresh_from_db()
    return said


@transaction.atomic
def call_off_round(round_: RatingRound, *, reason: str, by: Any) -> None:
    """Call the round off: nothing of it counts, all of it stays to be read."""
    said = worded(reason, _("Say why the round is called off."))
    held = locked(round_)
    RatingRound.flow.move(held, State.CALLED_OFF, due=None)
    RatingAct.objects.create(round=held, kind=Act.CALLED_OFF, by=by, reason=said)
    round_.refresh_from_db()
