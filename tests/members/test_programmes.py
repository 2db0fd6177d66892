"""Verdicts on members under programmes: 001-03, the "five leads"."""

import pytest

from members.filters.persons import PersonFilter
from members.filters.programmes import MemberResultFilter
from members.forms.programmes import MemberResultForm
from members.models import MemberResult, Person
from organizations.actions.activities import load_programmes
from organizations.choices.tree import Setting
from organizations.models import Programme
from portal import pages
from tests.factories import OrganizationFactory, PersonFactory, user_over
from tests.files import xlsx
from workbooks.imports import load

pytestmark = pytest.mark.django_db
CODE = "five-good-five-leads"


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=county, code="village", setting=Setting.VILLAGE)


@pytest.fixture
def leads(county):
    load_programmes(county)
    return list(Programme.objects.get(code=CODE).items.order_by("position")[5:])


def leading(day):
    return set(PersonFilter(f"programme_met={CODE}&on={day}", Person.objects.all()).qs)


def test_who_leads_is_whom_every_line_last_judged_finds_so(village, leads):
    one, other = PersonFactory(organization=village), PersonFactory(organization=village)
    PersonFactory(organization=village)  # never judged
    for person, item, day, verdict in (
        (one, leads[0], "2024-12-20", "not_met"),
        (one, leads[0], "2025-12-20", "met"),
        (one, leads[1], "2025-12-20", "met"),
        (one, leads[1], "2026-06-20", "partly"),
        (other, leads[0], "2025-12-20", "met"),
        (other, leads[1], "2025-12-20", "not_met"),
    ):
        MemberResult.objects.create(person=person, item=item, judged_on=day, verdict=verdict)
    assert leading("2024-12-31") == set()
    assert leading("2025-12-31") == {one}
    assert leading("2026-06-30") == set()


def test_the_rural_are_those_of_villages_and_communities(county, village):
    office = OrganizationFactory(parent=county, setting=Setting.OFFICE)
    farmer, clerk = PersonFactory(organization=village), PersonFactory(organization=office)
    assert set(PersonFilter("rural=true", Person.objects.all()).qs) == {farmer}
    assert set(PersonFilter("rural=false", Person.objects.all()).qs) == {clerk}


def test_verdicts_are_given_on_members_on_days_that_were(county, village, leads):
    boss = user_over(county)
    member = PersonFactory(name="带头人", organization=village)
    applicant = PersonFactory(organization=village, standing="applicant")
    data = {"item": f"#{leads[0].pk}", "judged_on": "2025-12-20", "verdict": "met"}
    for given, fault in (
        ({"person": f"#{applicant.pk}"}, "person"),
        ({"person": f"#{member.pk}", "judged_on": "2199-12-20"}, "judged_on"),
    ):
        assert set(MemberResultForm(data | given, user=boss).errors) == {fault}
    form = MemberResultForm({**data, "person": f"#{member.pk}", "judge": "支部大会"}, user=boss)
    assert form.is_valid(), form.errors
    form.save()
    asked = f"programme={CODE}&verdict=met"
    assert MemberResultFilter(asked, MemberResult.objects.all()).qs.count() == 1


def test_a_branch_sends_its_verdicts_as_a_workbook(county, village, leads):
    boss = user_over(county)
    person = PersonFactory(name="带头人", organization=village)
    rows = [[person.id_number, str(item), "2025-12-20", "达标"] for item in leads]
    book = xlsx(("五带头", [["身份证号", "评定项目", "认定日期", "评定结果"], *rows]))
    outcome = load(pages.get("memberresult"), book, by=boss)
    assert [one.message for one in outcome.refused] == []
    assert outcome.new == 5
    assert leading("2025-12-31") == {person}
