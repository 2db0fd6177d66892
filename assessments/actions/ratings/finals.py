"""How a round ends: published for some working days, objected to, decided, made final; and how a
rating moves up or down, or is withdrawn, during the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.ratings.quotas import broken, candidates
from assessments.actions.ratings.saving import locked
from assessments.choices import Result, Stars
from assessments.models import Rating, RatingAct, RatingCase, RatingObjection, RatingRound
from assessments.models.ratings import usual_day
from organizations.actions.calendar import working_days_after
from organizations.actions.wording import worded
from portal.errors import Refused
from portal.fields import hide

State, Case, Act = RatingRound.State, RatingCase.State, RatingAct.Kind


@transaction.atomic
def publish_round(round_: RatingRound, *, reason: str = "", by: Any) -> str:
    """Publish the confirmed stars for the scheme's number of working days. A broken quota is
    refused, or wants a reason, as the scheme says."""
    held = locked(round_)
    if held.state == State.CONFIRM:
        refuse_unconfirmed(held)
    said = hide(reason.strip())
    if found := broken(held):
        refuse_quota(held, [one.sentence for one in found], said)
    today = timezone.localdate()
    until = working_days_after(today, held.scheme.publicity_days)
    RatingRound.flow.move(
        held,
        State.PUBLICITY,
        due=until,
        published_on=today,
        published_until=until,
        over_quota_reason=said[:300] if found else "",
    )
    words = _("Published until %(day)s") % {"day": until}
    RatingAct.objects.create(round=held, kind=Act.PUBLISHED, by=by, reason=said, said=words)
    round_.refresh_from_db()
    return words


def refuse_unconfirmed(held: RatingRound) -> None:
    open_ones = candidates(held).exclude(state=Case.CONFIRMED)
    if many := open_ones.count():
        first = open_ones.select_related("organization", "person")[0]
        words = ngettext(
            "%(n)s candidate is not confirmed yet: %(name)s.",
            "%(n)s candidates are not confirmed yet, first %(name)s.",
            many,
        )
        raise Refused(words % {"n": many, "name": first.candidate})


def refuse_quota(held: RatingRound, sentences: list[str], reason: str) -> None:
    said = " ".join(sentences)
    if held.scheme.over_quota == held.scheme.OverQuota.REFUSE:
        words = _("The quotas of “%(scheme)s” are binding. %(said)s")
        raise Refused(words % {"scheme": held.scheme, "said": said})
    if not reason:
        raise Refused(_("%(said)s Change ratings, or give a reason.") % {"said": said})


@transaction.atomic
def object_to(
    case: RatingCase, *, raised_by: str, text: str, raised_on: date | None = None, by: Any
) -> RatingObjection:
    """Put down what somebody says against a published rating."""
    held = locked(case.round)
    if held.state != State.PUBLICITY:
        raise Refused(_("Objections are taken while the list is published."))
    if not text.strip() or not raised_by.strip():
        raise Refused(_("Say who objects, and to what."))
    made: RatingObjection = RatingObjection.objects.create(
        case=case,
        raised_by=hide(raised_by.strip())[:60],
        text=hide(text.strip())[:500],
        raised_on=raised_on or timezone.localdate(),
    )
    RatingAct.objects.create(round=held, case=case, kind=Act.OBJECTED, by=by, said=made.text[:200])
    return made


@transaction.atomic
def decide_dismissed(objection: RatingObjection, *, decision: str, by: Any) -> None:
    """The rating stands."""
    said = worded(decision, _("Say why: whoever objected will read it."))
    settle(objection, RatingObjection.State.DISMISSED, said, by)


@transaction.atomic
def decide_upheld(
    objection: RatingObjection, *, decision: str, stars: int | None = None, by: Any
) -> None:
    """The objection is right: the case goes back to the county's table, where its points are put
    right; with `stars` it keeps its points and is set to these stars at once."""
    said = worded(decision, _("Say why: whoever objected will read it."))
    settle(objection, RatingObjection.State.UPHELD, said, by)
    case = objection.case
    if stars is None:
        RatingCase.objects.filter(pk=case.pk).update(state=Case.REVIEWED)
    else:
        was, case.stars = case.stars, stars
        RatingCase.objects.filter(pk=case.pk).update(
            stars=stars, county_reason=said[:300], changed_at=timezone.now()
        )
        moved = _("%(was)s to %(now)s stars") % {"was": was, "now": stars}
        RatingAct.objects.create(
            round=case.round, case=case, kind=Act.CONFIRMED, by=by, reason=said, said=moved
        )


def settle(objection: RatingObjection, to: str, said: str, by: Any) -> None:
    if objection.case.round.state != State.PUBLICITY:
        raise Refused(_("The round is no longer published: nothing is decided in it."))
    RatingObjection.flow.move(
        objection, to, decision=said[:500], decided_by=by, decided_on=timezone.localdate()
    )
    RatingAct.objects.create(
        round=objection.case.round, case=objection.case, kind=Act.DECIDED, by=by, reason=said
    )


@transaction.atomic
def resume_round(round_: RatingRound, *, reason: str, by: Any) -> None:
    """Take the list back to the county's confirmation, to put ratings right and publish anew."""
    said = worded(reason, _("Say why the list is taken back."))
    held = locked(round_)
    if held.state != State.PUBLICITY:
        raise Refused(_("Only a published list can be taken back."))
    RatingRound.flow.move(held, State.CONFIRM, published_on=None, published_until=None)
    act = {"kind": Act.ADVANCED, "by": by, "reason": said}
    RatingAct.objects.create(round=held, said=held.get_state_display(), **act)
    round_.refresh_from_db()


