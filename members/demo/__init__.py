"""The demo county's people and all that is kept of them."""

from __future__ import annotations

from collections.abc import Callable

from members.demo import (
    appraisal,
    care,
    development,
    duties,
    meetings,
    persons,
    programmes,
    talent,
    training,
)
from operations.statistics import analyze


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    persons.load(say)
    analyze()  # thousands of persons are new to the planner
    development.load(say)
    training.load(say)
    meetings.load(say)
    duties.load(say)
    care.load(say)
    appraisal.load(say)
    talent.load(say)
    programmes.load(say)
