import io
import logging
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.forms.ratings import RatingForm, StarsFormField
from assessments.models import Rating
from assessments.pages.targets import ratings_to_do
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from tests.assessments.reporting import county_with
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    RatingFactory,
    TownshipFactory,
    user_over,
)
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return TownshipFactory(name="尧渡镇党委", short_name="尧渡镇")


@pytest.fixture
def branch(town):
    return OrganizationFactory(parent=town, name="团结社区党支部")


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def load(user, *rows):
    return imports.load(pages.get("rating"), book(*rows), "stars.xlsx", by=user)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("3", 3),
        (3.0, 3),
        ("３", 3),
        ("三星", 3),
        ("三星级", 3),
        ("★★★", 3),
        ("★★★☆☆", 3),
        ("3星", 3),
        ("3 颗星", 3),
        ("5 stars", 5),
        ("五星级", 5),
        ("0", 0),
        ("无星", 0),
        ("不定级", 0),
        ("⭐⭐", 2),
    ],
)
def test_stars_are_read_as_people_write_them(text, stars):
    assert StarsFormField().clean(text) == stars


@pytest.mark.parametrize("text", ["6", "七星", "★★★★★★", "good", "-1", "3.5", "=3"])
def test_what_is_no_number_of_stars_is_refused(text):
    with pytest.raises(ValidationError):
        StarsFormField().clean(text)


def test_organizations_are_rated_by_workbook(town, branch):
    rows = [
        ["年度", "党组织", "评定星级"],
        [2025, "尧渡镇团结社区党支部", "三星级"],
        [2025, town.code, "★★★★★"],
    ]
    outcome = load(user_over(town), *rows)
    assert (outcome.new, [f.message for f in outcome.refused]) == (2, [])
    found = dict(Rating.objects.values_list("organization", "stars"))
    assert found == {branch.pk: 3, town.pk: 5}
    assert {str(one.rated_on) for one in Rating.objects.all()} == {"2025-12-31"}
    assert set(Rating.objects.values_list("result", flat=True)) == {"confirmed"}
    again = load(user_over(town), *rows)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 2, [])


def test_members_are_rated_by_id_number_alone(town, branch, caplog):
    caplog.set_level(logging.DEBUG)
    one, other = (PersonFactory(organization=branch) for _ in range(2))
    rows = [
        ["年度", "身份证号", "星级"],
        ["2025", one.id_number, "四星"],
        ["2025", other.id_number, 2],
    ]
    outcome = load(user_over(town), *rows)
    assert (outcome.new, [f.message for f in outcome.refused]) == (2, [])
    found = {row.person: (row.organization, row.stars) for row in Rating.objects.all()}
    assert found == {one: (branch, 4), other: (branch, 2)}
    again = load(user_over(town), *rows)
    assert (again.same, again.refused) == (2, [])
    changed = load(user_over(town), rows[0], ["2025", one.id_number, "五星"])
    assert (changed.changed, changed.refused) == (1, [])
    assert one.id_number not in caplog.text


def test_members_of_one_name_are_told_apart_by_their_branch(town, branch):
    elsewhere = OrganizationFactory(parent=town, name="坝上村党支部")
    here, there = (
        PersonFactory(organization=place, name="李秀英") for place in (branch, elsewhere)
    )
    head = ["年度", "姓名", "所在党支部", "星级"]
    lines = [[2025, "李秀英", place.name, n] for place, n in ((branch, 3), (elsewhere, 4))]
    outcome = load(user_over(town), head, *lines)
    assert (outcome.new, [f.message for f in outcome.refused]) == (2, [])
    assert dict(Rating.objects.values_list("person", "stars")) == {here.pk: 3, there.pk: 4}
    assert load(user_over(town), head, *lines).same == 2


def test_an_unknown_id_number_is_refused_and_never_echoed(town, branch):
    number = PersonFactory.build(organization=branch).id_number
    outcome = load(user_over(town), ["年度", "身份证号", "星级"], [2025, number, 3])
    assert [finding.field for finding in outcome.refused] == ["person"]
    assert number not in str(outcome.refused)


def test_somebody_of_another_subtree_is_as_unknown(town):
    stranger = PersonFactory(organization=TownshipFactory())
    outcome = load(user_over(town), ["年度", "身份证号", "星级"], [2025, stranger.id_number, 3])
    assert [finding.field for finding in outcome.refused] == ["person"]
    assert not Rating.objects.exists()


def test_a_row_about_nobody_and_a_year_to_come_are_refused(town):
    head = ["年度", "党组织", "星级"]
    outcome = load(
        user_over(town), head, [2025, None, 3], [2090, town.code, 3], [2024, town.code, "多"]
    )
    assert [finding.field for finding in outcome.refused] == ["organization", "year", "stars"]


def test_the_form_fills_in_where_and_when(town, branch):
    person = PersonFactory(organization=branch)
    form = RatingForm({"year": 2025, "person": f"#{person.pk}", "stars": "3"}, user=user_over(town))
    assert form.is_valid(), form.errors
    rating = form.save()
    assert (rating.organization, f"{rating.rated_on}") == (branch, "2025-12-31")


def test_one_rating_a_year_for_each(town, branch):
    person = PersonFactory(organization=branch)
    RatingFactory(organization=branch, person=person)
    RatingFactory(organization=branch)
    form = RatingForm({"year": 2026, "person": f"#{person.pk}", "stars": "3"}, user=user_over(town))
    assert not form.is_valid()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating(year=2026, organization=branch, stars=3, rated_on="2026-01-01").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating(year=2026, organization=town, person=person, stars=3, rated_on="2026-01-01").save()


def test_lists_can_be_asked_for_stars(client, town, branch):
    client.force_login(user_over(town))
    rated, poor = (PersonFactory(organization=branch) for _ in range(2))
    RatingFactory(organization=branch, person=rated, year=2026, stars=3)
    RatingFactory(organization=branch, person=poor, year=2026, stars=2)
    RatingFactory(organization=branch, year=2026, stars=2)
    RatingFactory(organization=town, year=2026, stars=5)
    persons = client.get("/api/person/?stars_at_least=3&on=2026-11-20").json()
    assert [row["id"] for row in persons["results"]] == [rated.pk]
    places = client.get("/api/organization/?stars_at_least=3&on=2026-11-20").json()
    assert [row["id"] for row in places["results"]] == [town.pk]
    assert client.get("/api/person/?stars_at_least=3&on=2025-11-20").json()["count"] == 0


def test_villages_without_stars_are_due_at_the_end_of_the_year(monkeypatch):
    """Each once, by a list that opens them; nothing between April and October."""
    county = county_with(villages=2)
    rated, bare = Organization.objects.filter(level=Level.VILLAGE).order_by("code")
    RatingFactory(organization=rated, year=2025)
    user = user_over(county, "add_rating", "view_organization")

    def due(day):
        monkeypatch.setattr(timezone, "localdate", lambda *_args: date.fromisoformat(day))
        return [(one.due, one.status, one.url) for one in ratings_to_do(user)]

    assert due("2025-10-31") == []
    (day, status, url), *others = due("2026-01-05")
    assert (day, status, others) == (date(2025, 12, 31), "overdue", [])
    query = url.partition("?")[2]
    assert list(pages.get("organization").filter(query, Organization.objects.all()).qs) == [bare]
    assert [one[1] for one in due("2025-11-01")] == ["open"]
