"""Where the values behind the points come from: one function for each source of a line.

Each answers for all cards of an assessment in a handful of queries: {card: Found}. A card without
an answer has no data, which is never the same as no points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from assessments.actions.targets.overview import latest_runs
from assessments.actions.targets.results import Result, results, score
from assessments.actions.targets.scans import Scan
from assessments.choices import Basis
from assessments.choices import Result as RatingResult
from assessments.models import (
    Assessment,
    AssessmentLine,
    Finding,
    Measure,
    Plan,
    Poll,
    PollSubject,
    Rating,
    Report,
    ReportAct,
    Run,
    ScoreCard,
    Target,
)
from cadres.choices.debriefings import DebriefingGrade
from cadres.models import Debriefing
from members.choices.appraisal import Mark
from members.models import Appraisal
from portal import pages
from portal.measures import Tree

Source = AssessmentLine.Source
# Grades as numbers, the best first: what the steps of a line speak of.
GRADES: dict[str, int] = {
    DebriefingGrade.GOOD: 4,
    DebriefingGrade.FAIRLY: 3,
    DebriefingGrade.FAIR: 2,
    DebriefingGrade.POOR: 1,
}
MARKS: dict[str, int] = {Mark.EXCELLENT: 4, Mark.QUALIFIED: 3, Mark.BASIC: 2, Mark.UNQUALIFIED: 1}


@dataclass(frozen=True)
class Found:
    """The value of a card on a line, and what it was made of, for those who ask why."""

    value: Decimal
    figures: dict[str, Any]


Answers = Mapping[int, Found]  # by card


@dataclass
class Ground:
    """What all sources of one assessment stand on."""

    assessment: Assessment
    cards: list[ScoreCard]
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.assessment.day

    @property
    def first(self) -> date:
        return date(self.assessment.year, 1, 1)

    @cached_property
    def places(self) -> set[int]:
        return {card.organization_id for card in self.cards}

    @cached_property
    def tree(self) -> Tree:
        return Tree.at(self.day)

    @cached_property
    def run(self) -> Run | None:
        """The plan's latest computed run of the year, not after the day; of a day that was put
        right, the last amendment."""
        if self.plan is None:
            return None
        found: Run | None = latest_runs(self.plan).filter(day__lte=self.day).first()
        return found

    @cached_property
    def plan(self) -> Plan | None:
        """The plan of the year whose targets the scheme names."""
        code, year = self.assessment.scheme.plan, self.assessment.year
        named = Q(code=code) | Q(code=f"{code}-{year}")
        return Plan.objects.filter(named, year=year).first() if code else None

    @cached_property
    def results(self) -> dict[int, list[Result]]:
        found: dict[int, list[Result]] = defaultdict(list)
        if self.run:
            for one in results(self.run, self.places):
                found[one.organization.pk].append(one)
        return found

    def by_place(self, found: Mapping[int, Found]) -> Answers:
        """What is known of organizations, for each card of theirs."""
        known = ((card.pk, found.get(card.organization_id)) for card in self.cards)
        return {pk: one for pk, one in known if one}

    def by_subject(self, found: Mapping[tuple[int | None, int | None], Found]) -> Answers:
        """What is known of (organization, nobody) or of (nobody, person)."""
        answers = {}
        for card in self.cards:
            key = (None, card.person_id) if card.person_id else (card.organization_id, None)
            if key in found:
                answers[card.pk] = found[key]
        return answers


def listing(register: str, **asked: Any) -> str:
    return f"{pages.get(register).url('list')}?{urlencode(asked, doseq=True)}"


def from_target(ground: Ground, line: AssessmentLine) -> Answers:
    """How much of a target is reached, in per cent."""
    found = {}
    for place, rows in ground.results.items():
        one = next((row for row in rows if row.indicator.code == line.item), None)
        if one and one.target and one.attained is not None:
            found[place] = Found(100 * one.attained, target_figures(one, one.target))
    return ground.by_place(found)


def target_figures(one: Result, target: Target) -> dict[str, Any]:
    return {
        "n": str(one.n),
        "of": None if one.of is None else str(one.of),
        "shown": one.text,
        "comparison": target.comparison,
        "goal": f"{target.value.normalize():f}",
        "unit": one.indicator.unit,
        "url": reverse("figure", args=[one.run.pk, one.indicator.code, one.organization.code]),
    }


def from_plan(ground: Ground, _line: AssessmentLine) -> Answers:
    """The plan's score: the part reached of every target by its weight, 0 to 100."""
    found = {}
    for place, rows in ground.results.items():
        points = score(rows)
        if points is not None and ground.run:
            asked = {"plan": ground.run.plan.code, "run": ground.run.pk}
            query = urlencode({**asked, "organization": rows[0].organization.code})
            figures = {"targets": len(rows), "url": f"{reverse('dashboard')}?{query}"}
            found[place] = Found(Decimal(points), figures)
    return ground.by_place(found)


