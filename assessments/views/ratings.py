"""A round of rating: where it stands, one candidate's points, and the published list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.actions.ratings.prefill import rows_url, said
from assessments.actions.ratings.quotas import Spread, candidates, spreads
from assessments.actions.ratings.saving import POINTS, REASONS, key_of, save_points
from assessments.actions.ratings.sheets import RatingSheet
from assessments.actions.ratings.tally import Scale, effective, in_words, plain, shown
from assessments.choices import Stars
from assessments.models import Criterion, RatingCase, RatingRound, RatingScore
from assessments.views.ratinggrid import typed_in
from organizations.actions.calendar import calendar_note
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page

State, Case = RatingRound.State, RatingCase.State
STAGES: list[Any] = [one for one in State if one != State.CALLED_OFF]
ACTS, LISTED = 30, 1500


@dataclass
class Town:
    """How far a township's candidates are."""

    place: Organization
    enter: Organization | None = None  # whose grid its reader may open
    counts: dict[str, int] = field(default_factory=dict)
    starred: int = 0

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    def share(self) -> str:
        return f"{100 * self.starred / self.all:.1f}%" if self.all else "–"

    @property
    def to_rate(self) -> int:
        return self.counts.get(Case.OPEN, 0) + self.counts.get(Case.RETURNED, 0)

    @property
    def to_review(self) -> int:
        return self.counts.get(Case.RATED, 0) + self.counts.get(Case.SENT_BACK, 0)

    @property
    def reviewed(self) -> int:
        return self.counts.get(Case.REVIEWED, 0)

    @property
    def confirmed(self) -> int:
        return self.counts.get(Case.CONFIRMED, 0)


class ActingPage(Page):
    """A page with the acts that its reader may do now."""

    def offered(self, record: Any) -> list[Any]:
        found = self.pages.actions
        return [act for act in found if act.offered(record) and self.may(act.verb, record)]


class BoardPage(ActingPage):
    """A round at a glance: the stage, townships, bands beside their quotas, what happened."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_ = self.one(pk)
        scale = list(spreads(round_, user=request.user))
        step = STAGES.index(State(round_.state)) + 1 if round_.state in STAGES else 0
        context = {
            "title": str(round_),
            "crumbs": [(self.label, self.pages.url("list")), (str(round_), "")],
            "round": round_,
            "step": step,
            "steps": [stage.label for stage in STAGES],
            "towns": towns(round_, request.user),
            "spreads": scale,
            "longest": max((one.count for one in scale), default=0),
            "broken": [one for one in scale if one.breaks],
            "acts": round_.acts.filter(case=None).select_related("by").order_by("-pk")[:ACTS],
            "offered": self.offered(round_),
            "cases_url": f"{pages.get('ratingcase').url('list')}?round=%23{round_.pk}",
            "objections_url": f"{pages.get('ratingobjection').url('list')}?ended=all",
        }
        return render(request, "assessments/rating_board.html", context)


def towns(round_: RatingRound, user: Any) -> list[Town]:
    """The townships that the user sees, with the states of their candidates. Two queries."""
    scope = user.scope("assessments.view_ratingcase")
    rows = candidates(round_).filter(scope.q("organization")).order_by()
    found: dict[int, Town] = {}
    known = {one.pk: one for one in Organization.objects.filter(level=Level.TOWNSHIP)}
    lines = rows.values_list("organization__path", "state", "stars").annotate(n=Count("pk"))
    for path, state, stars, count in lines:
        steps = [int(step) for step in path.strip("/").split("/")]
        pk = next((step for step in steps if step in known), None)
        if pk is None:
            continue
        own = known[pk] if scope.covers(known[pk].path) else user.organization
        town = found.setdefault(pk, Town(known[pk], own))
        town.counts[state] = town.counts.get(state, 0) + count
        town.starred += count if stars >= Stars.THREE else 0
    return sorted(found.values(), key=lambda one: one.place.code)


@dataclass(frozen=True)
class Line:
    """One criterion of a case as its page shows it."""

    criterion: Criterion
    key: str
    text: str
    known: str
    counted: str
    url: str
    said: dict[str, str]
    reasons: list[tuple[str, str]]
    reason: str
    fault: str = ""


class CasePage(ActingPage):
    """One candidate: every criterion, what the registers count, what each side says, and why."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.one(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = self.one(pk)
        typed = {key: text for key, text in typed_in(request).items() if key[0] == case.pk}
        try:
            with refusing():
                saved = save_points(case.round, typed=typed, by=request.user)
        except Refused as no:
            messages.error(request, str(no))
            return redirect(case.get_absolute_url())
        if saved.faults:
            kept = {key_of(*key): text for key, text in typed.items()}
            return self.draw(self.one(pk), saved.faults, kept)
        messages.success(request, _("Saved."))
        act = request.POST.get("act", "")
        if act in {one.name for one in self.offered(case)}:
            return redirect(self.pages.url(act, case.pk))
        return redirect(case.get_absolute_url())

    def draw(
        self,
        case: RatingCase,
        faults: dict[str, str] | None = None,
        kept: dict[str, str] | None = None,
    ) -> HttpResponse:
        sheet = RatingSheet(case.round, case.organization, self.request.user)
        sheet.__dict__["cases"] = [case]
        view = CaseView(case, sheet, faults or {}, kept or {})
        context = {
            "title": str(case),
            "crumbs": [
                (
                    capfirst(str(pages.get("ratinground").label)),
                    pages.get("ratinground").url("list"),
                ),
                (str(case.round), case.round.get_absolute_url()),
                (case.candidate, ""),
            ],
            "case": case,
            "view": view,
            "faults": faults,
            "offered": self.offered(case),
            "acts": case.acts.select_related("by"),
            "objections": case.objections.select_related("decided_by"),
        }
        status = 422 if faults else 200
        return render(self.request, "assessments/rating_case.html", context, status=status)


