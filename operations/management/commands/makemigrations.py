from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation

from portal.migrating import AtOnce

# Operations of one of these sets never change what another one of the same set made.
TOGETHER = (
    {"CreateModel"},
    {"AddField"},
    {"AddConstraint", "AddIndex", "AddTrigger"},
    {"RemoveField"},
    {"RemoveConstraint", "RemoveIndex", "RemoveTrigger"},
)


class Command(makemigrations.Command):
    help = "As Django's, but what can be done at once is one step: see portal/migrating.py."

    def write_migration_files(
        self, changes: dict[str, list[Migration]], *args: Any, **options: Any
    ) -> None:
        for migration in (one for several in changes.values() for one in several):
            vars(migration)["operations"] = steps(migration.operations)
        super().write_migration_files(changes, *args, **options)


def steps(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations in the same order, those put into one that can be done at once."""
    found: list[Operation] = []
    for kind, several in groupby(operations, kind_of):
        run = list(several)
        found += [AtOnce(operations=run)] if kind >= 0 and len(run) > 1 else run
    return found


def kind_of(operation: Operation) -> int:
    """Which of the sets it is of; -1: of none."""
    name = type(operation).__name__
    return next((number for number, names in enumerate(TOGETHER) if name in names), -1)
