"""The pages of the offline workbook: fetched, uploaded, looked at, taken over."""

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.models import Report
from portal.models import Job, SecurityEvent
from tests.assessments.reporting import cell, in_role, type_in
from tests.assessments.reports.offline import (
    VILLAGES,
    Workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# The pages.


@pytest.fixture
def pages(client, secretary, django_capture_on_commit_callbacks):
    """Downloads and uploads as the secretary's browser does."""
    client.force_login(secretary)
    client.cookies["django_language"] = "en"

    class Pages:
        def upload(self, report, content, name="季报.xlsx"):
            with django_capture_on_commit_callbacks(execute=True):
                file = SimpleUploadedFile(name, content)
                return client.post(reverse("report-offline", args=[report.pk]), {"file": file})

        def get(self, name, *args):
            return client.get(reverse(f"report-offline{name}", args=args))

    return Pages()


def test_the_grid_leads_to_the_workbook_and_who_fetches_it_is_on_record(client, report, pages):
    offline = reverse("report-offline", args=[report.pk])
    assert offline in client.get(report.get_absolute_url()).content.decode()
    assert client.get(offline).status_code == 200
    fetched = pages.get("-workbook", report.pk)
    assert "2026Q3" in fetched["Content-Disposition"]
    assert SecurityEvent.objects.get(kind="export").details["query"] == f"report {report.pk}"
    assert openpyxl.load_workbook(io.BytesIO(fetched.content)).sheetnames[0] == VILLAGES


def test_from_the_workbook_to_the_report(client, report, pages):
    """Uploaded, looked at, taken over, what is left asked again."""
    workbook = Workbook(report).fill(committee=3, lecture="三次", assembly=4)
    type_in(report, in_role("township_secretary", report.organization), assembly="1")
    preview = pages.upload(report, workbook.saved()).url
    with CaptureQueriesContext(connection) as queries:
        page = client.get(preview)
    assert len(queries) <= 12
    found = page.context["comparison"]
    assert [len(part) for part in (found.good, found.asked, found.wrong)] == [1, 1, 1]
    assert cell(report, "committee").raw == ""
    for query, checked in (("", 0), ("?all=workbook", 1)):
        shown = client.get(preview + query).content.decode()
        assert shown.count('value="workbook" checked') == checked
    assert pages.get("-marked", report.pk, Job.objects.get().pk).status_code == 200
    data = {"seen": page.context["revision"], "wrong": "keep"}
    again = client.post(preview, data, follow=True)
    assert again.redirect_chain[-1][0] == preview
    assert len(again.context["comparison"].asked) == 1
    data = {"seen": again.context["revision"], f"c{cell(report, 'assembly').pk}": "portal"}
    done = client.post(preview, data, follow=True)
    assert done.redirect_chain[-1][0] == report.get_absolute_url()
    raws = [cell(report, code).raw for code in ("committee", "assembly", "lecture")]
    assert raws == ["3", "1", "三次"]
    assert client.get(preview).context["comparison"].changes == []


def test_an_upload_is_its_users_alone_and_expires(client, report, pages):
    preview = pages.upload(report, Workbook(report).saved()).url
    assert client.get(preview).status_code == 200
    default_storage.delete(Job.objects.get().outcome["rows"])
    assert client.get(preview).status_code == 404
    client.force_login(in_role("township_secretary", report.organization))
    assert client.get(preview).status_code == 404


def test_what_is_no_workbook_of_the_report_is_refused_in_words(client, report, pages):
    assert "is not a workbook" in client.get(pages.upload(report, b"%PDF").url).content.decode()
    empty = pages.upload(report, b"")
    assert (empty.status_code, "The file is empty." in empty.content.decode()) == (422, True)


def test_a_report_that_is_handed_in_is_read_but_not_filled_in(client, report, pages, staff):
    preview = pages.upload(report, Workbook(report).fill(committee=3).saved()).url
    Report.objects.filter(pk=report.pk).update(state="submitted")
    report.refresh_from_db()
    sheet = Workbook(report).book[VILLAGES]
    assert all(one.protection.locked for row in sheet.iter_rows() for one in row)
    refused = pages.upload(report, Workbook(report).saved())
    assert (refused.status_code, "is “submitted”" in refused.content.decode()) == (422, True)
    late = client.post(preview, {"seen": "9"}, follow=True)
    assert "is “submitted”" in late.content.decode()
    assert cell(report, "committee").raw == ""
    client.force_login(staff)
    assert pages.get("-workbook", report.pk).status_code == 200
    assert pages.upload(report, b"x").status_code == 403
