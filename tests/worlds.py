"""Records that many tests look at, made once for a module: each test works on a savepoint of its
own, so that whatever it writes is gone after it."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept(blocker):
    """What is made inside stays until the `with` block ends. `blocker`: pytest-django's."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
