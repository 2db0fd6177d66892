"""The annual assessment: schemes, lines, assessments, cards, objections; what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.scoring.computing import compute_assessment
from assessments.actions.scoring.deciding import (
    breaches,
    change_score,
    confirm_assessment,
    decide_refused,
    decide_upheld,
    fit_grades,
    grade_scorecard,
    missing,
    object_to,
    publish_assessment,
    review_assessment,
    take_back_review,
    use_scorecard,
)
from assessments.actions.scoring.scorebook import export_assessment
from assessments.filters.scoring import (
    AssessmentFilter,
    AssessmentLineFilter,
    AssessmentSchemeFilter,
    ObjectionFilter,
    ScoreCardFilter,
    ScoreFilter,
)
from assessments.forms.scoring import (
    AssessmentForm,
    AssessmentLineForm,
    AssessmentSchemeForm,
    ChangeScoreForm,
    DecisionForm,
    GradeCardForm,
    ObjectForm,
    UpheldForm,
    UseForm,
)
from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    Objection,
    Score,
    ScoreCard,
)
from assessments.tables.scoring import (
    AssessmentLineTable,
    AssessmentSchemeTable,
    AssessmentTable,
    ObjectionTable,
    ScoreCardTable,
    ScoreTable,
)
from portal import pages

group = gettext_lazy("Ratings and assessment")
State = Assessment.State
AT_MOST = 20


def while_in(*states: str) -> Callable[[Assessment], bool]:
    return lambda assessment: assessment.state in states


def step(do: Any, label: Any, *states: str, **options: Any) -> pages.Action:
    """A step of an assessment, offered while it is in one of the states."""
    return pages.Action(do, label, perm="conduct", offered=while_in(*states), **options)


def headline(assessment: Assessment) -> Iterator[tuple[Any, str]]:
    yield _("Ranking"), reverse("assessment-ranking", args=[assessment.pk])


def open_objection(objection: Objection) -> bool:
    return objection.state == Objection.State.OPEN


pages.add(
    AssessmentScheme,
    AssessmentSchemeForm,
    AssessmentSchemeFilter,
    AssessmentSchemeTable,
    group=group,
    icon="ruler",
)
pages.add(
    AssessmentLine,
    AssessmentLineForm,
    AssessmentLineFilter,
    AssessmentLineTable,
    group=group,
    menu=False,
)
pages.add(
    Assessment,
    AssessmentForm,
    AssessmentFilter,
    AssessmentTable,
    group=group,
    icon="chart",
    headline=headline,
    actions=(
        step(compute_assessment, gettext_lazy("Compute"), State.OPEN, State.COMPUTED),
        step(review_assessment, gettext_lazy("Close the entries: reviewed"), State.COMPUTED),
        step(take_back_review, gettext_lazy("Open the entries again"), State.REVIEWED),
        step(
            fit_grades,
            gettext_lazy("Keep the shares of grades"),
            State.COMPUTED,
            State.REVIEWED,
            State.PUBLISHED,
        ),
        step(publish_assessment, gettext_lazy("Make public"), State.REVIEWED),
        step(confirm_assessment, gettext_lazy("Confirm and lock"), State.PUBLISHED, danger=True),
        pages.Action(
            export_assessment,
            gettext_lazy("Assessment workbook"),
            offered=lambda one: one.state != State.OPEN,
        ),
    ),
)
pages.add(
    ScoreCard,
    None,
    ScoreCardFilter,
    ScoreCardTable,
    group=group,
    icon="clipboard",
    actions=(
        pages.Action(
            grade_scorecard,
            gettext_lazy("Set the grade"),
            GradeCardForm,
            offered=lambda card: card.assessment.state not in {State.OPEN, State.CONFIRMED},
        ),
        pages.Action(
            object_to,
            gettext_lazy("Object"),
            ObjectForm,
            perm="rate",
            offered=lambda card: card.assessment.state == State.PUBLISHED,
        ),
        pages.Action(
            use_scorecard,
            gettext_lazy("Note what it led to"),
            UseForm,
            perm="grade",
            many=True,
            offered=lambda card: card.assessment.state == State.CONFIRMED,
        ),
    ),
)
pages.add(
    Score,
    None,
    ScoreFilter,
    ScoreTable,
    group=group,
    menu=False,
    actions=(
        pages.Action(
            change_score,
            gettext_lazy("Change on review"),
            ChangeScoreForm,
            offered=lambda one: one.card.assessment.state in {State.COMPUTED, State.REVIEWED},
        ),
    ),
)
pages.add(
    Objection,
    None,
    ObjectionFilter,
    ObjectionTable,
    group=group,
    icon="flag",
    actions=(
        pages.Action(
            decide_upheld,
            gettext_lazy("The objection is right"),
            UpheldForm,
            offered=lambda one: open_objection(one) and one.line_id is not None,
        ),
        pages.Action(
            decide_refused,
            gettext_lazy("The result stands"),
            DecisionForm,
            many=True,
            offered=open_objection,
        ),
    ),
)


def progress(assessment: Assessment, user: Any) -> dict[str, Any] | None:
    """How far an assessment is: what is missing, which shares are passed, what was objected to."""
    if not user.has_perm("assessments.conduct_assessment", assessment):
        return None
    waiting = Q(objections__state=Objection.State.OPEN)
    counts = assessment.cards.aggregate(
        cards=Count("pk", distinct=True), objected=Count("objections", filter=waiting)
    )
    return {
        "assessment": assessment,
        "cards": counts["cards"],
        "missing": missing(assessment),
        "breaches": breaches(assessment),
        "objections": counts["objected"],
        "entering": assessment.state in {State.OPEN, State.COMPUTED},
    }


pages.panel(
    Assessment,
    gettext_lazy("How far it is"),
    "assessments/scoring/progress.html",
    progress,
    perm="assessments.conduct_assessment",
    place=10,
    costs=4,
)


@pages.todo
def assessments_to_do(user: Any) -> Iterator[pages.Todo]:
    """For the county: objections to decide and assessments to confirm. For those assessed: their
    own rating."""
    if user.scope("assessments.decide_objection"):
        rows = Objection.objects.for_user(user, "decide").filter(state=Objection.State.OPEN)
        if count := rows.count():
            words = ngettext(
                "%(n)s objection to a scorecard waits for a decision",
                "%(n)s objections to scorecards wait for a decision",
                count,
            )
            url = f"{pages.get('objection').url('list')}?state=open"
            yield pages.Todo(words % {"n": count}, url, "disputed", _("Decide"))
    own = getattr(user, "organization_id", None)
    if not own or not user.scope("assessments.rate_scorecard"):
        return
    cards = ScoreCard.objects.for_user(user, "rate").filter(organization=own, person=None)
    cards = cards.filter(assessment__state__in=[State.OPEN, State.COMPUTED])
    unrated = cards.exclude(scores__self_score__isnull=False)
    for card in unrated.select_related("assessment__scheme", "organization")[:AT_MOST]:
        url = reverse("scorecard-self", args=[card.pk])
        yield pages.Todo(str(card), url, "open", _("Rate the own work"))
