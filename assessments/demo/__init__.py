"""The demo county's ratings, plan and reports, made of the organizations and members there are."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from assessments.demo import ratings, reports, rounds, scoring, targets
from assessments.models import Plan, Rating
from portal.history import acting


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    if not Rating.objects.exists():
        with transaction.atomic(), acting(None, page="demo"):
            say(f"{ratings.load()} star ratings")
    reports.load(say)
    rounds.load(say)
    if not Plan.objects.exists():
        with transaction.atomic(), acting(None, page="demo"):
            for plan in targets.load():
                say(f"the plan {plan.code}, computed")
    scoring.load(say)
