"""The democratic appraisal of members: 002-11, with the points of 004-18."""

from datetime import date

import pytest
from django.urls import reverse

from members.actions.appraisal import (
    Line,
    handle_appraisal,
    record_round,
    rectify_appraisal,
)
from members.choices.standing import Standing
from members.filters.appraisal import AppraisalFilter
from members.filters.persons import PersonFilter
from members.forms.appraisal import AppraisalForm
from members.models import Appraisal, AppraisalRule, Person
from members.rules.appraisal import most_excellent
from portal import pages
from portal.dates import months_after
from portal.errors import Refused
from tests.factories import AppraisalFactory, OrganizationFactory, PersonFactory, user_over
from tests.files import xlsx
from workbooks.imports import load

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 20)


@pytest.fixture
def branch():
    return OrganizationFactory(parent=OrganizationFactory(code="county"), code="branch")


@pytest.fixture
def boss(branch):
    return user_over(branch.parent)


def members(branch, many):
    return [PersonFactory(name=f"党员{n}", organization=branch) for n in range(many)]


def on_probation(branch):
    return PersonFactory(
        organization=branch, standing=Standing.PROBATIONARY, joined="2025-07-01", confirmed=None
    )


def round_of(branch, boss, grades, present=None, **given):
    lines = {person: Line(grade) for person, grade in grades.items()}
    came = len(lines) if present is None else present
    values = {"year": 2025, "on": DAY, "present": came, "lines": lines, **given}
    record_round(branch, by=boss, **values)


@pytest.mark.parametrize(
    ("many", "most"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 2), (29, 9), (30, 10), (31, 10)]
)
def test_a_third_never_rounds_up(many, most):
    """002-11: at most one third of all members are excellent."""
    assert AppraisalRule().most_excellent(many) == most


@pytest.mark.parametrize(
    ("present", "many", "enough"), [(2, 3, True), (1, 3, False), (6, 10, False), (7, 10, True)]
)
def test_two_thirds_must_take_part(present, many, enough):
    assert AppraisalRule().enough(present, many) is enough


def test_the_limit_is_that_of_the_rule_of_the_day(branch):
    members(branch, 10)
    county = branch.parent
    AppraisalRule.objects.create(
        organization=county, since=date(2019, 1, 1), until=date(2026, 1, 1)
    )
    AppraisalRule.objects.create(
        organization=county, since=date(2026, 1, 1), excellent_top=1, excellent_of=5
    )
    assert most_excellent(branch, date(2025, 12, 31)) == 3
    assert most_excellent(branch, date(2026, 1, 1)) == 2


def test_a_round_of_a_branch_is_entered_in_one_go(branch, boss):
    """002-11: votes and a grade per member and year."""
    people = members(branch, 6)
    grades = dict(zip(people, ["excellent", "excellent", *["qualified"] * 3, "basic"], strict=True))
    round_of(branch, boss, grades)
    rows = Appraisal.objects.all()
    assert AppraisalFilter("year=2025&grade=excellent", rows).qs.count() == 2

    def found(query):
        return set(PersonFilter(query, Person.objects.all()).qs)

    assert found("appraised_for=2025&on=2026-06-01") == set(people)
    assert found("excellent_for=2025&on=2026-06-01") == set(people[:2])
    assert found("appraised_for=2025&on=2026-01-19") == set()
    round_of(branch, boss, grades | {people[5]: "qualified"})
    assert rows.filter(grade="qualified").count() == 4


def test_too_many_excellent_are_refused_and_nothing_is_kept(branch, boss):
    people = members(branch, 5)
    with pytest.raises(Refused, match="2"):
        round_of(branch, boss, dict.fromkeys(people[:2], "excellent") | {people[2]: "basic"}, 5)
    assert Appraisal.objects.count() == 0


def test_probationary_members_take_part_but_are_not_graded(branch, boss):
    """They count among the members of whom a third may be excellent."""
    people, fresh = members(branch, 2), on_probation(branch)
    with pytest.raises(Refused):
        round_of(branch, boss, dict.fromkeys(people, "qualified") | {fresh: "qualified"})
    round_of(branch, boss, {people[0]: "excellent", people[1]: "qualified", fresh: "ungraded"})
    assert AppraisalFilter("graded=false", Appraisal.objects.all()).qs.get().person == fresh