def from_rating(ground: Ground, _line: AssessmentLine) -> Answers:
    """The stars of the year, once confirmed."""
    rows = Rating.objects.filter(year=ground.assessment.year, result=RatingResult.CONFIRMED)
    persons = ground.assessment.scheme.of_persons
    rows = rows.filter(person__isnull=not persons, organization__in=ground.places)
    lines = rows.values_list("organization", "person", "stars")
    return ground.by_subject(
        {
            (None if persons else place, person): Found(Decimal(stars), {})
            for place, person, stars in lines
        }
    )


def from_reports(ground: Ground, line: AssessmentLine) -> Answers:
    """Reports of the year: late or owed ones and returns; or the share that came in time."""
    rows = Report.objects.filter(organization__in=ground.places)
    rows = rows.filter(period__year=ground.assessment.year, period__due__lte=ground.day)
    owed = Q(late_by=None, state__in=Report.WRITABLE)
    counted = rows.values("organization").annotate(
        all=Count("pk"), late=Count("pk", filter=Q(late_by__gt=0) | owed)
    )
    acts = ReportAct.objects.filter(report__in=rows, kind=ReportAct.Kind.RETURNED)
    by_place = acts.order_by().values_list("report__organization").annotate(n=Count("pk"))
    returned = dict(by_place)
    found = {}
    for row in counted.order_by():
        back = returned.get(row["organization"], 0)
        each = line.how == AssessmentLine.How.EACH
        share = Decimal(100 * (row["all"] - row["late"])) / row["all"]
        value = Decimal(row["late"] + back) if each else share
        url = listing("report", year=ground.assessment.year)
        figures = {"all": row["all"], "late": row["late"], "returned": back, "url": url}
        found[row["organization"]] = Found(value, figures)
    return ground.by_place(found)


def from_poll(ground: Ground, line: AssessmentLine) -> Answers:
    """The ballots of a kind that somebody above held on the subject; of several the mean."""
    rows = PollSubject.objects.filter(
        poll__year=ground.assessment.year,
        poll__kind=line.item,
        poll__state=Poll.State.CLOSED,
        poll__closes_on__lte=ground.day,
        score__isnull=False,
    ).select_related("poll__organization", "subject", "person__organization")
    heard: dict[tuple[int | None, int | None], list[PollSubject]] = defaultdict(list)
    for one in rows:
        place = one.subject or (one.person.organization if one.person else None)
        above = one.poll.organization
        own = one.person_id is None and place and place.pk == above.pk
        if place and place.path.startswith(above.path) and not own:
            heard[(one.subject_id, one.person_id)].append(one)
    return ground.by_subject({key: of_ballots(ones) for key, ones in heard.items()})


def of_ballots(ones: list[PollSubject]) -> Found:
    mean = sum((one.score or Decimal(0) for one in ones), Decimal(0)) / len(ones)
    votes = sum(one.votes or 0 for one in ones)
    figures = {"ballots": len(ones), "votes": votes, "url": ones[-1].poll.get_absolute_url()}
    return Found(mean, figures)


