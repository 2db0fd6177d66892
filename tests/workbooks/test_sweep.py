"""Files that nobody can fetch any more go; what somebody may still ask for stays."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.models import Job
from tests.factories import OrganizationFactory, user_over
from workbooks.models import Import
from workbooks.tasks import sweep

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def user(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return user_over(OrganizationFactory())


def file(name, days=2):
    kept = default_storage.save(name, ContentFile(b"x"))
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(kept), (then, then))
    return kept


def job(user, hours, **fields):
    expires = NOW + timedelta(hours=hours)
    return Job.objects.create(
        kind="import", asked_by=user, state="done", finished_at=NOW, expires_at=expires, **fields
    )


def past(user, name, days):
    kept = Import.objects.create(register="person", by=user, name=name, file=name, context=uuid4())
    Import.objects.filter(pk=kept.pk).update(at=NOW - timedelta(days=days))
    return kept


def there(*names):
    return [default_storage.exists(name) for name in names]


def test_results_of_jobs_go_when_they_expire(user):
    names = [file(f"jobs/{n}.xlsx") for n in "abcd"]
    old = job(user, -1, file=names[0], outcome={"rows": names[1]})
    job(user, 1, file=names[2], outcome={"rows": names[3]})
    sweep()
    assert there(*names) == [False, False, True, True]
    old.refresh_from_db()
    assert not old.file


def test_uploads_stay_while_a_job_or_an_import_names_them(user):
    names = [file(f"uploads/{n}.xlsx") for n in "abcde"]
    job(user, 1, params={"upload": names[0]})
    Job.objects.create(kind="import", asked_by=user, params={"upload": names[1]},
                       expires_at=NOW - timedelta(days=1))  # fmt: skip
    job(user, -1, params={"upload": names[2]})
    past(user, names[3], days=100)
    new = file("uploads/new.xlsx", days=0)
    sweep()
    assert there(*names, new) == [True, True, False, True, False, True]


def test_workbooks_of_imports_go_after_their_time_and_the_line_stays(user, settings):
    name = file("uploads/a.xlsx")
    kept = past(user, name, days=181)
    settings.IMPORT_FILES_KEPT = timedelta(days=365)
    sweep()
    assert there(name) == [True]
    settings.IMPORT_FILES_KEPT = timedelta(days=180)
    sweep()
    kept.refresh_from_db()
    assert (there(name), bool(kept.file), kept.name) == ([False], False, name)
