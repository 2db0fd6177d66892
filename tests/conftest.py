import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from organizations.models.accounts import names_of
from tests.clearing import Clearing
from tests.factories.organizations import everything


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """No test finds what another one cached, nor speaks the language of its last request."""
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        everything()
        names_of({0})  # each process asks once; no test counts that
        clearing = Clearing()
        gc.freeze()  # what stays to the end need not be looked through after every few tests,
        gc.set_threshold(50_000, 20, 50)  # nor what a test makes after every few rows
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: clearing.clear())
        yield


# Files go to the workers one by one, in this order: what takes longest must not begin last. Tests
# in a browser end it, for Playwright leaves two connections in its worker, and who locks tables
# would wait for them.
LONGEST = (
    "tests/operations/test_demo.py",
    "tests/test_every_model.py",
    "tests/operations/",
    "tests/test_every_door_holds.py",
    "tests/browser/test_lived_pages.py",
    "tests/browser/test_quarter.py",
    "tests/browser/test_year.py",
)


def turn(item: pytest.Item) -> tuple[bool, int]:
    longest = (n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start))
    return item.nodeid.startswith("tests/browser/"), next(longest, len(LONGEST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=turn)