class CaseView:
    """What the page of a case shows."""

    def __init__(
        self, case: RatingCase, sheet: RatingSheet, faults: dict[str, str], kept: dict[str, str]
    ) -> None:
        self.case, self.sheet, self.faults, self.kept = case, sheet, faults, kept
        self.scale: Scale = sheet.scale
        self.column = sheet.columns[case.pk]
        self.points = {one.pk: sheet.points(case, one) for one in self.scale.criteria}
        self.tally = self.scale.tally(self.points, case.appraisal)

    @property
    def words(self) -> list[str]:
        return in_words(self.scale, self.tally, self.case.appraisal)

    @property
    def whose(self) -> str:
        """Whose points are entered now."""
        said = {"self": _("Self-rating"), "town": _("Township"), "county": _("County")}
        return said.get(self.column, "")

    @property
    def reason(self) -> str:
        name = REASONS.get(self.column)
        return str(getattr(self.case, name)) if name else ""

    def groups(self) -> Iterator[tuple[Any, str, list[Line]]]:
        for group, found in self.scale.by_group:
            points = plain(self.tally.groups.get(group.pk)) if group else ""
            yield group, points, [self.line(one) for one in found]

    def line(self, criterion: Criterion) -> Line:
        key = key_of(self.case.pk, criterion.pk)
        score = self.sheet.scores.get((self.case.pk, criterion.pk))
        return Line(
            criterion,
            key,
            self.kept.get(f"{key}", shown(criterion, effective(score))),
            self.sheet.known(self.case, criterion),
            self.counted(criterion, score),
            rows_url(criterion, self.case, self.case.round),
            self.columns_of(criterion, score),
            self.reasons_of(score),
            str(getattr(score, REASONS[self.column])) if score and self.column else "",
            self.faults.get(key, ""),
        )

    def counted(self, criterion: Criterion, score: RatingScore | None) -> str:
        if not criterion.measure_id:
            return ""
        n, of = (score.counted, score.of) if score else (0, None)
        return said(criterion, n or 0, of, self.case.round.as_of)

    @staticmethod
    def columns_of(criterion: Criterion, score: RatingScore | None) -> dict[str, str]:
        names = ("prefilled", *POINTS.values())
        return {name: shown(criterion, getattr(score, name)) if score else "" for name in names}

    @staticmethod
    def reasons_of(score: RatingScore | None) -> list[tuple[str, str]]:
        if score is None:
            return []
        words = {"self": _("Self-rating"), "town": _("Township"), "county": _("County")}
        found = ((words[side], getattr(score, name)) for side, name in REASONS.items())
        return [(side, text) for side, text in found if text]


class PublishedPage(Page):
    """The list of stars while it is published, and after: for everybody who logs in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.rows = RatingRound.objects.filter(state__in=[State.PUBLICITY, State.FINAL])
        return super(Page, self).dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_: RatingRound = self.one(pk)
        rows = candidates(round_).select_related("organization", "person", "round")
        town = self.town(request)
        if town:
            rows = rows.filter(organization__path__startswith=town.path)
        count = rows.count()
        bands = spreads(round_, nearest=False)
        first, last = round_.published_on, round_.published_until
        note = calendar_note(first, last) if first and last else ""
        context = {
            "title": _("Published stars: %(round)s") % {"round": round_},
            "round": round_,
            "town": town,
            "towns": Organization.objects.filter(
                level=Level.TOWNSHIP, path__startswith=round_.organization.path
            ).order_by("code"),
            "bands": list(self.bands(rows, bands)) if count <= LISTED else [],
            "spreads": bands,
            "count": count,
            "too_many": count > LISTED,
            "note": note,
        }
        return render(request, "assessments/rating_list.html", context)

    @staticmethod
    def town(request: HttpRequest) -> Organization | None:
        asked = request.GET.get("town", "")
        found = Organization.objects.filter(level=Level.TOWNSHIP)
        return found.filter(pk=int(asked)).first() if asked.isdecimal() else None

    @staticmethod
    def bands(rows: Any, found: list[Spread]) -> Iterator[tuple[Spread, list[RatingCase]]]:
        by_stars: dict[int, list[RatingCase]] = {}
        for case in rows.order_by("organization__path", "pk"):
            by_stars.setdefault(case.stars, []).append(case)
        yield from ((one, by_stars.get(one.stars, [])) for one in found)
