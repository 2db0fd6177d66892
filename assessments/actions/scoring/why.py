"""Every point explained: what was found, and by which rule it gave these points, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.scoring.points import CENT, full_of
from assessments.choices import Comparison, Unit
from assessments.models import AssessmentLine, Score
from cadres.choices.debriefings import DebriefingGrade
from members.choices.appraisal import Mark

Source, How, Kind = AssessmentLine.Source, AssessmentLine.How, AssessmentLine.Kind


@dataclass(frozen=True)
class Why:
    """What was found, how points follow, and where the rows are."""

    found: str
    rule: str
    url: str


def why(score: Score, line: AssessmentLine, place: str) -> Why:
    """The account of a computed score; `place`: code of the card's organization."""
    figures = score.figures
    if line.source == Source.HAND:
        return Why(_("Entered by hand."), line.rule, "")
    if not figures:
        return Why(_("The portal has no data for this."), line.rule, "")
    told = FOUND[line.source](figures)
    rows = figures.get("rows", "")
    url = f"{rows}&organization={place}" if rows else figures.get("url", "")
    return Why(told, follows(line, Decimal(figures["value"]), score.computed), url)


def short(number: Any) -> str:
    """A number without needless noughts, at two decimals."""
    rounded = Decimal(str(number)).quantize(CENT)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def follows(line: AssessmentLine, value: Decimal, points: Decimal | None) -> str:
    """The rule with its numbers, such as "10 × 82.5 ÷ 100 = 8.25"."""
    given = short(points or 0)
    if line.how == How.EACH:
        return each_said(line, value, given)
    if line.how == How.STEPPED or (line.how == How.LINEAR and line.steps):
        words = (
            _("By steps (%(steps)s): %(points)s")
            if line.how == How.STEPPED
            else _("In proportion between %(steps)s: %(points)s")
        )
        return words % {"steps": line.steps, "points": given}
    if line.how == How.THRESHOLD:
        words = _("All points from %(least)s on, none below: %(points)s")
        return words % {"least": line.steps.split("=")[0].strip(), "points": given}
    return f"{short(line.points)} × {short(value)} ÷ {short(full_of(line))} = {given}"


def each_said(line: AssessmentLine, value: Decimal, given: str) -> str:
    taken = f"{short(value)} × {short(line.each or 0)}"
    if line.kind == Kind.PLAIN:
        words = _("%(points)s − %(taken)s, not below 0: %(given)s")
    else:
        words = _("%(taken)s, at most %(points)s: %(given)s")
    return words % {"points": short(line.points), "taken": taken, "given": given}


def target_said(figures: dict[str, Any]) -> str:
    unit = "%" if figures["unit"] == Unit.PERCENT else f" {Unit(figures['unit']).label}"
    counts = "" if figures["of"] is None else f" ({short(figures['n'])}/{short(figures['of'])})"
    words = _("It stands at %(shown)s%(counts)s; the target is %(goal)s: %(part)s%% reached.")
    goal = f"{Comparison(figures['comparison']).label} {figures['goal']}{unit}"
    part = short(figures["value"])
    return words % {"shown": figures["shown"], "counts": counts, "goal": goal, "part": part}


def plan_said(figures: dict[str, Any]) -> str:
    words = _("The score over %(n)s targets of the plan is %(value)s of 100.")
    return words % {"n": figures["targets"], "value": short(figures["value"])}


def reports_said(figures: dict[str, Any]) -> str:
    words = _("Of %(all)s reports %(late)s came late or are owed; %(back)s times one was returned.")
    return words % {"all": figures["all"], "late": figures["late"], "back": figures["returned"]}


def poll_said(figures: dict[str, Any]) -> str:
    words = ngettext(
        "%(n)s ballot gave %(value)s of 100, from %(votes)s votes.",
        "%(n)s ballots gave %(value)s of 100 on average, from %(votes)s votes.",
        figures["ballots"],
    )
    said = {"n": figures["ballots"], "votes": figures["votes"], "value": short(figures["value"])}
    return words % said


def findings_said(figures: dict[str, Any]) -> str:
    words = _("Inspections found %(n)s things wanting, %(value)s points off in all.")
    return words % {"n": figures["n"], "value": short(figures["value"])}


FOUND: dict[str, Callable[[dict[str, Any]], str]] = {
    Source.TARGET: target_said,
    Source.PLAN: plan_said,
    Source.RATING: lambda figures: _("%(n)s stars.") % {"n": short(figures["value"])},
    Source.REPORTS: reports_said,
    Source.POLL: poll_said,
    Source.DEBRIEFING: lambda figures: (
        _("The report on duties was graded “%(grade)s”.")
        % {"grade": DebriefingGrade(figures["grade"]).label}
    ),
    Source.APPRAISAL: lambda figures: (
        _("The democratic appraisal found “%(grade)s”.") % {"grade": Mark(figures["grade"]).label}
    ),
    Source.FINDINGS: findings_said,
    Source.MEASURE: lambda figures: _("%(n)s counted.") % {"n": short(figures["value"])},
}
