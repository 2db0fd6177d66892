"""The demo county's money."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from funding.demo import budgets, dues, ledger, pay
from operations.statistics import analyze
from portal.history import acting

SUBJECTS = (ledger, dues, pay, budgets)


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    for subject in SUBJECTS:
        with transaction.atomic(), acting(None, page="demo"):
            subject.load(say)
        analyze("funding")  # the next one joins what is new
