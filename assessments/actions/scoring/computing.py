"""Working out an assessment: who is assessed, what each line gives, totals, ranks and grades.

One job for all cards, some queries for each line and none for each card (000-55, 001-24).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.scoring.points import NOTHING, points_of
from assessments.actions.scoring.sources import Ground, answers_of, measured
from assessments.actions.targets.peers import groups
from assessments.models import Assessment, AssessmentLine, AssessmentScheme, Score, ScoreCard
from assessments.models.scoring import Band
from cadres.choices.posts import Position
from cadres.models import Post
from members.choices.standing import MEMBERS
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.errors import Refused
from portal.models import Job
from portal.tasks import start

State, About = Assessment.State, AssessmentScheme.About
Progress = Callable[[int, int], None]
SETTLED = ["total", "rank", "peer_rank", "grade", "grade_reason", "peers", "out"]
HEADS = {Level.TOWNSHIP: Position.TOWN_SECRETARY}  # who leads; elsewhere the secretary
AT_ONCE = 2000


def no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


def compute_assessment(assessment: Assessment, *, by: Any) -> Job:
    """Have a worker work the assessment out; its page shows how far it is."""
    refuse_unless(assessment, State.OPEN, State.COMPUTED)
    if not assessment.scheme.lines.exists():
        raise Refused(_("The scheme has no lines yet."))
    return start("compute-assessment", by, assessment=assessment.pk)


def refuse_unless(assessment: Assessment, *states: str) -> None:
    if assessment.state not in states:
        words = _("%(assessment)s is “%(state)s”; this step is not possible now.")
        said = {"assessment": assessment, "state": assessment.get_state_display()}
        raise Refused(words % said)


@transaction.atomic
def work_out_assessment(
    assessment: Assessment, *, by: Any, progress: Progress = no_progress
) -> None:
    """Bring cards, scores, totals, ranks and grades up to date. Twice leaves the same rows; what
    was entered, reviewed or self-rated stays."""
    held = locked(assessment)
    refuse_unless(held, State.OPEN, State.COMPUTED)
    cards = bring_cards(held)
    lines = list(held.scheme.lines.all())
    ground = Ground(held, cards)
    known = scores_of(held)
    for done, line in enumerate(lines, 1):
        store(line, cards, answers_of(ground, line) if measured([line]) else {}, known)
        progress(done, len(lines) + 1)
    settle(held, cards)
    Assessment.flow.move(held, State.COMPUTED, computed_at=timezone.now())
    assessment.refresh_from_db()


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now; until the transaction ends nobody else enters or moves it."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("scheme__organization")
    found: Assessment = rows.get(pk=assessment.pk)
    return found


def subjects(assessment: Assessment) -> Iterator[tuple[int, int | None]]:
    """(organization, person or None) of all who are assessed, as of the day."""
    scheme, day = assessment.scheme, assessment.day
    top = scheme.organization.path
    if scheme.about == About.SECRETARIES:
        posts = Post.objects.at(day).filter(position=HEADS.get(Level(scheme.level), "secretary"))
        posts = posts.filter(organization__level=scheme.level, organization__path__startswith=top)
        yield from dict(posts.order_by("-since").values_list("organization", "person")).items()
    elif scheme.about == About.MEMBERS:
        rows = Person.objects.filter(standing__in=MEMBERS, left=None)
        rows = rows.filter(organization__path__startswith=top).order_by("pk")
        yield from rows.values_list("organization", "pk")
    else:
        places = Organization.objects.at(day).filter(level=scheme.level, path__startswith=top)
        yield from ((pk, None) for pk in places.order_by("path").values_list("pk", flat=True))


def bring_cards(assessment: Assessment) -> list[ScoreCard]:
    """The cards of all who are assessed; whoever is no longer, keeps a card without a rank."""
    wanted = dict.fromkeys(subjects(assessment))
    known = {
        (organization, person)
        for organization, person in assessment.cards.values_list("organization", "person")
    }
    ScoreCard.objects.bulk_create(
        (
            ScoreCard(assessment=assessment, organization_id=organization, person_id=person)
            for organization, person in wanted
            if (organization, person) not in known
        ),
        batch_size=AT_ONCE,
    )
    alike = peer_groups(assessment)
    cards = list(assessment.cards.order_by("pk"))
    for card in cards:
        card.out = (card.organization_id, card.person_id) not in wanted
        card.peers = alike.get(card.organization_id, 0)
    return cards


def peer_groups(assessment: Assessment) -> dict[int, int]:
    """{organization: number of its group of those alike}; members are compared in their branch."""
    scheme = assessment.scheme
    if scheme.about == About.MEMBERS:
        return {}
    plan = Ground(assessment, []).plan
    found = groups(scheme.level, scheme.organization, plan)
    return {place: at for at, group in enumerate(found, 1) for place in group.members}


Known = dict[tuple[int, int], tuple[int, Decimal | None, dict[str, Any]]]


def scores_of(assessment: Assessment) -> Known:
    """{(card, line): (number, computed points, figures)} of what is there."""
    rows = Score.objects.filter(card__assessment=assessment)
    return {
        (card, line): (pk, computed, figures)
        for pk, card, line, computed, figures in rows.values_list(
            "pk", "card", "line", "computed", "figures"
        )
    }


def store(line: AssessmentLine, cards: list[ScoreCard], found: Any, known: Known) -> None:
    """Write the scores of a line that are new or differ."""
    changed = []
    for card in cards:
        answer = found.get(card.pk)
        computed = points_of(line, answer.value) if answer else None
        figures = {"value": str(round(answer.value, 4)), **answer.figures} if answer else {}
        was = known.get((card.pk, line.pk))
        if was is None or was[1:] != (computed, figures):
            changed.append(Score(card=card, line=line, computed=computed, figures=figures))
    Score.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["card", "line"],
        update_fields=["computed", "figures", "changed_at"],
        batch_size=AT_ONCE,
    )


def settle(assessment: Assessment, cards: list[ScoreCard]) -> None:
    """Totals, ranks (1, 2, 2, 4) and grades of all cards from the scores as they are."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for one in Score.objects.filter(card__assessment=assessment).only(
        "card", "computed", "entered", "reviewed"
    ):
        totals[one.card_id] += one.final or NOTHING
    bands = assessment.scheme.bands
    for card in cards:
        card.total = max(totals[card.pk], NOTHING)
        if not card.grade_reason:
            card.grade = "" if card.out else grade_of(bands, card.total)
    rank(cards)
    stored = settled(assessment)
    changed = [one for one in cards if [getattr(one, n) for n in SETTLED] != stored.get(one.pk)]
    ScoreCard.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*SETTLED, "changed_at"],
        batch_size=AT_ONCE,
    )