def test_a_member_confirmed_after_the_day_was_on_probation_then(branch, boss):
    later = PersonFactory(organization=branch, joined="2025-03-01", confirmed="2026-03-01")
    members(branch, 2)
    with pytest.raises(Refused):
        round_of(branch, boss, {later: "qualified"}, 3)


@pytest.mark.parametrize(
    "given",
    [
        {"present": 3},
        {"present": 7},
        {"on": date(2099, 1, 1)},
        {"year": 2023},
    ],
)
def test_a_round_without_its_quorum_or_of_another_time_is_refused(branch, boss, given):
    people = members(branch, 6)
    with pytest.raises(Refused):
        round_of(branch, boss, dict.fromkeys(people, "qualified"), **given)
    assert Appraisal.objects.count() == 0


def test_more_votes_than_voters_are_refused(branch, boss):
    people = members(branch, 3)
    lines = {people[0]: Line("qualified", (2, 2, None, None))}
    with pytest.raises(Refused):
        record_round(branch, year=2025, on=DAY, present=3, lines=lines, by=boss)


def test_a_stranger_to_the_branch_is_refused(branch, boss):
    members(branch, 3)
    stranger = PersonFactory(organization=branch.parent)
    with pytest.raises(Refused):
        round_of(branch, boss, {stranger: "qualified"}, 3)


def test_the_page_of_a_round(client, branch, boss):
    """002-11"""
    client.force_login(boss)
    people, fresh = members(branch, 3), on_probation(branch)
    url = reverse("appraisal-round", args=[branch.pk, 2025])
    page = client.get(url).content.decode()
    assert all(person.name in page for person in people)
    sent = {"on": "2026-01-20", "present": "4", f"g{fresh.pk}": "ungraded"}
    sent |= {f"g{one.pk}": "qualified" for one in people}
    sent |= {f"g{people[0].pk}": "excellent", f"v{people[0].pk}-0": "4"}
    too_many = sent | {f"g{people[1].pk}": "excellent"}
    answer = client.post(url, too_many)
    assert answer.status_code == 422
    assert Appraisal.objects.count() == 0
    assert client.post(url, sent).status_code == 302
    assert Appraisal.objects.get(person=people[0]).excellent_votes == 4
    page = client.get(reverse("appraisal-rounds") + "?year=2025").content.decode()
    assert url in page


def test_a_round_out_of_reach_is_not_there(client, branch, boss):
    client.force_login(boss)
    theirs = OrganizationFactory()
    assert client.get(reverse("appraisal-round", args=[theirs.pk, 2025])).status_code == 404


def sent(person, branch, **given):
    usual = {
        "person": f"#{person.pk}",
        "year": "2025",
        "branch": branch.code,
        "decided_on": "2026-01-20",
        "grade": "qualified",
    }
    return {**usual, **given}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"grade": "excellent"}, "grade"),
        ({"decided_on": "2027-01-20", "year": "2026"}, "decided_on"),
        ({"year": "2023"}, "decided_on"),
        ({"follow_up": "removed"}, "follow_up"),
        ({"grade": "unqualified", "follow_up": "rectify"}, "mend_by"),
    ],
)
def test_the_form_refuses(branch, boss, given, fault):
    person = members(branch, 2)[0]
    form = AppraisalForm(sent(person, branch, **given), user=boss)
    assert list(form.errors) == [fault]


def test_the_form_counts_those_already_excellent(branch, boss):
    people = members(branch, 3)
    first = AppraisalForm(sent(people[0], branch, grade="excellent"), user=boss)
    assert first.is_valid(), first.errors
    row = first.save()
    second = AppraisalForm(sent(people[1], branch, grade="excellent"), user=boss)
    assert list(second.errors) == ["grade"]
    again = AppraisalForm(sent(people[0], branch, grade="excellent"), instance=row, user=boss)
    assert again.is_valid()


def file_of(branch, grades):
    """A workbook with a line for each person: name, ID number, grade."""
    heads = ["党员姓名", "年度", "评议党支部", "评定日期", "评议等次"]
    rows = [[one.id_number, "2025", branch.code, f"{DAY}", grade] for one, grade in grades]
    return xlsx(("评议", [heads, *rows]))


