"""The official print, and the page to which its verification code leads."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from assessments.actions.reports.acts import accept_report, submit_report
from assessments.actions.reports.copies import figures_of
from assessments.actions.reports.paper import FORMATS, Paper
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCell, ReportCopy
from organizations.models import Organization
from tests.assessments.reporting import (
    another_township,
    cell,
    county_with,
    fill,
    first_report,
    in_role,
    type_in,
)

pytestmark = pytest.mark.django_db


def handed_in(report, secretary):
    fill(report, secretary)
    type_in(report, secretary, start=0, dues_owed="12345.5", dues_paid=12000, note="经费紧张")
    report.refresh_from_db()
    submit_report(report, by=secretary)
    return ReportCopy.objects.latest("pk")


def paper(client, report, **asked):
    return client.get(reverse("report-paper", args=[report.pk]), asked).content.decode()


def test_a_report_that_is_handed_in_prints_its_stored_copy(client, report, secretary):
    kept = handed_in(report, secretary)
    client.force_login(secretary)
    text = paper(client, report)
    assert kept.code in text
    assert f"http://testserver{kept.get_absolute_url()}" in text
    for word in ("单位负责人", "填表人", "审核人", "报出日期", "12,345.5", "经费紧张", "草稿"):
        assert (word in text) == (word != "草稿"), word
    assert str(secretary) in text
    assert "style=" not in text


def test_a_draft_says_so_on_every_page(client, report, secretary):
    client.force_login(secretary)
    text = paper(client, report)
    assert text.count('class="mark"') == text.count('class="leaf"') > 0
    assert "草稿" in text
    assert not ReportCopy.objects.exists()


def test_paper_upright_or_across_is_asked_for(client, report, secretary):
    client.force_login(secretary)
    assert "paper-landscape" in paper(client, report)  # ten columns are too many upright
    assert "paper-portrait" in paper(client, report, paper="portrait")
    assert "paper-landscape" in paper(client, report, paper="nonsense")


def test_sixty_villages_are_cut_into_numbered_pages_that_hold_them():
    """No page holds more than fits; every row stands once, the signatures on the last."""
    report = first_report(county_with(villages=60))
    Organization.objects.filter(code="3400007").update(short_name="名字特别特别长的一个行政村" * 2)
    items = report.period.template.items.select_related("section")
    for name, shape in FORMATS.items():
        leaves = Paper(figures_of(Sheet(report)), items, name).leaves()
        assert [leaf.number for leaf in leaves] == list(range(1, len(leaves) + 1))
        assert [leaf.signed for leaf in leaves] == [False] * (len(leaves) - 1) + [True]
        rows = [row for leaf in leaves for part in leaf.parts for row in part.rows]
        tables = 3 if name == "landscape" else 4
        assert sum(1 for row in rows if row.name == "第3村") == tables
        assert all(len(part.heads) - 1 <= shape.columns for leaf in leaves for part in leaf.parts)
        assert max(len(part.rows) for leaf in leaves for part in leaf.parts) < shape.height / 6


def test_the_total_of_a_share_is_that_of_the_sums(report, secretary):
    type_in(report, secretary, expected=10, attended=9)
    type_in(report, secretary, row=1, expected=30, attended=3)
    report.refresh_from_db()
    with translation.override("en"):
        made = Paper(
            figures_of(Sheet(report)), report.period.template.items.select_related("section")
        )
        part = next(part for part in made.tables() if part.title == "Meetings")
    at = [label for label, _unit in part.heads].index("Attendance") - 1
    assert [row.cells[at] for row in part.rows] == ["90.0%", "10.0%", "", "30.0%"]


def test_the_code_leads_to_the_figures_as_they_were(client, report, secretary, staff):
    kept = handed_in(report, secretary)
    client.force_login(staff)
    page = client.get(reverse("report-copy", args=[kept.code.lower()]))
    assert page.context["whole"]
    assert not page.context["changes"]
    report.refresh_from_db()
    accept_report(report, by=staff)
    later = client.get(kept.get_absolute_url()).context["later"]
    assert later == ReportCopy.objects.latest("pk")
    Report.objects.filter(pk=report.pk).update(state="reopened")
    ReportCell.objects.filter(pk=cell(report, "dues_paid").pk).update(raw="11000", value=11000)
    page = client.get(kept.get_absolute_url())
    assert [row[2:] for row in page.context["changed"]] == [("12000", "11000")]
    text = page.content.decode()
    assert "12,000" in text  # still the stored ones
    assert kept.digest in text
    assert 'class="mark"' in paper(client, report, copy=kept.code)  # no longer the latest


def test_figures_that_were_tampered_with_are_found_out(client, report, secretary):
    kept = handed_in(report, secretary)
    kept.figures["rows"][0]["cells"]["dues_paid"] = "1"
    act = ReportAct.objects.create(report=report, kind="submitted")
    forged = ReportCopy.objects.create(
        report=report, act=act, round=1, code="FORGED", figures=kept.figures, digest=kept.digest
    )
    client.force_login(secretary)
    page = client.get(forged.get_absolute_url())
    assert not page.context["whole"]
    assert re.search(r'class="note bad" role="alert"', page.content.decode())
    with pytest.raises(Exception, match="append_only"), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_reportcopy SET digest = 'x'")


def test_a_neighbour_reaches_neither(client, report, secretary):
    kept = handed_in(report, secretary)
    other = county_neighbour(report)
    client.force_login(other)
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert client.get(reverse("report-paper", args=[report.pk])).status_code == 404


def county_neighbour(report):
    another_township(report)
    return in_role("township_secretary", Organization.objects.get(code="3499"))
