"""From a value to points: in proportion, by steps, all or nothing, so many for each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessments.models import AssessmentLine
from assessments.models.scoring import read_steps

CENT = Decimal("0.01")
NOTHING = Decimal(0)
Source, How, Kind = AssessmentLine.Source, AssessmentLine.How, AssessmentLine.Kind
# The value that gives all points of a line that follows in proportion and names no steps.
FULL = {
    Source.TARGET: Decimal(100),
    Source.PLAN: Decimal(100),
    Source.RATING: Decimal(5),
    Source.REPORTS: Decimal(100),
    Source.POLL: Decimal(100),
    Source.DEBRIEFING: Decimal(4),
    Source.APPRAISAL: Decimal(4),
}


def points_of(line: AssessmentLine, value: Decimal) -> Decimal:
    """The points that a line gives for a value, half up to cents: 0 to its standard points, and
    what a deduction takes as a negative number."""
    given = {
        How.LINEAR: in_proportion,
        How.STEPPED: by_steps,
        How.THRESHOLD: all_or_nothing,
        How.EACH: for_each,
    }[How(line.how)](line, value)
    held = min(max(given, NOTHING), line.points)
    cents = held.quantize(CENT, ROUND_HALF_UP)
    return -cents if line.kind == Kind.DEDUCTION else cents


def in_proportion(line: AssessmentLine, value: Decimal) -> Decimal:
    """On the line through the steps, or from nothing to the full value."""
    steps = read_steps(line.steps) or [(NOTHING, NOTHING), (full_of(line), line.points)]
    return on_the_line(steps, value)


def full_of(line: AssessmentLine) -> Decimal:
    return FULL.get(Source(line.source), Decimal(100))


def on_the_line(steps: Sequence[tuple[Decimal, Decimal]], value: Decimal) -> Decimal:
    before = [step for step in steps if step[0] <= value]
    after = [step for step in steps if step[0] > value]
    if not before or not after:
        return (before or after[:1])[-1][1]
    (low, least), (high, most) = before[-1], after[0]
    return least + (most - least) * (value - low) / (high - low)


def by_steps(line: AssessmentLine, value: Decimal) -> Decimal:
    """The points of the highest step that is reached; below the lowest none."""
    reached = [points for least, points in read_steps(line.steps) if least <= value]
    return reached[-1] if reached else NOTHING


def all_or_nothing(line: AssessmentLine, value: Decimal) -> Decimal:
    steps = read_steps(line.steps)
    return line.points if steps and value >= steps[0][0] else NOTHING


def for_each(line: AssessmentLine, value: Decimal) -> Decimal:
    """Plain lines lose so many points for each; bonuses and deductions grow by them."""
    taken = (line.each or NOTHING) * value
    return line.points - taken if line.kind == Kind.PLAIN else taken


def bounds(line: AssessmentLine) -> tuple[Decimal, Decimal]:
    """The least and the most points that may be entered on a line."""
    if line.kind == Kind.DEDUCTION:
        return -line.points, NOTHING
    return NOTHING, line.points
