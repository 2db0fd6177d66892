"""The grid at its full size, with every kind of item: what it costs and what it says."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.actions.reports.files import add_file, take_file_off
from assessments.actions.reports.parts import ask_villages
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAnswer, ReportCell, ReportComment, ReportDispute
from organizations.models import Organization
from portal.errors import Refused
from tests.assessments.reporting import another_township, cell, grid, in_role, type_in
from tests.assessments.wide import open_quarter, wide_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(county):
    """With last quarter's figures before it; villages, branches and the township itself."""
    template = wide_template(county, 12, ("village", "branch", "township"))
    before = open_quarter(template, 2)[0]
    before.cells.filter(item__code="n0").update(raw="8", value=8)
    return open_quarter(template, 3)[0]


def speak(report, user):
    """A warning with its answer, a comment, a dispute."""
    type_in(report, user, n0="20", n3="12")
    target, check = cell(report, "n0"), report.period.template.checks.get(code="w")
    place = target.organization
    ReportAnswer.objects.create(
        report=report, check_of=check, organization=place, figures="12 9", reason="实", by=user
    )
    ReportComment.objects.create(cell=target, text="请核对", by=user)
    ReportDispute.objects.create(cell=target, known=3, claimed=20, reason="漏", by=user)


def post(client, report, values, seen=99):
    typed = {f"c{found.pk}": text for found, text in values.items()}
    return client.post(grid(report), {"seen": seen, **typed}, headers={"X-Grid": "1"})


def test_with_everything_said_about_it_it_opens_in_ten_queries(client, report, secretary):
    """Session, user, grants; report, items, checks, cells, what was said, acts, parts."""
    speak(report, secretary)
    client.force_login(secretary)
    client.get(grid(report))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(grid(report)).content.decode()
    assert len(queries) <= 10
    assert 'data-last="8"' in page
    target = cell(report, "n0")
    assert "dis com" in page.split(f'id="c{target.pk}"')[0][-40:]
    with CaptureQueriesContext(connection) as queries:
        assert post(client, report, {target: "21"}).json()["written"] == {str(target.pk): "21"}
    assert len(queries) <= 18


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["Yes", "fair"]), ("zh-hans", ["是", "较好"])]
)
def test_words_from_a_list_are_said_in_the_readers_language(
    client, report, secretary, settings, language, words
):
    settings.LANGUAGE_CODE = language
    client.force_login(secretary)
    yes, grade = cell(report, "yes"), cell(report, "grade")
    written = post(client, report, {yes: "Y", grade: "2"}).json()["written"]
    assert list(written.values()) == words
    assert [cell(report, code).raw for code in ("yes", "grade")] == ["是", "较好"]
    page = client.get(grid(report), headers={"Accept-Language": language}).content.decode()
    for word in words:
        assert f'value="{word}" type="text"' in page
    assert post(client, report, {yes: words[0]}, seen=0).json()["clashes"] == {}


def test_every_wrong_cell_is_marked_with_its_sentence_and_kind(client, report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(secretary)
    grade, number = cell(report, "grade"), cell(report, "n3")
    answer = post(client, report, {grade: "blue", number: "12"}).json()
    assert [(kind, cells) for _text, kind, cells in answer["marks"]] == [
        ("warning", [number.pk]),
        ("error", [grade.pk]),
    ]
    assert "“blue” is none of: good, fair, middling, poor." in answer["list"]
    assert f'data-kind="warning" data-cell="{number.pk}" data-check=' in answer["list"]
    typed = {"seen": 9, "check": "1", f"c{grade.pk}": "good"}
    answer = client.post(grid(report), typed, headers={"X-Grid": "1"}).json()
    empty = [cells for _text, kind, cells in answer["marks"] if kind == "empty"]
    assert len(empty[0]) == answer["progress"]["cells"] - answer["progress"]["filled"]


def test_each_table_has_its_rows_totals_and_progress(report, secretary):
    rows = ReportCell.objects.filter(report=report, item__code="branch_n0")
    rows.update(raw="2", value=2)
    sheet = Sheet(report)
    item = report.period.template.items.get(code="branch_n0")
    assert sheet.totals()[str(item.pk)] == str(2 * rows.count())
    assert sheet.progress() == {
        "filled": rows.count(),
        "cells": 9 * (2 * rows.count() + 1),
        "villages_filled": 0,
        "villages": rows.count(),
        "branches_filled": 0,
        "branches": rows.count(),
    }


def test_a_cell_of_files_says_their_names_and_takes_no_words(client, report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(secretary)
    paper = cell(report, "paper")
    file = SimpleUploadedFile("账目.txt", "三月".encode())
    kept = add_file(paper, file=file, by=secretary)
    assert cell(report, "paper").raw == "账目.txt"
    assert post(client, report, {paper: "typed"}).status_code == 200
    assert cell(report, "paper").raw == "账目.txt"
    address = reverse("report-file", args=[report.pk, paper.pk, kept.pk])
    assert b"".join(client.get(address)) == "三月".encode()
    other = another_township(report).children.get(code="3499")
    client.force_login(in_role("township_secretary", other))
    assert client.get(address).status_code == 404
    with pytest.raises(Refused, match="Files of this kind"):
        add_file(paper, file=SimpleUploadedFile("a.exe", b"MZ"), by=secretary)
    take_file_off(paper, kept, why="误传", by=secretary)
    assert cell(report, "paper").raw == ""
    Report.objects.filter(pk=report.pk).update(state="submitted")
    with pytest.raises(Refused):
        add_file(paper, file=file, by=secretary)


def test_a_village_hears_nothing_of_other_rows(client, report, secretary):
    villages = list(Organization.objects.filter(parent=report.organization).order_by("code"))
    ask_villages(report, villages[:1], until=timezone.localdate() + timedelta(1), by=secretary)
    clerk = in_role("village_secretary", villages[0])
    type_in(report, secretary, row=1, n0="5", n3="x")
    client.force_login(clerk)
    news = client.get(f"{grid(report)}?since=0").json()
    assert client.get(f"{grid(report)}?since=²").status_code == 200  # a digit, and no number
    assert (news["changes"], news["marks"], news["faults"]) == ({}, [], 0)
    assert news["progress"]["villages"] == 1
    item = cell(report, "n0").item_id
    assert news["totals"][str(item)] == ""


def test_a_hint_says_what_a_cell_takes(client, report, secretary):
    client.force_login(secretary)
    with translation.override("en"):
        page = client.get(grid(report), headers={"Accept-Language": "en"}).content.decode()
    assert "Type a number or the first letters: 1 good, 2 fair, 3 middling, 4 poor." in page
    assert 'list="yes-no"' in page
