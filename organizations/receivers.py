"""`migrate` makes permissions; the roles get theirs in the same go."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_migrate, pre_migrate

from organizations import roles

# The permissions that have been seen to, by database: those of before this `migrate`, at first.
_before: dict[str, set[int]] = {}


def remember(using: str, **_: Any) -> None:
    _before[using] = roles.known(using)


def hand_out(using: str, **_: Any) -> None:
    roles.hand_out(_before.get(using, set()), using=using)
    remember(using)


# Both are sent once for each app; before the first app no permission has been made yet.
pre_migrate.connect(remember, dispatch_uid="roles")
post_migrate.connect(hand_out, dispatch_uid="roles")
