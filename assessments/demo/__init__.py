"""The demo county's ratings, plan and reports, made of whatever organizations and members there are."""

from __future__ import annotations

from collections.abc import Callable

from assessments.demo import ratings, targets


def load(say: Callable[[str], None]) -> None:
    say(f"{ratings.load()} star ratings")
    say(f"the plan {targets.load().code}, computed")
