"""The annual assessment's workbook (000-55, 000-56): what the portal keeps, by formula."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from assessments.actions.scoring.computing import work_out_assessment
from assessments.actions.scoring.deciding import Entry, enter_scores
from assessments.actions.scoring.scorebook import write_scorebook
from assessments.models import Assessment, AssessmentLine, AssessmentScheme
from tests.assessments.county import DAY, computed
from tests.factories import user_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(county):
    computed(county)
    scheme = AssessmentScheme.objects.create(
        code="S",
        name="=年度考核",
        organization=county.top,
        about="townships",
        level="township",
        plan="county",
        grades="优秀 / Excellent=90; 合格 / Qualified=0",
    )
    lines = (
        ("目标", {"source": "plan", "points": 60}),
        ("目标", {"source": "rating", "points": 20}),
        ("加减分", {"kind": "bonus", "points": 5}),
        ("加减分", {"kind": "deduction", "points": 90}),
    )
    for position, (group, given) in enumerate(lines, 1):
        AssessmentLine.objects.create(
            scheme=scheme, position=position, group=group, name=f"第{position}项", **given
        )
    made = Assessment.objects.create(scheme=scheme, year=DAY.year, day=DAY)
    work_out_assessment(made, by=None)
    return made


def read(assessment, by, **how):
    out = io.BytesIO()
    write_scorebook(assessment, out, by=by)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()), **how)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_points_add_up_to_the_totals_ranks_and_grades_that_the_portal_keeps(county, assessment):
    staff = user_over(county.top)
    bonus, deduction = assessment.scheme.lines.order_by("position")[2:]
    first, second = assessment.cards.order_by("organization__code")
    enter_scores(assessment, bonus, entries={first.pk: Entry(Decimal(3), "Model")}, by=staff)
    veto = {second.pk: Entry(Decimal(-90), "Veto")}
    enter_scores(assessment, deduction, entries=veto, by=staff)
    book = read(assessment, staff, data_only=True)
    found = [[row[0], row[1], row[4], row[5]] for row in rows(book["Scores and ranks"])[4:]]
    cards = assessment.cards.select_related("organization").order_by("rank", "organization__path")
    assert found == [[one.rank, one.called, float(one.total), one.grade] for one in cards]
    assert found[1][2] == 0
    assert "Model" in str(rows(book["Reasons"]))
    formulas = read(assessment, staff)
    assert formulas["Scores and ranks"]["E5"].value == "=ROUND(MAX(0,SUM(C5:D5)),2)"
    assert formulas["目标"]["E5"].value.startswith("=SUMPRODUCT(")
    assert formulas["Cover"]["A4"].data_type == "s"


def test_before_it_is_public_a_township_takes_out_nothing(client, county, assessment):
    town = user_over(county.towns[0])
    assert rows(read(assessment, town)["Scores and ranks"])[4:] == []
    Assessment.objects.update(state="published")
    names = [row[1] for row in rows(read(assessment, town)["Scores and ranks"])[4:]]
    assert names == [county.towns[0].short]
    client.force_login(user_over(county.top))
    offered = client.get(reverse("assessment-detail", args=[assessment.pk])).content.decode()
    assert reverse("assessment-export_assessment", args=[assessment.pk]) in offered
