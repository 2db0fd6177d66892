"""What the database will not take, as a rule that says no: another user was quicker, mostly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from portal.errors import Refused


@contextmanager
def refusing() -> Iterator[None]:
    """All of it or nothing; a promise of the database that would break raises Refused."""
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, OperationalError) as no:
        if isinstance(no, OperationalError) and getattr(no.__cause__, "pgcode", "") != "40P01":
            raise  # 40P01: two waited for one another, and PostgreSQL stopped this one
        raise Refused(why(no)) from no


def why(no: DatabaseError) -> str:
    """The sentence of the constraint; never the values, which may be an ID number."""
    name = getattr(getattr(no.__cause__, "diag", None), "constraint_name", "") or ""
    for model in apps.get_models():
        if said := getattr(model, "promises", {}).get(name):
            return str(said)
        for constraint in model._meta.constraints:
            if name and constraint.name == name:
                return sentence(constraint)
    return _("Somebody changed the same records meanwhile, or entered the same. Look again.")


def sentence(constraint: Any) -> str:
    """What the constraint says in words of its own, or else its name in them."""
    if constraint.violation_error_message != constraint.default_violation_error_message:
        return str(constraint.get_violation_error_message())
    return _(
        "Nothing was written: the rule “%(rule)s” would be broken. Perhaps somebody changed the "
        "same records meanwhile: look again."
    ) % {"rule": constraint.name.replace("_", " ")}