def settled(assessment: Assessment) -> dict[int, list[Any]]:
    rows = assessment.cards.values_list("pk", *SETTLED)
    return {pk: list(values) for pk, *values in rows}


def grade_of(bands: Iterable[Band], total: Decimal) -> str:
    """The name of the best grade whose points are reached; "" below all."""
    return next((band.name for band in bands if total >= band.least), "")


def rank(cards: Iterable[ScoreCard]) -> None:
    """Rank among all, and among those alike. Equal totals share the better rank."""
    standing = [card for card in cards if not card.out]
    for card in cards:
        card.rank = card.peer_rank = None
    for at, card in placed(standing):
        card.rank = at
    alike: dict[tuple[int, int], list[ScoreCard]] = defaultdict(list)
    for card in standing:
        alike[(card.peers, 0 if card.peers else card.organization_id)].append(card)
    for group in alike.values():
        for at, card in placed(group):
            card.peer_rank = at


def placed(cards: list[ScoreCard]) -> Iterator[tuple[int, ScoreCard]]:
    ordered = sorted(cards, key=lambda card: (-(card.total or NOTHING), card.pk))
    at = 0
    for number, card in enumerate(ordered, 1):
        if number == 1 or card.total != ordered[number - 2].total:
            at = number
        yield at, card


def settle_again(assessment: Assessment) -> None:
    """The same after somebody has changed scores."""
    settle(assessment, list(assessment.cards.order_by("pk")))
