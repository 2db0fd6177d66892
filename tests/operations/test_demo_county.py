"""The demo county as a whole: loaded once, it looks like a county, and loading again adds nothing.

000-01, 003-08: its figures are such as a real county has; hardly any is 0 % or 100 %.
"""

from datetime import date

import pytest
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from members.filters.coverage import coverage
from members.models import Person
from operations.management.commands.demo import load_county, modules
from portal import pages


def state():
    """How many rows each register has, and when one was last changed."""
    return {
        one.name: one.model.objects.aggregate(Count("pk"), Max("changed_at"))
        for one in pages.every()
        if hasattr(one.model, "changed_at")
    }


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded twice for all tests of this file, and undone after the last."""
    said = []
    with django_db_blocker.unblock(), transaction.atomic():
        load_county(said.append)
        first = state(), len(said)
        for module in modules("demo"):
            module.load(said.append)
        yield first, (state(), len(said))
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def share(register, part, whole):
    of = pages.get(register)
    asked = [of.filter(query, of.model.objects.all()) for query in (f"{whole}&{part}", whole)]
    some, every = (one.qs.count() for one in asked)
    return some / every


def test_a_second_load_changes_nothing(loaded):
    first, second = loaded
    assert first == second


def test_every_register_has_something(loaded):
    (counts, _lines), _second = loaded
    empty = {name for name, found in counts.items() if not found["pk__count"]}
    assert empty == set()


@pytest.mark.parametrize(
    ("register", "part", "whole", "least", "most"),
    [
        ("organization", "one_shoulder=true", "level=village", 0.75, 0.97),
        ("organization", "vacant=secretary", "level=village", 0.005, 0.08),
        ("organization", "vacant=director", "level=village", 0.005, 0.08),
        ("organization", "vacant=deputy", "level=village", 0.03, 0.25),
        ("organization", "reserves_at_least=2", "level=village", 0.6, 0.95),
        ("organization", "contact_point=true", "level=village", 0.9, 0.999),
        ("organization", "posting=first_secretary", "level=village", 0.3, 0.7),
        ("posting", "attendance_missing=true", "ended=all", 0.01, 0.2),
        ("postingattendance", "attendance_reached=true", "ended=all", 0.7, 0.97),
        ("person", "insured=pension", "village_secretary=true", 0.8, 0.99),
        ("person", "migrant_worker=true", "standing=full", 0.03, 0.2),
        ("person", "fault=no_phone", "standing=full", 0.005, 0.03),
        ("project", "milestone_late=true", "ended=all", 0.02, 0.3),
    ],
)
def test_the_county_is_plausible(register, part, whole, least, most):
    assert least < share(register, part, whole) < most


def test_a_year_ago_there_were_teams_too():
    last = date(timezone.localdate().year - 1, 12, 31)
    asked = f"level=village&on={last}"
    assert 0.4 < share("organization", "one_shoulder=true", asked) < 0.8
    assert share("organization", "vacant=director", asked) < 0.25


def test_most_of_the_training_owed_is_reached():
    """003-59: coverage is high but not whole, and no duty is owed by nobody."""
    found = coverage(Person.objects.filter(left=None), timezone.localdate())
    assert len(found) >= 8
    shares = {one.duty.code: one.percent for one in found}
    assert all(55 < percent <= 100 for percent in shares.values()), shares
    assert sum(percent == 100 for percent in shares.values()) <= 2, shares
