"""What a fresh clone depends on: lock files without addresses, secrets, refusals in production."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from servers import secrets

GIVEN = {
    "DATABASE_URL": "postgresql://portal:x@db.example/portal",
    "REDIS_URL": "redis://redis.example/0",
    "PORTAL_SECRET_KEY": "s" * 60,
    "PORTAL_FIELD_KEY": "f" * 60,
    "PORTAL_ALLOWED_HOSTS": "portal.example",
}


def settings_in(environment: dict[str, str], show: str) -> subprocess.CompletedProcess[str]:
    known = {name: os.environ[name] for name in ("PATH", "PORTAL_VAR")}
    command = [sys.executable, "-c", f"from portal.settings import *; print({show})"]
    given = known | environment
    return subprocess.run(command, env=given, cwd=settings.BASE, text=True, capture_output=True)


LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_address(name: str) -> None:
    assert "://" not in (settings.BASE / name).read_text()
    assert '"resolved"' not in (settings.BASE / "package-lock.json").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (settings.BASE / name).read_text()
    names = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(names) > 30
    assert [line for line in names if "==" not in line] == []
    assert text.count("--hash=sha256:") >= len(names)


@pytest.mark.parametrize("missing", GIVEN)
def test_production_names_what_is_missing(missing: str) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}
    done = settings_in({**given, "PORTAL_PRODUCTION": "1"}, "SECRET_KEY")
    assert done.returncode == 1
    assert f"In production {missing} must be set" in done.stderr


def test_a_database_address_means_production() -> None:
    done = settings_in(GIVEN, "PRODUCTION, SESSION_COOKIE_SECURE, DATABASES['default']['HOST']")
    assert done.stderr == ""
    assert done.stdout.strip() == "True True db.example"


def test_the_cache_and_the_jobs_have_a_redis_database_each() -> None:
    done = settings_in(GIVEN, "CELERY_BROKER_URL, CACHES['default']['LOCATION']")
    assert done.stdout.strip() == "redis://redis.example/0 redis://redis.example/1"


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secrets.made(path), range(32)))
    assert len(found) == 1
    assert len(found.pop()) > 60
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]
