"""People's part of an assessment: scores entered and changed, review, publicity, objections,
grades, the lock (000-55, 001-24, 003-46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.reports.copies import digest_of
from assessments.actions.scoring.computing import locked, refuse_unless, settle_again
from assessments.actions.scoring.points import bounds
from assessments.models import (
    Assessment,
    AssessmentLine,
    CardCopy,
    Objection,
    Score,
    ScoreCard,
)
from assessments.models.scoring import Band
from organizations.actions.calendar import working_days_after
from portal.errors import Refused
from portal.fields import hide
from registers.models import Attachment

State = Assessment.State
AT_ONCE = 500


def refuse_points(line: AssessmentLine, points: Decimal, who: str) -> None:
    least, most = bounds(line)
    if not least <= points <= most:
        words = _("%(who)s, %(line)s: %(points)s is not between %(least)s and %(most)s.")
        said = {"who": who, "line": line, "points": points, "least": least, "most": most}
        raise Refused(words % said)


@dataclass(frozen=True)
class Entry:
    """What somebody enters on a line for a card."""

    points: Decimal | None
    reason: str = ""

    @property
    def said(self) -> str:
        """The reason as others may read it: without ID numbers."""
        return hide(self.reason.strip())


@transaction.atomic
def enter_scores(
    assessment: Assessment, line: AssessmentLine, *, entries: Mapping[int, Entry], by: Any
) -> int:
    """Enter a line for many cards ({card: entry}); all or nothing. Returns how many changed."""
    held = locked(assessment)
    refuse_unless(held, State.OPEN, State.COMPUTED)
    rows = Score.objects.filter(line=line, card__assessment=held, card__in=entries)
    changed = []
    for one in rows.select_related("card__organization", "card__person"):
        entry = entries[one.card_id]
        if (one.entered, one.reason) == (entry.points, entry.said):
            continue
        if entry.points is not None:
            refuse_points(line, entry.points, one.card.called)
            refuse_unsaid(line, entry, one.card.called)
        one.entered, one.reason, one.entered_by = entry.points, entry.said, by
        changed.append(one)
    Score.objects.bulk_update(changed, ["entered", "reason", "entered_by"], batch_size=AT_ONCE)
    if changed:
        settle_again(held)
    return len(changed)


def refuse_unsaid(line: AssessmentLine, entry: Entry, who: str) -> None:
    """Points that need evidence, or that replace what is computed, need a reason."""
    if not entry.said and (line.evidence or line.source != line.Source.HAND):
        raise Refused(_("%(who)s, %(line)s: say why.") % {"who": who, "line": line})


@transaction.atomic
def rate_self(card: ScoreCard, *, entries: Mapping[int, Entry], by: Any) -> int:
    """What the assessed think of their own work ({score: entry}); until it is reviewed."""
    held = locked(card.assessment)
    refuse_unless(held, State.OPEN, State.COMPUTED)
    rows = list(card.scores.filter(pk__in=entries).select_related("line"))
    for one in rows:
        entry = entries[one.pk]
        if entry.points is not None:
            refuse_points(one.line, entry.points, card.called)
        one.self_score, one.self_note = entry.points, entry.said
    Score.objects.bulk_update(rows, ["self_score", "self_note"])
    return len(rows)


@transaction.atomic
def change_score(score: Score, *, points: Decimal, reason: str, by: Any) -> None:
    """The review changes a score, with a reason; the computed one stays beside it."""
    held = locked(score.card.assessment)
    refuse_unless(held, State.COMPUTED, State.REVIEWED)
    put(score, points, reason, by)
    settle_again(held)


def put(score: Score, points: Decimal, reason: str, by: Any) -> None:
    refuse_points(score.line, points, score.card.called)
    score.reviewed, score.review_reason, score.reviewed_by = points, hide(reason), by
    score.save(update_fields=["reviewed", "review_reason", "reviewed_by", "changed_at"])


def missing(assessment: Assessment) -> int:
    """How many scores nobody knows: neither computed nor entered."""
    unknown = Q(computed=None, entered=None, reviewed=None)
    plain = Q(line__kind=AssessmentLine.Kind.PLAIN)
    rows = Score.objects.filter(unknown & plain, card__assessment=assessment, card__out=False)
    return rows.count()


def unproven(assessment: Assessment) -> QuerySet[Score]:
    """Points entered on lines that ask for evidence, without a file at the score or its card."""
    files = Attachment.objects.filter(withdrawn_at=None).values("object_id")
    of_scores = files.filter(content_type=Attachment.type_of(Score()))
    of_cards = files.filter(content_type=Attachment.type_of(ScoreCard()))
    rows = Score.objects.filter(card__assessment=assessment, card__out=False, line__evidence=True)
    rows = rows.exclude(entered=None).exclude(entered=0)
    return rows.exclude(pk__in=of_scores).exclude(card__in=of_cards)


def refuse_unproven(assessment: Assessment) -> None:
    rows = unproven(assessment)
    if not (count := rows.count()):
        return
    one = rows.select_related("card__organization", "card__person", "line").order_by("pk")[0]
    words = ngettext(
        "%(n)s score needs evidence and has no file: %(who)s, %(line)s. Attach it, then review.",
        "%(n)s scores need evidence and have no file, first %(who)s, %(line)s. Attach it, then "
        "review.",
        count,
    )
    raise Refused(words % {"n": count, "who": one.card.called, "line": one.line})


@transaction.atomic
def review_assessment(assessment: Assessment, *, by: Any) -> None:
    """All scores are there, and the files where a line asks for evidence; from now on they change
    by review alone."""
    held = locked(assessment)
    if count := missing(held):
        words = ngettext(
            "%(n)s score is not there yet: neither computed nor entered.",
            "%(n)s scores are not there yet: neither computed nor entered.",
            count,
        )
        raise Refused(words % {"n": count})
    refuse_unproven(held)
    Assessment.flow.move(held, State.REVIEWED)
    assessment.refresh_from_db()


@transaction.atomic
def take_back_review(assessment: Assessment, *, by: Any) -> None:
    """Compute or enter again what was reviewed too early."""
    Assessment.flow.move(locked(assessment), State.COMPUTED)
    assessment.refresh_from_db()


@transaction.atomic
def publish_assessment(assessment: Assessment, *, by: Any) -> str:
    """Those assessed see their cards, and may object for so many working days."""
    held = locked(assessment)
    refuse_breaches(held)
    today = timezone.localdate()
    until = working_days_after(today, held.scheme.public_days)
    Assessment.flow.move(held, State.PUBLISHED, public_from=today, public_until=until)
    assessment.refresh_from_db()
    return _("Public; objections until %(day)s.") % {"day": until}


@dataclass(frozen=True)
class Breach:
    """A grade given to more than its share: `given` of at most `most`."""

    band: Band
    given: int
    most: int

    def __str__(self) -> str:
        words = _("“%(grade)s” is given to %(n)s; at most %(most)s may have it (%(share)s%%).")
        said = {"grade": self.band, "n": self.given, "most": self.most, "share": self.band.share}
        return words % said


def breaches(assessment: Assessment) -> list[Breach]:
    """Grades that more have than their share of the ranked allows."""
    ranked = assessment.cards.filter(out=False)
    given = Counter(ranked.values_list("grade", flat=True))
    whole = given.total()
    found = []
    for band in assessment.scheme.bands:
        most = whole if band.share is None else whole * band.share // 100
        if given[band.name] > most:
            found.append(Breach(band, given[band.name], most))
    return found


def refuse_breaches(assessment: Assessment) -> None:
    if found := breaches(assessment):
        raise Refused(" ".join(str(one) for one in found))


@transaction.atomic
def fit_grades(assessment: Assessment, *, by: Any) -> str:
    """Lower the last of a grade that too many have to the next; ties at the edge go together."""
    held = locked(assessment)
    refuse_unless(held, State.COMPUTED, State.REVIEWED, State.PUBLISHED)
    bands, lowered = held.scheme.bands, 0
    for band, below in pairwise(bands):
        for breach in (one for one in breaches(held) if one.band == band):
            lowered += lower(held, breach, below)
    return _("%(n)s grades were lowered to keep the shares.") % {"n": lowered}


def lower(assessment: Assessment, breach: Breach, below: Band) -> int:
    having = assessment.cards.filter(out=False, grade=breach.band.name).order_by("rank", "pk")
    ranks = list(having.values_list("rank", flat=True))
    first_over = ranks[breach.most]
    words = _("by points “%(grade)s”, of which at most %(share)s%% may be given")
    reason = words % {"grade": breach.band, "share": breach.band.share}
    rows = having.filter(rank__gte=first_over)
    return int(rows.update(grade=below.name, grade_reason=reason[:200]))


@transaction.atomic
def grade_scorecard(card: ScoreCard, *, grade: str, reason: str, by: Any) -> None:
    """Give another grade than the points do, with a reason (a veto, say)."""
    held = locked(card.assessment)
    refuse_unless(held, State.COMPUTED, State.REVIEWED, State.PUBLISHED)
    known = [band.name for band in held.scheme.bands]
    if grade not in known:
        words = _("“%(grade)s” is no grade of this scheme: %(known)s.")
        raise Refused(words % {"grade": grade, "known": ", ".join(known)})
    ScoreCard.objects.filter(pk=card.pk).update(grade=grade, grade_reason=hide(reason))
    card.refresh_from_db()


@transaction.atomic
def use_scorecard(card: ScoreCard, *, used_for: str, decision: str, by: Any) -> None:
    """Note what a confirmed result led to: reward, appointment, training, a talk, a removal
    (001-24)."""
    if locked(card.assessment).state != State.CONFIRMED:
        raise Refused(_("The assessment is not confirmed yet."))
    rows = ScoreCard.objects.filter(pk=card.pk)
    rows.update(used_for=used_for, used_note=decision.strip(), changed_at=timezone.now())
    card.refresh_from_db()


@transaction.atomic
def object_to(
    card: ScoreCard, *, text: str, line: AssessmentLine | None = None, by: Any
) -> Objection:
    """Those assessed say what is wrong while the results are public."""
    held = locked(card.assessment)
    refuse_unless(held, State.PUBLISHED)
    if held.public_until and timezone.localdate() > held.public_until:
        raise Refused(_("Objections were possible until %(day)s.") % {"day": held.public_until})
    made: Objection = Objection.objects.create(card=card, line=line, text=hide(text), by=by)
    return made


@transaction.atomic
def decide_refused(objection: Objection, *, decision: str, by: Any) -> None:
    """The result stands."""
    close(objection, Objection.State.REFUSED, decision, by)


@transaction.atomic
def decide_upheld(objection: Objection, *, points: Decimal, decision: str, by: Any) -> None:
    """The objection is right: the line that it is about gets other points."""
    if objection.line_id is None:
        raise Refused(_("Say which line it is about: the objection names none."))
    held = locked(objection.card.assessment)
    refuse_unless(held, State.PUBLISHED)
    close(objection, Objection.State.UPHELD, decision, by)
    score = objection.card.scores.select_related("line", "card").get(line=objection.line_id)
    put(score, points, decision, by)
    settle_again(held)


def close(objection: Objection, state: str, decision: str, by: Any) -> None:
    changes = {"decision": hide(decision), "decided_by": by, "decided_at": timezone.now()}
    Objection.flow.move(objection, state, **changes)


@transaction.atomic
def confirm_assessment(assessment: Assessment, *, by: Any) -> None:
    """The end: publicity is over, objections are decided, shares are kept. Every card is copied
    where nothing can change it."""
    held = locked(assessment)
    refuse_early(held)
    refuse_breaches(held)
    Assessment.flow.move(held, State.CONFIRMED)
    CardCopy.objects.bulk_create(copies(held), batch_size=AT_ONCE)
    assessment.refresh_from_db()


def refuse_early(assessment: Assessment) -> None:
    until = assessment.public_until
    if until and timezone.localdate() <= until:
        raise Refused(_("It is public until %(day)s; confirm it after that.") % {"day": until})
    waiting = Objection.objects.filter(card__assessment=assessment, state=Objection.State.OPEN)
    if count := waiting.count():
        raise Refused(_("%(n)s objections are not decided yet.") % {"n": count})


def copies(assessment: Assessment) -> Iterator[CardCopy]:
    """Each card with all its points as they are now."""
    cards = assessment.cards.select_related("organization", "person").prefetch_related(
        "scores__line"
    )
    for card in cards.iterator(chunk_size=AT_ONCE):
        content = content_of(card)
        yield CardCopy(card=card, content=content, digest=digest_of(content))


def content_of(card: ScoreCard) -> dict[str, Any]:
    """A card as plain words and figures, as it is locked."""
    return {
        "organization": card.organization.code,
        "person": card.person_id,
        "total": str(card.total),
        "rank": card.rank,
        "grade": card.grade,
        "scores": [
            {
                "line": one.line.position,
                "name": one.line.name,
                "points": None if one.final is None else str(one.final),
                "computed": None if one.computed is None else str(one.computed),
                "reason": one.review_reason or one.reason,
            }
            for one in sorted(card.scores.all(), key=lambda score: score.line.position)
        ],
    }