def from_debriefing(ground: Ground, _line: AssessmentLine) -> Answers:
    """The grade of the year's report on duties, 4 (good) to 1 (poor); of several the lowest."""
    rows = Debriefing.objects.filter(year=ground.assessment.year).exclude(grade="")
    persons = ground.assessment.scheme.of_persons
    rows = rows.filter(person__isnull=not persons, organization__in=ground.places)
    found: dict[tuple[int | None, int | None], Found] = {}
    for one in rows.order_by("pk"):
        key = (None, one.person_id) if persons else (one.organization_id, None)
        value = Decimal(GRADES[one.grade])
        if key not in found or found[key].value > value:
            figures = {"grade": one.grade, "url": reverse("debriefing-detail", args=[one.pk])}
            found[key] = Found(value, figures)
    return ground.by_subject(found)


def from_appraisal(ground: Ground, _line: AssessmentLine) -> Answers:
    """The mark of the democratic appraisal, 4 (excellent) to 1 (unqualified)."""
    rows = Appraisal.objects.filter(year=ground.assessment.year, grade__in=MARKS)
    lines = rows.values_list("person", "grade")
    return ground.by_subject(
        {(None, person): Found(Decimal(MARKS[grade]), {"grade": grade}) for person, grade in lines}
    )


def from_findings(ground: Ground, _line: AssessmentLine) -> Answers:
    """Points off by inspections of the year, there and below; none found is no point off."""
    rows = Finding.objects.during(ground.first, ground.day).order_by()
    place = "inspection__organization"
    lines = rows.values_list(place).annotate(n=Count("pk"), off=Sum("points"))
    counts = {pk: [n, off] for pk, n, off in lines}
    return ground.by_place(
        {
            place: Found(Decimal(off), {"n": n, **dated(ground, "finding")})
            for place, (n, off) in ground.tree.roll_up(counts, 2).items()
        }
    )


def dated(ground: Ground, register: str, query: str = "") -> dict[str, str]:
    """Where the rows are listed; whoever draws it adds the organization."""
    asked = urlencode({"during": ground.first, "on": ground.day})
    return {"rows": f"{pages.get(register).url('list')}?{query}{'&' if query else ''}{asked}"}


def from_measure(ground: Ground, line: AssessmentLine) -> Answers:
    """The rows of a register that a measure counts, in the organization and all below."""
    measure = Measure.objects.filter(code=line.item).first()
    if not measure:
        return {}
    scan = Scan(measure.register, measure.basis, Run(day=ground.day, first=ground.first))
    scan.ask(measure)
    totals = ground.tree.roll_up(scan.count(), len(scan.keys))
    during = dated(ground, measure.register, measure.query)
    at = {"rows": f"{listing(measure.register, on=ground.day)}&{measure.query}"}
    figures = {"measure": measure.code, **(during if measure.basis == Basis.DURING else at)}
    found = {place: Found(amount(row[0]), figures) for place, row in totals.items()}
    return ground.by_place({pk: one for pk, one in found.items() if pk in ground.places})


def amount(number: Any) -> Decimal:
    """A count or a sum; of different ones, how many."""
    return Decimal(len(number)) if hasattr(number, "__len__") else Decimal(number)


SOURCES: dict[str, Callable[[Ground, AssessmentLine], Answers]] = {
    Source.TARGET: from_target,
    Source.PLAN: from_plan,
    Source.RATING: from_rating,
    Source.REPORTS: from_reports,
    Source.POLL: from_poll,
    Source.DEBRIEFING: from_debriefing,
    Source.APPRAISAL: from_appraisal,
    Source.FINDINGS: from_findings,
    Source.MEASURE: from_measure,
}


def answers_of(ground: Ground, line: AssessmentLine) -> Answers:
    """The values of all cards on a line; none of a line that is entered by hand."""
    ask = SOURCES.get(line.source)
    return ask(ground, line) if ask else {}


def measured(lines: Iterable[AssessmentLine]) -> list[AssessmentLine]:
    return [line for line in lines if line.source in SOURCES]
