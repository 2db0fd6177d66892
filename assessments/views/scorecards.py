"""The scorecard with every point explained, the ranking, and the own rating."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.scoring.deciding import Entry, breaches, rate_self
from assessments.actions.scoring.points import NOTHING
from assessments.actions.scoring.why import Why, why
from assessments.forms.scoring import typed_points
from assessments.models import Assessment, AssessmentLine, Score, ScoreCard
from portal import pages
from portal.errors import Refused
from registers.views.page import Page

WRONG, AT_ONCE = 422, 200
Kind = AssessmentLine.Kind


@dataclass(frozen=True)
class Row:
    """A line of a card, its score, and why."""

    line: AssessmentLine
    score: Score
    why: Why

    @property
    def said(self) -> str:
        """The last word on the points: the review's, or that of whoever entered them."""
        return self.score.review_reason or self.score.reason


@dataclass
class Group:
    """The lines of one item (考核项目) with what they come to."""

    heading: str
    rows: list[Row] = field(default_factory=list)

    @property
    def points(self) -> Decimal:
        """What can be had, bonuses and deductions aside."""
        plain = (row.line.points for row in self.rows if row.line.kind == Kind.PLAIN)
        return sum(plain, NOTHING)

    @property
    def given(self) -> Decimal:
        return sum((row.score.final or NOTHING for row in self.rows), NOTHING)


def groups_of(card: ScoreCard) -> list[Group]:
    """The card as a table, in the order of its scheme. One query."""
    found: dict[str, Group] = {}
    scores = card.scores.select_related("line", "entered_by", "reviewed_by")
    for one in scores.order_by("line__position"):
        line = one.line
        group = found.setdefault(line.group, Group(line.heading))
        group.rows.append(Row(line, one, why(one, line, card.organization.code)))
    return list(found.values())


def earlier(card: ScoreCard, user: Any) -> Any:
    """The cards of the same organization or person in other years, the latest first."""
    rows = ScoreCard.objects.for_user(user).filter(
        organization=card.organization_id,
        person=card.person_id,
        assessment__scheme__about=card.assessment.scheme.about,
    )
    return rows.select_related("assessment__scheme").order_by("-assessment__year")


def card_of(page: Page, pk: int) -> ScoreCard:
    """The card with what it is of; 404 where its reader may not see it."""
    rows: Any = page.rows
    rows = rows.select_related("assessment__scheme", "organization", "person")
    found: ScoreCard = get_object_or_404(rows, pk=pk)
    return found


class CardPage(Page):
    """One card; also printed on A4."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        card = card_of(self, pk)
        groups = groups_of(card)
        context = {
            "title": card.called,
            "crumbs": [
                (self.label, self.pages.url("list")),
                (str(card.assessment), ranking_url(card.assessment)),
                (card.called, ""),
            ],
            "card": card,
            "grade": grade_word(card),
            "groups": groups,
            "full": sum((group.points for group in groups), NOTHING),
            "years": [(one, grade_word(one)) for one in earlier(card, request.user)],
            "objections": list(card.objections.select_related("line")),
            "actions": [
                {"label": one.label, "url": self.pages.url(one.name, card.pk)}
                for one in self.pages.actions
                if self.offered(one, card)
            ],
            "may_change": request.user.has_perm("assessments.change_score", card),
            "at": timezone.localtime(),
        }
        return render(request, "assessments/scoring/card.html", context)

    def offered(self, action: pages.Action, card: ScoreCard) -> bool:
        return self.may(action.verb, card) and action.offered(card)


def grade_word(card: ScoreCard) -> str:
    """The grade in the reader's language."""
    found = (band for band in card.assessment.scheme.bands if band.name == card.grade)
    return str(next(found, card.grade or "–"))


def ranking_url(assessment: Assessment) -> str:
    return reverse("assessment-ranking", args=[assessment.pk])


class RankingPage(Page):
    """All cards of an assessment that the reader may see, the best first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows: Any = self.rows
        assessment = get_object_or_404(rows.select_related("scheme__organization"), pk=pk)
        cards = ScoreCard.objects.for_user(request.user).filter(assessment=assessment)
        cards = cards.select_related("organization", "person", "assessment__scheme")
        page = Paginator(cards.order_by("out", "rank", "organization__path", "pk"), AT_ONCE)
        shown = page.get_page(request.GET.get("page"))
        words = {band.name: str(band) for band in assessment.scheme.bands}
        before, conducts = last_year(assessment, shown), self.may("conduct", assessment)
        context = {
            "title": str(assessment),
            "crumbs": [
                (self.label, self.pages.url("list")),
                (str(assessment), assessment.get_absolute_url()),
                (_("Ranking"), ""),
            ],
            "assessment": assessment,
            "page": shown,
            "rows": [(card, words.get(card.grade, "–"), before.get(card.pk)) for card in shown],
            "conducts": conducts,
            "breaches": breaches(assessment) if conducts else [],
            "at": timezone.localtime(),
        }
        return render(request, "assessments/scoring/ranking.html", context)


def last_year(assessment: Assessment, cards: Any) -> dict[int, ScoreCard]:
    """{card: that of the year before}, of the same kind of assessment. One query."""
    rows = ScoreCard.objects.filter(
        assessment__year=assessment.year - 1,
        assessment__scheme__about=assessment.scheme.about,
        organization__in={card.organization_id for card in cards},
    )
    known = {(one.organization_id, one.person_id): one for one in rows}
    pairs = ((card.pk, known.get((card.organization_id, card.person_id))) for card in cards)
    return {pk: one for pk, one in pairs if one}


@dataclass(frozen=True)
class Own:
    """A line of the own rating as it is shown: what was typed, or what is kept."""

    score: Score
    points: str
    note: str


class SelfPage(Page):
    """Those assessed rate their own work, line by line, before it is reviewed."""

    needs = "rate"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(card_of(self, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        card = card_of(self, pk)
        try:
            rate_self(card, entries=self.entries(card), by=request.user)
        except Refused as no:
            return self.draw(card, str(no))
        messages.success(request, _("Your rating is kept. You can change it until the review."))
        return redirect("scorecard-self", card.pk)

    def scores(self, card: ScoreCard) -> Any:
        return card.scores.select_related("line").order_by("line__position")

    def entries(self, card: ScoreCard) -> dict[int, Entry]:
        sent = self.request.POST
        return {
            one.pk: Entry(
                points_typed(sent.get(f"p{one.pk}", ""), card.called, one.line),
                sent.get(f"n{one.pk}", "")[:300],
            )
            for one in self.scores(card)
        }

    def draw(self, card: ScoreCard, said: str = "") -> HttpResponse:
        title = _("Rate the own work")
        context = {
            "title": title,
            "crumbs": [(self.label, self.pages.url("list")), (card.called, ""), (title, "")],
            "card": card,
            "said": said,
            "rows": list(self.own(card)),
        }
        status = WRONG if said else 200
        return render(self.request, "assessments/scoring/self.html", context, status=status)

    def own(self, card: ScoreCard) -> Iterator[Own]:
        sent = self.request.POST
        for one in self.scores(card):
            kept = "" if one.self_score is None else str(one.self_score)
            yield Own(one, sent.get(f"p{one.pk}", kept), sent.get(f"n{one.pk}", one.self_note))


def points_typed(text: str, who: str, line: AssessmentLine) -> Decimal | None:
    """Points as typed; Refused names what is no number."""
    try:
        return typed_points(text)
    except ValueError:
        words = _("%(who)s, %(line)s: “%(text)s” is not a number.")
        raise Refused(words % {"who": who, "line": line, "text": text[:20]}) from None