def test_a_file_may_not_find_more_excellent_than_the_limit(branch, boss):
    """002-11: a third, over all rows of a file: the surplus is refused by row, the rest stands."""
    people = members(branch, 30)
    grades = [(one, "优秀" if n < 12 else "合格") for n, one in enumerate(people)]
    outcome = load(pages.get("appraisal"), file_of(branch, grades), by=boss)
    assert not outcome.written
    assert [one.row for one in outcome.refused] == [12, 13]
    assert "10" in outcome.refused[0].message
    load(pages.get("appraisal"), file_of(branch, grades), by=boss, only_good=True)
    assert Appraisal.objects.filter(grade="excellent").count() == 10
    assert Appraisal.objects.count() == 28


def test_a_file_may_pass_excellent_on_from_one_to_another(branch, boss):
    people = members(branch, 3)
    AppraisalFactory(person=people[0], branch=branch, year=2025, decided_on=DAY, grade="excellent")
    moved = [(people[1], "优秀"), (people[0], "合格")]
    assert load(pages.get("appraisal"), file_of(branch, moved), by=boss).written
    assert list(Appraisal.objects.filter(grade="excellent")) == [people[1].appraisals.get()]
    both = [(people[0], "优秀"), (people[1], "优秀")]
    outcome = load(pages.get("appraisal"), file_of(branch, both), by=boss)
    assert [one.row for one in outcome.refused] == [2]


def test_a_row_that_is_refused_gives_up_no_place(branch, boss):
    """Excellent in a branch of two is too many: so the place in the first branch stays taken."""
    people = members(branch, 3)
    AppraisalFactory(person=people[0], branch=branch, year=2025, decided_on=DAY, grade="excellent")
    small = OrganizationFactory(parent=branch.parent, code="small")
    heads = ["党员姓名", "年度", "评议党支部", "评定日期", "评议等次"]
    rows = [
        [people[1].id_number, "2025", "branch", f"{DAY}", "优秀"],
        [people[0].id_number, "2025", "small", f"{DAY}", "优秀"],
        [people[2].id_number, "2025", "branch", f"{DAY}", "合格"],
    ]
    outcome = load(pages.get("appraisal"), xlsx(("评议", [heads, *rows])), by=boss)
    assert sorted(one.row for one in outcome.refused) == [2, 3]
    assert small.name in outcome.refused[-1].message


def test_points_for_group_service_are_kept(branch, boss):
    """004-18: group service counts in the year-end assessment of members."""
    person = members(branch, 3)[0]
    form = AppraisalForm(sent(person, branch, service_points="12.5"), user=boss)
    assert form.save().service_points == 12.5


def test_the_unqualified_are_given_a_day_and_then_handled(branch, boss):
    """002-11"""
    row = AppraisalFactory(person__organization=branch, grade="unqualified", decided_on=DAY)
    rows = Appraisal.objects.all()
    assert list(AppraisalFilter("unsettled=true&on=2026-02-01", rows).qs) == [row]
    with pytest.raises(Refused):
        rectify_appraisal(row, mend_by=date(2027, 2, 1), gap="不参加组织生活", by=boss)
    rectify_appraisal(row, mend_by=None, gap="不参加组织生活", by=boss)
    assert row.mend_by == date(2027, 1, 20)
    assert list(AppraisalFilter("unsettled=true&on=2026-02-01", rows).qs) == []
    assert list(AppraisalFilter("unsettled=true&on=2027-01-21", rows).qs) == [row]
    handle_appraisal(row, follow_up="mended", on=date(2026, 6, 1), by=boss)
    assert list(AppraisalFilter("unsettled=true&on=2027-01-21", rows).qs) == []


def test_only_the_unqualified_are_handled(branch, boss):
    row = AppraisalFactory(person__organization=branch)
    with pytest.raises(Refused):
        rectify_appraisal(row, mend_by=None, gap="无", by=boss)
    with pytest.raises(Refused):
        handle_appraisal(row, follow_up="removed", on=DAY, by=boss)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 20), 12, date(2027, 1, 20)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_months_end_where_a_month_is_shorter(day, months, then):
    assert months_after(day, months) == then
