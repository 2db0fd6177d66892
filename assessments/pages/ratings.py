"""Rounds of rating, their cases and objections, and the ratings that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.actions.ratings.acts import (
    advance_round,
    call_off_round,
    confirm_case,
    rate_case,
    remove_case,
    return_case,
    review_case,
    send_back_case,
    withdraw_case,
)
from assessments.actions.ratings.finals import (
    change_stars,
    decide_dismissed,
    decide_upheld,
    finish_round,
    object_to,
    publish_round,
    resume_round,
    withdraw_rating,
)
from assessments.actions.ratings.opening import open_round
from assessments.actions.ratings.polling import appraise_round
from assessments.actions.ratings.previews import before_publishing
from assessments.choices import Result
from assessments.filters.ratings import RatingFilter
from assessments.filters.schemes import (
    RatingCaseFilter,
    RatingObjectionFilter,
    RatingRoundFilter,
)
from assessments.forms.ratingrounds import (
    DecideForm,
    ObjectForm,
    PollForm,
    PublishForm,
    ReasonForm,
    StageForm,
    StarsForm,
    UpholdForm,
    WithdrawalForm,
)
from assessments.forms.ratings import RatingForm
from assessments.forms.schemes import RatingRoundForm
from assessments.models import Rating, RatingCase, RatingObjection, RatingRound
from assessments.pages.schemes import ratings
from assessments.tables.ratings import RatingTable
from assessments.tables.schemes import (
    RatingCaseTable,
    RatingObjectionTable,
    RatingRoundTable,
)
from members.models import Person
from organizations.models import Organization
from portal import pages

State, Case = RatingRound.State, RatingCase.State
RATING, RATED = (Case.OPEN, Case.RETURNED), (Case.RATED, Case.SENT_BACK)


def at(*states: str) -> Any:
    return lambda record: record.state in states


pages.add(
    Rating,
    RatingForm,
    RatingFilter,
    RatingTable,
    group=_("Registers"),
    icon="star",
    actions=(
        pages.Action(change_stars, _("Promote or demote"), form=StarsForm, perm="change"),
        pages.Action(
            withdraw_rating,
            _("Withdraw the stars"),
            form=WithdrawalForm,
            perm="change",
            offered=lambda rating: rating.result != Result.WITHDRAWN,
            danger=True,
        ),
    ),
)
pages.add(
    RatingRound,
    RatingRoundForm,
    RatingRoundFilter,
    RatingRoundTable,
    group=ratings,
    icon="star",
    actions=(
        pages.Action(open_round, _("Open the round"), perm="change", offered=at(State.PREPARED)),
        pages.Action(
            advance_round,
            _("On to the next stage"),
            form=StageForm,
            perm="change",
            offered=at(State.SELF, State.POLL, State.REVIEW),
        ),
        pages.Action(
            publish_round,
            _("Publish"),
            form=PublishForm,
            perm="change",
            preview=before_publishing,
            offered=at(State.CONFIRM),
        ),
        pages.Action(
            resume_round,
            _("Take the list back"),
            form=ReasonForm,
            perm="change",
            offered=at(State.PUBLICITY),
        ),
        pages.Action(finish_round, _("Make final"), perm="change", offered=at(State.PUBLICITY)),
        pages.Action(
            appraise_round,
            _("Appraisal from a ballot"),
            form=PollForm,
            perm="change",
            offered=lambda one: one.running and bool(one.scheme.appraisal_share),
        ),
        pages.Action(
            call_off_round,
            _("Call off"),
            form=ReasonForm,
            perm="change",
            offered=lambda one: one.state not in (State.FINAL, State.CALLED_OFF),
            danger=True,
        ),
    ),
)
pages.add(
    RatingCase,
    None,
    RatingCaseFilter,
    RatingCaseTable,
    group=ratings,
    menu=False,
    actions=(
        pages.Action(rate_case, _("Hand in"), perm="rate", many=True, offered=at(*RATING)),
        pages.Action(withdraw_case, _("Take back"), perm="rate", offered=at(Case.RATED)),
        pages.Action(
            review_case, _("Pass on to the county"), perm="review", many=True, offered=at(*RATED)
        ),
        pages.Action(
            return_case, _("Return to the candidate"), ReasonForm, "review", offered=at(*RATED)
        ),
        pages.Action(
            confirm_case,
            pgettext_lazy("rating", "Confirm"),
            perm="confirm",
            many=True,
            offered=at(Case.REVIEWED),
        ),
        pages.Action(
            send_back_case,
            _("Return to the township"),
            ReasonForm,
            "confirm",
            offered=at(Case.REVIEWED, Case.CONFIRMED),
        ),
        pages.Action(
            object_to,
            _("Enter an objection"),
            ObjectForm,
            "review",
            offered=lambda case: case.round.state == State.PUBLICITY,
        ),
        pages.Action(
            remove_case,
            _("Take out of the round"),
            ReasonForm,
            "confirm",
            offered=lambda case: case.state != Case.REMOVED and case.round.running,
            danger=True,
        ),
    ),
)
pages.add(
    RatingObjection,
    None,
    RatingObjectionFilter,
    RatingObjectionTable,
    group=ratings,
    icon="flag",
    menu=False,
    actions=(
        pages.Action(decide_dismissed, _("Dismiss"), DecideForm, "decide", offered=at("open")),
        pages.Action(decide_upheld, _("Uphold"), UpholdForm, "decide", offered=at("open")),
    ),
)


def history_of(record: Any, _user: Any) -> dict[str, Any] | None:
    """The ratings of an organization or person, the newest year first."""
    rows = record.ratings.select_related("round__scheme")
    if isinstance(record, Organization):
        rows = rows.filter(person=None)
    found = list(rows.order_by("-year")[:10])
    return {"ratings": list(zip(found, [*found[1:], None], strict=True))} if found else None


for model in (Organization, Person):
    pages.panel(
        model,
        _("Stars"),
        "assessments/parts/stars.html",
        history_of,
        perm="assessments.view_rating",
        place=30,
        costs=1,
    )


@pages.todo
def rounds_to_do(user: Any) -> Iterator[pages.Todo]:
    """Self-ratings to hand in, ratings to review, to confirm, objections to decide: a query for
    each thing that the user may do."""
    running = RatingRound.objects.exclude(
        state__in=[State.PREPARED, State.FINAL, State.CALLED_OFF, State.PUBLICITY]
    )
    for verb, states, stages, words in WAITING:
        scope = user.scope(f"assessments.{verb}_ratingcase")
        if not scope:
            continue
        rows = RatingCase.objects.filter(
            scope.q("organization"), round__in=running, round__state__in=stages, state__in=states
        )
        found = rows.order_by().values("round", "round__year", "round__due").annotate(n=Count("pk"))
        for line in found:
            yield waiting(line, verb, words)


# verb, states of the cases, stages of the round, the sentences
WAITING: tuple[tuple[str, Any, Any, Any], ...] = (
    (
        "rate",
        RATING,
        (State.SELF, State.POLL, State.REVIEW),
        lambda n: ngettext("%(n)s self-rating is due", "%(n)s self-ratings are due", n),
    ),
    (
        "review",
        RATED,
        (State.POLL, State.REVIEW, State.CONFIRM),
        lambda n: ngettext("Review %(n)s star rating", "Review %(n)s star ratings", n),
    ),
    (
        "confirm",
        (Case.REVIEWED,),
        (State.CONFIRM,),
        lambda n: ngettext("Confirm %(n)s star rating", "Confirm %(n)s star ratings", n),
    ),
)


def waiting(line: Any, verb: str, words: Any) -> pages.Todo:
    url, due = reverse("rating-board", args=[line["round"]]), line["round__due"]
    text = words(line["n"]) % {"n": line["n"]} + f" ({line['round__year']})"
    verbs = {
        "rate": _("Rate"),
        "review": _("Review"),
        "confirm": pgettext_lazy("rating", "Confirm"),
    }
    return pages.Todo(text, url, "open", verbs[verb], due)
