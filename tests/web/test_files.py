"""Exports, jobs and imports: what is asked for, what comes back, and to whom."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Person
from portal import pages
from portal.models import Job, SecurityEvent
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    UserFactory,
    user_over,
)
from workbooks import excel, exports

pytestmark = pytest.mark.django_db

PERSONS = "/members/person/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_export_leaves_a_line_with_filter_and_count(client, boss, county):
    PersonFactory(organization=county, sex="1")
    PersonFactory(organization=county, sex="2")
    answer = client.get(f"{PERSONS}export/?sex=2&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    line = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert (line.user, line.register) == (boss, "person")
    assert line.details == {"query": "sex=2", "format": "csv", "rows": 1}


def test_the_columns_shown_are_exported_or_all_of_them(client, boss, county):
    for name in ("甲", "乙"):
        PersonFactory(organization=county, name=name)
    boss.preferences = {"columns": {"person": ["sex", "name"]}}
    boss.save()
    answer = client.get(f"{PERSONS}export/?sort=-name&format=csv")
    head, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert head.count(",") == 2  # the record number, by which rows are known again
    names = [line.split(",")[1] for line in lines]
    assert names == [line.split(",")[1] for line in other_way(client)][::-1]
    answer = client.get(f"{PERSONS}export/?format=csv&all=1")
    every = pages.get("person").table([]).columns.iterall()
    assert answer.content.decode("utf-8-sig").splitlines()[0].count(",") == len(list(every)) - 1
    page = client.get(f"{PERSONS}?q=").content.decode()
    assert "format=csv&amp;all=1" in page


def other_way(client):
    answer = client.get(f"{PERSONS}export/?sort=name&format=csv")
    return answer.content.decode("utf-8-sig").splitlines()[1:]


def test_the_list_of_jobs_leaves_outcomes_where_they_are(client, boss):
    Job.objects.create(kind="import", asked_by=boss, state="done", outcome={"url": "/x" * 1000})
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("job-list"))
    assert not any('"outcome"' in one["sql"] for one in asked.captured_queries)


def test_every_row_of_a_preview_can_be_leafed_through(
    client, boss, county, django_capture_on_commit_callbacks
):
    branch = OrganizationFactory(parent=county)
    made = [
        PersonFactory.build(organization=branch, name="甲" + chr(0x4E00 + n)) for n in range(130)
    ]
    lines = [row(one, **({"number": "1"} if n % 10 == 0 else {})) for n, one in enumerate(made)]
    page = upload(client, django_capture_on_commit_callbacks, lines)
    job = Job.objects.get()
    assert len(json.dumps(job.outcome["rows"])) < 100
    assert len(client.get(page).context["shown"].object_list) == 100
    assert len(client.get(f"{page}?page=2").context["shown"].object_list) == 30
    for state, count in (("new", "new"), ("refused", "refused_rows")):
        shown = client.get(f"{page}?state={state}").context["shown"]
        assert shown.paginator.count == job.outcome[count] > 0
        assert {verdict for verdict, *_rest in shown} == {state}
    default_storage.delete(job.outcome["rows"])
    assert client.get(page).status_code == 200


def test_many_rows_are_exported_by_a_job(
    client, boss, county, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("registers.views.exporting.AT_ONCE", 1)
    monkeypatch.setattr(exports, "CHUNK", 2)
    for _ in range(5):
        PersonFactory(organization=county)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.get(f"{PERSONS}export/")
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    assert (job.state, job.percent) == ("done", 100)
    body = download(client, reverse("job-file", args=[job.pk]))
    assert len(excel.read_bytes(body, "x.xlsx").sheets[0].rows) == 6


def download(client, url):
    return b"".join(client.get(url).streaming_content)


def finished(user, **fields):
    job = Job.objects.create(
        kind="export", asked_by=user, state="done", file_name="a.csv", **fields
    )
    job.file.save("a.csv", ContentFile(b"x"))
    return reverse("job-file", args=[job.pk]), reverse("job", args=[job.pk])


def test_a_jobs_file_is_its_owners_until_it_expires(client, boss, county):
    file, page = finished(boss)
    assert download(client, file) == b"x"
    other, others_page = finished(UserFactory(organization=county))
    assert client.get(other).status_code == 404
    assert client.get(others_page).status_code == 404
    late, _page = finished(boss, expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(late).status_code == 404
    assert client.get(page).status_code == 200


def test_a_jobs_file_is_kept_from_an_owner_who_lost_the_permission(client, county):
    user = user_over(county, "view_person")
    client.force_login(user)
    file, _page = finished(user, params={"register": "person", "verb": "export"})
    assert client.get(file).status_code == 404


def test_the_progress_stops_asking_when_the_job_is_over(client, boss):
    job = Job.objects.create(kind="export", asked_by=boss, state="running", total=4)
    job.progress(1, 4)
    part = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert 'value="25"' in part.content.decode()
    Job.objects.update(state="done")
    part = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"})
    assert part.status_code == 286
    cache.clear()


HEAD = "姓名,性别,民族,出生日期,身份证号,学历,人员类别,党支部,入党日期,转正日期"


def upload(client, run, lines, name="roster.csv"):
    """Upload a roster; the preview job runs at once. Returns the page of the preview."""
    content = "\n".join([HEAD, *lines]).encode()
    with run(execute=True):
        answer = client.post(f"{PERSONS}import/", {"file": SimpleUploadedFile(name, content)})
    return answer.url


def row(person, **changes):
    values = {"name": person.name, "number": person.id_number, "branch": person.organization.code}
    values |= changes
    return "{name},男,汉族,1980-07-03,{number},大学,正式党员,{branch},2005-05-04,2006-05-04".format(
        **values
    )


def test_an_import_is_looked_at_before_it_is_written(
    client, boss, county, django_capture_on_commit_callbacks
):
    branch = OrganizationFactory(parent=county)
    lines = [row(PersonFactory.build(organization=branch, name="李四"))]
    page = upload(client, django_capture_on_commit_callbacks, lines)
    shown = client.get(page).context
    assert (shown["outcome"]["new"], shown["good"], shown["step"]) == (1, 1, 3)
    assert not Person.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, {"mode": "all"})
    assert client.get(answer.url).context["step"] == 4
    assert Person.objects.get().name == "李四"


def test_only_the_good_rows_go_in_and_the_others_come_back_marked(
    client, boss, county, django_capture_on_commit_callbacks
):
    branch = OrganizationFactory(parent=county)
    good, bad = (PersonFactory.build(organization=branch, name=name) for name in ("李四", "王五"))
    lines = [row(good), row(bad, number="123")]
    page = upload(client, django_capture_on_commit_callbacks, lines)
    shown = client.get(page)
    assert [one["label"] for one in shown.context["outcome"]["refused"]] == ["ID number"]
    assert "disabled" in shown.content.decode()
    job = shown.context["job"]
    body = download(client, reverse("job-file", args=[job.pk]))
    assert excel.read_bytes(body, "x.xlsx").sheets
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"mode": "good"})
    assert [person.name for person in Person.objects.all()] == ["李四"]


def test_a_file_that_is_no_roster_is_refused_in_a_sentence(
    client, boss, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"{PERSONS}import/", {"file": SimpleUploadedFile("x.xlsx", b"PK\3\4no")}
        )
    job = client.get(answer.url).context["job"]
    assert (job.state, bool(job.message)) == ("failed", True)
    assert client.post(f"{PERSONS}import/").status_code == 422
    empty = client.post(f"{PERSONS}import/", {"file": SimpleUploadedFile("x.xlsx", b"")})
    assert empty.status_code == 422


def test_somebody_elses_import_does_not_exist(
    client, boss, county, django_capture_on_commit_callbacks
):
    page = upload(client, django_capture_on_commit_callbacks, [])
    client.force_login(user_over(county))
    assert client.get(page).status_code == 404
    assert client.post(page, {"mode": "all"}).status_code == 404


def test_the_template_goes_through_the_import(client, boss):
    body = client.get(f"{PERSONS}import/template/").content
    head = excel.read_bytes(body, "x.xlsx").sheets[0].rows[0]
    assert len(head) == len(pages.get("person").form.base_fields)
