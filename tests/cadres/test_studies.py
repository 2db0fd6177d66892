from datetime import date

import pytest

from cadres.actions.studies import drop_study, end_secondment, graduate_study
from cadres.models import Secondment, Study
from members.models import Person
from portal import pages
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostingFactory,
    TownshipFactory,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return OrganizationFactory(parent=TownshipFactory(parent=OrganizationFactory()), code="v0")


@pytest.fixture
def user(village):
    return user_over(village.parent.parent)


def study(village, education="61", level="31", **more):
    person = PersonFactory(organization=village, education=education)
    return Study.objects.create(
        person=person,
        school="清源农业大学",
        form="adult",
        level=level,
        since=date(2023, 3, 1),
        **more,
    )


def people(query):
    return set(pages.get("person").filter(query, Person.objects.all()).qs)


def test_graduation_raises_the_education_on_record(user, village):
    """003-68: enrolment, graduation, and what becomes of the person's education."""
    mine = study(village)
    assert people("studying=true&on=2026-01-01") == {mine.person}
    with pytest.raises(Refused, match="before the beginning"):
        graduate_study(mine, on=date(2023, 2, 1), certificate_no="1", by=user)
    graduate_study(mine, on=date(2026, 1, 10), certificate_no="2026001", by=user)
    mine.person.refresh_from_db()
    assert (mine.state, mine.person.education) == ("graduated", "31")
    assert people("graduated=true&on=2026-01-10") == {mine.person}
    assert people("studying=true&on=2026-01-10") == set()
    with pytest.raises(Refused, match="not possible now"):
        drop_study(mine, on=date(2026, 2, 1), note="", by=user)


def test_graduation_never_lowers_it(user, village):
    mine = study(village, education="21", level="31")
    said = graduate_study(mine, on=date(2026, 1, 10), certificate_no="", by=user)
    mine.person.refresh_from_db()
    assert mine.person.education == "21"
    assert said == "Graduated; the education on record is as high already."


def test_secondments_of_the_year(user, village):
    """003-67, 003-56: up, down, to advanced villages, to firms."""
    person = PersonFactory(organization=village)
    firm = Secondment.objects.create(
        person=person, kind="firm", unit="清源茶业公司", since=date(2025, 9, 1)
    )
    with pytest.raises(Refused, match="before the beginning"):
        end_secondment(firm, on=date(2025, 8, 1), result="good", report="", by=user)
    end_secondment(firm, on=date(2026, 3, 1), result="good", report="学会冷链", by=user)
    other = Secondment.objects.create(
        person=PersonFactory(organization=village), kind="up", unit="县委办", since=date(2024, 1, 1)
    )
    Secondment.objects.filter(pk=other.pk).update(until=date(2025, 1, 1))
    assert people("seconded=firm&on=2026-12-31") == {person}
    assert people("seconded=up&seconded=firm&on=2026-12-31") == {person}
    assert people("seconded=up&on=2024-06-30") == {other.person}
    of = pages.get("secondment").filter
    assert set(of("result=good&during=2026-01-01&on=2026-12-31", Secondment.objects.all()).qs) == {
        firm
    }


def test_nobody_is_in_two_places(user, village):
    person = PersonFactory(organization=village)
    Secondment.objects.create(person=person, kind="up", unit="县委办", since=date(2026, 1, 1))
    data = {
        "person": f"#{person.pk}",
        "kind": "firm",
        "unit": "茶业公司",
        "since": "2026-02-01",
    }
    form = pages.get("secondment").form
    assert "__all__" in form(data=data, user=user).errors
    assert form(data={**data, "until": "2026-03-01"}, user=user).is_valid()
    assert set(form(data={**data, "until": "2026-01-01"}, user=user).errors) == {"until"}


def test_a_career_is_told_on_the_person_s_page(client, user, village):
    """003-17: graduate official, study, secondment in one line of time."""
    mine = study(village)
    PostingFactory(
        organization=village, person=mine.person, kind="graduate", since=date(2019, 8, 1)
    )
    Secondment.objects.create(
        person=mine.person, kind="up", unit="县委组织部", since=date(2026, 1, 5)
    )
    assert people("was_posted=graduate&studying=true&on=2026-02-01") == {mine.person}
    client.force_login(user)
    page = panels_of(client, mine.person, headers={"accept-language": "en"})
    for words in ("清源农业大学", "县委组织部"):
        assert words in page
