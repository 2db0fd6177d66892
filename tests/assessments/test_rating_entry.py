"""Ratings entered: in the grid, on the page of one candidate, by workbook."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from assessments.actions.ratings import acts
from assessments.actions.ratings.books import sheet_of, take_book, write_book
from assessments.actions.ratings.opening import no_progress
from assessments.actions.ratings.saving import appraise_cases
from assessments.models import (
    RatingCase,
    RatingScore,
)
from organizations.models import Organization
from portal.errors import Refused
from registers.models import Attachment
from tests.assessments.rating import (
    county_with,
    load_scheme,
    of,
    people_of,
    round_of,
    scheme_of,
)
from tests.assessments.rounds import ENGLISH, SCRIPT, to_stage
from workbooks import excel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return county_with(villages=3)


@pytest.fixture
def people(county):
    return people_of(county)


def test_the_grid_keeps_what_is_typed_names_what_is_wrong_and_keeps_others_apart(
    county, people, client
):
    round_ = round_of(scheme_of(county))
    town = Organization.objects.get(code="3400")
    own = people["village"].organization
    case, other = round_.cases.get(organization=own), round_.cases.exclude(organization=own)[0]
    url = reverse("rating-grid", args=[round_.pk, town.pk, 1])
    team, life = of(round_.scheme, "team"), of(round_.scheme, "life")
    client.force_login(people["town"])
    assert client.get(url).status_code == 200
    sent = {f"c{case.pk}x{team}": "55", f"c{case.pk}x{life}": "41", "seen": "0"}
    got = client.post(url, sent, headers=SCRIPT).json()
    assert got["written"] == {f"{case.pk}x{team}": "55"}
    assert got["marks"] == [["At most 40 points here.", "error", [f"{case.pk}x{life}"]]]
    assert got["computed"][f"{case.pk}-total"] == "55"
    again = client.post(url, {f"c{case.pk}x{team}": "50", "seen": "0"}, headers=SCRIPT)
    assert again.json()["clashes"][f"{case.pk}x{team}"]["raw"] == "55"  # typed since revision 0
    page = client.post(url, {f"c{case.pk}x{life}": "many", "act": "submit"})
    assert (page.status_code, "many" in page.content.decode()) == (422, True)
    client.force_login(people["village"])
    ours = reverse("rating-grid", args=[round_.pk, case.organization_id, 1])
    answer = client.post(ours, {f"c{other.pk}x{team}": "1", "seen": "9"}, headers=SCRIPT)
    assert answer.json()["written"] == {}
    assert not RatingScore.objects.filter(case=other)
    assert client.get(url).status_code == 404
    assert client.get(reverse("rating-case", args=[other.pk])).status_code == 404
    assert client.get(reverse("rating-case", args=[case.pk])).status_code == 200
    board = client.get(reverse("rating-board", args=[round_.pk]))
    assert "第1村" not in board.content.decode()


def test_one_rating_is_entered_on_its_page_and_evidence_and_words_are_there(county, people, client):
    round_ = round_of(load_scheme("city-2023", at=county))
    case = round_.cases.get(organization=people["village"].organization)
    client.force_login(people["village"])
    tasks = of(round_.scheme, "tasks")
    sent = {f"c{case.pk}x{tasks}": "4", f"c{case.pk}x{tasks}.r": "两项未完成", "act": "rate_case"}
    answer = client.post(reverse("rating-case", args=[case.pk]), sent)
    assert answer.url == reverse("ratingcase-rate_case", args=[case.pk])
    assert client.post(answer.url).status_code == 302
    case.refresh_from_db()
    assert case.state == "rated"
    score = case.scores.get(criterion=tasks)
    assert (score.self_points, score.self_note) == (4, "两项未完成")
    appraise_cases(round_, {case.pk: Decimal("88.5")}, said="群众测评")
    page = client.get(reverse("rating-case", args=[case.pk]), headers=ENGLISH)
    text = page.content.decode()
    assert "appraisal 88.5 × 30%" in text
    assert "Listed as weak and lax" in text
    to_stage(round_, "review")
    acts.review_cases(round_, round_.cases.filter(pk=case.pk), by=people["town"])
    to_stage(round_, "confirm")
    RatingCase.objects.filter(pk=case.pk).update(appraisal=None)
    with pytest.raises(Refused, match="no appraisal points yet"):
        acts.confirm_case(case, by=people["staff"])


def test_a_workbook_is_taken_over_whole_or_comes_back_with_every_error_in_its_cell(county, people):
    round_, town = round_of(scheme_of(county)), Organization.objects.get(code="3400")

    def book(change, by=people["town"]):
        out = io.BytesIO()
        write_book(out, sheet_of(round_, town, by))
        made = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
        change(made.active)
        changed = io.BytesIO()
        made.save(changed)
        read = excel.read_bytes(changed.getvalue(), "stars.xlsx")
        return take_book(read, round_, town, by=by, progress=no_progress)

    def wrong(page):
        page["D5"], page["E5"], page["D6"], page["A7"] = 60, 99, "abc", "#999999"

    outcome = book(wrong)
    assert outcome.sentences == [
        "Row 7: “#999999 3400002 第2村” is no candidate of this place.",
        "E5: At most 40 points here.",
        "D6: “abc” is not a number.",
    ]
    assert not RatingScore.objects.exists()
    marked = io.BytesIO()
    write_book(marked, sheet_of(round_, town, people["town"]), outcome.given, outcome.wrong)
    page = openpyxl.load_workbook(io.BytesIO(marked.getvalue())).active
    assert (page["E5"].value, page["E5"].comment.text) == ("99", "At most 40 points here.")

    def right(page):
        for row in (5, 6, 7):
            page.cell(row, 4, 55), page.cell(row, 5, 30), page.cell(row, 6, "否")

    assert book(right).sentence() == "3 ratings changed."
    assert set(round_.cases.values_list("total", "stars")) == {(85, 4)}
    assert book(right).changed == 0


def test_a_village_enters_and_proves_its_own_rating_alone(county, people, client):
    """Its board leads to its own grid, and it attaches evidence to its own case."""
    round_ = round_of(scheme_of(county))
    own = people["village"].organization
    case, other = round_.cases.get(organization=own), round_.cases.exclude(organization=own)[0]
    client.force_login(people["village"])
    board = client.get(reverse("rating-board", args=[round_.pk])).content.decode()
    grid = reverse("rating-grid", args=[round_.pk, case.organization_id, 1])
    assert grid in board
    assert reverse("rating-grid", args=[round_.pk, case.organization.parent_id, 1]) not in board
    assert client.get(grid).status_code == 200
    minutes = SimpleUploadedFile("minutes.txt", b"minutes")
    files = [reverse("ratingcase-attachments", args=[one.pk]) for one in (case, other)]
    assert client.post(files[0], {"files": minutes}).status_code == 302
    assert Attachment.of(case).get().name == "minutes.txt"
    assert client.post(files[1], {"files": minutes}).status_code == 404
