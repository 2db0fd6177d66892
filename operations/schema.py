"""The tables of the database."""

from __future__ import annotations

import pgtrigger
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from pghistory.models import Context


def make_or_migrate() -> None:
    """Bring the database to what the models say, whatever it holds."""
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        make()


@transaction.atomic
def make() -> None:
    """Make the tables of an empty database from the models, and note all migrations as applied.

    The migrations lead to the same tables (tests/operations/test_schema.py) in ten times the time:
    they draw all models anew at every step.
    """
    emit_pre_migrate_signal(0, False, DEFAULT_DB_ALIAS)
    with connection.schema_editor() as editor:
        for model in filter(made_here, apps.get_models()):
            editor.create_model(model)
    Context.install_pgh_attach_context_func()
    pgtrigger.install()
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS)
    note_as_applied()


def made_here(model: type[Model]) -> bool:
    return bool(model._meta.can_migrate(connection))


def note_as_applied() -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    known = MigrationLoader(connection).disk_migrations
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in known)