@transaction.atomic
def finish_round(round_: RatingRound, *, by: Any) -> str:
    """Make the published stars the ratings of the year. Refused before the publicity has ended,
    while an objection is open, and while an upheld one is not put right."""
    held = locked(round_)
    refuse_unfinished(held)
    count = write_ratings(held)
    RatingRound.flow.move(held, State.FINAL, due=None)
    words = ngettext("%(n)s rating is final.", "%(n)s ratings are final.", count) % {"n": count}
    RatingAct.objects.create(round=held, kind=Act.FINAL, by=by, said=words)
    round_.refresh_from_db()
    return words


def refuse_unfinished(held: RatingRound) -> None:
    if held.state == State.FINAL:
        raise Refused(_("The stars of this round are final already."))
    if held.state != State.PUBLICITY:
        raise Refused(_("The list is published first; then it is made final."))
    if held.published_until and timezone.localdate() <= held.published_until:
        words = _("It is published until %(day)s; it can be made final the day after.")
        raise Refused(words % {"day": held.published_until})
    waiting = RatingObjection.objects.filter(
        case__round=held, state=RatingObjection.State.OPEN
    ).count()
    if waiting:
        words = ngettext(
            "%(n)s objection is still to be decided.",
            "%(n)s objections are still to be decided.",
            waiting,
        )
        raise Refused(words % {"n": waiting})
    refuse_unconfirmed(held)


def write_ratings(held: RatingRound) -> int:
    """The ratings of the year from the cases, in two statements; history follows by trigger. What
    stood there of the same year is replaced, and stays in its history."""
    day = usual_day(held.year)
    with connection.cursor() as cursor:
        for key, only in (("year, organization_id", "IS NULL"), ("year, person_id", "IS NOT NULL")):
            cursor.execute(
                UPSERT.format(key=key, only=only),
                [held.year, Result.CONFIRMED, day, held.pk, Case.CONFIRMED],
            )
    for themes, text in theme_words(held):
        chosen = held.cases.filter(themes=themes).values("organization")
        rows = held.ratings.filter(person=None, organization__in=chosen)
        rows.exclude(themes=text).update(themes=text)
    return int(held.ratings.count())


def theme_words(held: RatingRound) -> Iterator[tuple[list[Any], str]]:
    """Each combination of themed stars and how it is called, in Chinese as it is filed."""
    if held.scheme.themed:
        rows = held.cases.order_by().values_list("themes").annotate(n=Count("pk"))
        yield from ((themes, "、".join(one[1] for one in themes)) for themes, _n in rows)


UPSERT = """
    INSERT INTO assessments_rating AS old
        (year, organization_id, person_id, stars, result, rated_on, points, round_id,
         themes, reason, created_at, changed_at)
    SELECT %s, organization_id, person_id, stars, %s, %s, total, round_id, '', '', now(), now()
        FROM assessments_ratingcase
        WHERE round_id = %s AND state = %s AND person_id {only}
    ON CONFLICT ({key}) WHERE person_id {only} DO UPDATE
        SET stars = EXCLUDED.stars, result = EXCLUDED.result, rated_on = EXCLUDED.rated_on,
            points = EXCLUDED.points, round_id = EXCLUDED.round_id, themes = '', reason = '',
            organization_id = EXCLUDED.organization_id, changed_at = now()
"""


@transaction.atomic
def change_stars(
    rating: Rating, *, stars: int, reason: str, on: date | None = None, by: Any
) -> str:
    """Move a rating up or down during the year; what it was stays in its history."""
    said = worded(reason, _("Say why the stars are changed."))
    refuse_past(rating, on)
    if stars == rating.stars and rating.result == Result.CONFIRMED:
        raise Refused(_("It has these stars already."))
    was = rating.stars
    rating.stars, rating.result = stars, Result.CONFIRMED
    rating.reason, rating.rated_on = said[:300], on or timezone.localdate()
    rating.save(update_fields=["stars", "result", "reason", "rated_on", "changed_at"])
    words = _("Promoted: %(was)s to %(now)s.") if stars > was else _("Demoted: %(was)s to %(now)s.")
    return words % {"was": Stars(was).label, "now": Stars(stars).label}


@transaction.atomic
def withdraw_rating(rating: Rating, *, reason: str, on: date | None = None, by: Any) -> None:
    """Take the stars away during the year: from then on they count nowhere."""
    said = worded(reason, _("Say why the stars are withdrawn."))
    refuse_past(rating, on)
    if rating.result == Result.WITHDRAWN:
        raise Refused(_("It is withdrawn already."))
    rating.result, rating.reason = Result.WITHDRAWN, said[:300]
    rating.rated_on = on or timezone.localdate()
    rating.save(update_fields=["result", "reason", "rated_on", "changed_at"])


def refuse_past(rating: Rating, on: date | None) -> None:
    if on and not rating.rated_on <= on <= timezone.localdate():
        words = _("The day lies between %(first)s and today.")
        raise Refused(words % {"first": rating.rated_on})
