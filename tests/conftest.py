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
        gc.freeze()  # what stays to the end need not be looked through after every few tests
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: clearing.clear())
        yield


# Files go to the workers one by one, in this order: what takes longest must not begin last.
LONGEST = ("tests/test_every_model.py", "tests/operations/", "tests/test_every_door_holds.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
