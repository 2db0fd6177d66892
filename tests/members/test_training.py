"""Courses, who took part, and what is owed.

000-14 000-15 000-18 000-30 000-32 000-33 002-02 002-14 003-56 003-59 003-60 003-61 003-62 003-63
003-64 003-65 003-66 004-01 004-22
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from members.actions.defaults import load_defaults
from members.actions.matching import match_lines
from members.actions.training import enrol_members, enrol_person
from members.choices.standing import Standing
from members.filters.coverage import coverage, progress
from members.filters.persons import PersonFilter
from members.filters.training import TrainingFilter
from members.forms.training import EnrolForm, TrainingAttendanceForm, TrainingForm
from members.models import Person, Training, TrainingAttendance, TrainingTopic
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TrainingDutyFactory, user_over
from tests.panels import panels_of
from workbooks import imports

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def branch(county):
    return OrganizationFactory(parent=county, code="branch", name="新河村党支部")


def course(holder, **given):
    """A county course of three days and 24 hours in March."""
    number = Training.objects.count()
    usual = {
        "code": f"PX{number}",
        "title": f"培训班{number}",
        "level": "county",
        "kind": "central",
        "audience": "members",
        "first_day": date(2026, 3, 10),
        "last_day": date(2026, 3, 12),
        "days": 3,
        "hours": 24,
    }
    return Training.objects.create(organization=holder, **{**usual, **given})


def attend(person, training, **given):
    usual = {"days": training.days, "hours": training.hours, "attended_on": training.first_day}
    return TrainingAttendance.objects.create(person=person, training=training, **{**usual, **given})


def found(query, day=DAY):
    return set(PersonFilter(f"{query}&on={day:%Y-%m-%d}", Person.objects.all()).qs)


def sent(holder, **given):
    usual = {
        "code": "PX",
        "title": "培训班",
        "organization": holder.code,
        "level": "county",
        "kind": "special",
        "audience": "members",
        "first_day": "2026-03-10",
        "last_day": "2026-03-12",
        "days": "3",
        "hours": "24",
        "channel": "in_person",
    }
    return {**usual, **given}


def test_a_course_cannot_have_more_days_than_its_span(county):
    boss = user_over(county)
    form = TrainingForm(sent(county, days="4"), user=boss)
    assert "days" in form.errors
    assert "3" in form.errors["days"][0]
    assert TrainingForm(sent(county), user=boss).is_valid()
    assert "last_day" in TrainingForm(sent(county, last_day="2026-03-09"), user=boss).errors


def test_a_topic_is_named_once(county):
    load_defaults(county)
    form = TrainingForm(sent(county, topic="T1", second_topic="T1"), user=user_over(county))
    assert list(form.errors) == ["second_topic"]


def test_the_defaults_hold_the_five_topics_the_five_contents_and_the_six_awarenesses(county):
    """000-15, 000-33, 004-22; a second time adds nothing."""
    assert load_defaults(county) > 0
    lists = TrainingTopic.objects.values_list("family", flat=True)
    assert sorted(lists).count("set_topics") == 5
    assert sorted(lists).count("contents") == 5
    assert sorted(lists).count("awareness") == 6
    assert load_defaults(county) == 0


def test_courses_are_found_by_any_of_their_topics_and_by_their_list(county):
    """000-15, 000-33, 004-22"""
    load_defaults(county)
    topics = {one.code: one for one in TrainingTopic.objects.all()}
    mixed = course(county, topic=topics["T1"], third_topic=topics["A4"])
    plain = course(county, topic=topics["C1"])
    rows = Training.objects.all()
    assert list(TrainingFilter("topic=A4", rows).qs) == [mixed]
    assert list(TrainingFilter("topics=contents", rows).qs) == [plain]
    assert list(TrainingFilter("topics=set_topics", rows).qs) == [mixed]


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("kind=special", {"kind": "special"}),  # 000-18, 003-56
        ("kind=on_site", {"kind": "on_site"}),  # 000-18
        ("kind=study_tour", {"kind": "study_tour"}),  # 002-02, 003-56
        ("channel=phone", {"kind": "distance", "channel": "phone"}),  # 000-32
        ("site=teaching_place", {"site": "teaching_place"}),  # 002-14
        ("level=province", {"level": "province"}),  # 003-60, 003-63
        ("audience=township_leaders", {"audience": "township_leaders"}),  # 003-62
        (
            "level=township&audience=village_cadres",
            {"level": "township", "audience": "village_cadres"},
        ),
        ("kind=practical&level=township", {"kind": "practical", "level": "township"}),  # 003-66
        ("audience=group_heads", {"audience": "group_heads"}),  # 004-01
        ("days_at_least=10", {"days": 10, "last_day": date(2026, 3, 19)}),  # 003-63
    ],
)
def test_courses_are_told_apart_as_the_requirements_tell_them(county, query, given):
    """000-18 000-32 002-02 002-14 003-56 003-60 003-62 003-63 003-65 003-66 004-01"""
    course(county)
    wanted = course(county, **given)
    assert list(TrainingFilter(query, Training.objects.all()).qs) == [wanted]


def test_what_is_left_empty_is_the_whole_course(county, branch):
    person, training = PersonFactory(organization=branch), course(county)
    form = TrainingAttendanceForm(
        {"training": training.code, "person": f"#{person.pk}", "outcome": "completed"},
        user=user_over(county),
    )
    row = form.save()
    assert (row.attended_on, row.days, row.hours) == (date(2026, 3, 10), 3, 24)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": "25"}, "hours"),
        ({"days": "3.5"}, "days"),
        ({"attended_on": "2026-03-13"}, "attended_on"),
        ({"outcome": "absent", "hours": "8"}, "outcome"),
    ],
)
def test_nobody_takes_part_in_more_than_the_course(county, branch, given, field):
    person, training = PersonFactory(organization=branch), course(county)
    asked = {"training": training.code, "person": f"#{person.pk}", "outcome": "completed"}
    assert field in TrainingAttendanceForm({**asked, **given}, user=user_over(county)).errors


def test_whoever_was_absent_has_no_hours(county, branch):
    training = course(county)
    person = PersonFactory(organization=branch)
    asked = {"training": training.code, "person": f"#{person.pk}", "outcome": "absent"}
    assert TrainingAttendanceForm(asked, user=user_over(county)).save().hours == 0


def test_hours_count_in_their_calendar_year_only(county, branch):
    """003-61, 003-64: days and hours per person and year."""
    person, other = PersonFactory(organization=branch), PersonFactory(organization=branch)
    attend(person, course(county))
    attend(person, course(county, first_day=date(2025, 3, 10), last_day=None))
    attend(other, course(county, hours=40), outcome="unfinished")
    assert found("training_hours=24") == {person}
    assert found("training_hours=25") == set()
    assert found("training_days=3") == {person}
    assert found("trained_in=2025") == {person}
    assert found("training_hours=24", date(2026, 3, 9)) == set()


def test_a_duty_binds_counts_and_lists(county, branch):
    """000-14, 003-59, 003-61, 003-64: reached, not reached, and the coverage."""
    duty = TrainingDutyFactory(
        organization=county, who="standing=full", courses="level=county", times=None, days=7
    )
    reached, short, elsewhere = (PersonFactory(organization=branch) for _ in range(3))
    free = PersonFactory(
        organization=branch, standing=Standing.PROBATIONARY, joined="2026-01-01", confirmed=None
    )
    long = course(county, days=7, last_day=date(2026, 3, 16))
    attend(reached, long)
    attend(free, long)
    attend(short, course(county))
    attend(elsewhere, course(county, level="township", days=7, last_day=date(2026, 3, 16)))
    assert found(f"owes_training={duty.code}") == {reached, short, elsewhere}
    assert found(f"training_reached={duty.code}") == {reached}
    assert found(f"training_missed={duty.code}") == {short, elsewhere}
    (one,) = coverage(Person.objects.all(), DAY)
    assert (one.owe, one.reached, one.missed, one.percent) == (3, 1, 2, 33)
    assert progress(short, DAY)[0].parts == [("days", Decimal("3.0"), Decimal("7.0"))]
    assert progress(free, DAY) == []


def test_rotation_once_within_four_years(county, branch):
    """000-30: everybody once by the end of 2016, whichever year."""
    duty = TrainingDutyFactory(organization=county, courses="kind=rotation", years=4)
    early, late, never = (PersonFactory(organization=branch) for _ in range(3))
    attend(early, course(county, kind="rotation", first_day=date(2013, 2, 1), last_day=None))
    attend(late, course(county, kind="rotation", first_day=date(2016, 12, 1), last_day=None))
    attend(never, course(county, kind="central", first_day=date(2015, 2, 1), last_day=None))
    day = date(2016, 12, 31)
    assert found(f"training_reached={duty.code}", day) == {early, late}
    assert found(f"training_missed={duty.code}", day) == {never}
    assert found(f"training_reached={duty.code}", date(2017, 1, 1)) == {late}


def test_all_that_a_duty_asks_must_be_reached(county, branch):
    duty = TrainingDutyFactory(organization=county, times=2, hours=32)
    once, twice = PersonFactory(organization=branch), PersonFactory(organization=branch)
    attend(once, course(county, hours=40))
    attend(twice, course(county))
    attend(twice, course(county))
    assert found(f"training_reached={duty.code}") == {twice}


def test_a_duty_no_longer_in_force_is_not_counted(county, branch):
    PersonFactory(organization=branch)
    TrainingDutyFactory(organization=county, until=date(2020, 1, 1))
    assert coverage(Person.objects.all(), DAY) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"times": ""}, "hours"),
        ({"who": "no_such=1"}, "who"),
        ({"courses": "level=moon"}, "courses"),
        ({"until": "2011-01-01"}, "until"),
    ],
)
def test_a_duty_that_asks_nothing_or_that_no_list_understands_is_refused(county, given, field):
    asked = {
        "code": "D1",
        "name": "每年一次",
        "organization": "county",
        "times": "1",
        "years": "1",
        "since": "2012-01-01",
    }
    form = pages.get("trainingduty").form({**asked, **given}, user=user_over(county))
    assert list(form.errors) == [field]


def test_lines_name_people_by_name_number_card_and_branch(county, branch):
    other = OrganizationFactory(parent=county, name="上湾村党支部")
    here, there = (PersonFactory(name="李强", organization=one) for one in (branch, other))
    only, card = PersonFactory(name="张敏", organization=branch), PersonFactory(organization=branch)
    text = f"张敏\n李强  上湾村党支部\n#{here.pk}\n{card.id_number}\n\n张敏"
    matched = match_lines(text, Person.objects.all())
    assert matched.persons == [only, there, here, card]
    assert matched.problems == []


def test_every_line_that_names_nobody_is_said(county, branch):
    PersonFactory(name="李强", organization=branch)
    PersonFactory(name="李强", organization=branch)
    PersonFactory(name="张敏", organization=branch)
    matched = match_lines("张敏\n李强\n赵无\n#999999999\n340000000000000000", Person.objects.all())
    assert len(matched.persons) == 1
    assert [line.split(":")[0][-1] for line in matched.problems] == list("2345") or len(
        matched.problems
    ) == 4
    assert all("340000000000000000" not in line for line in matched.problems)


def test_lines_cost_the_same_queries_however_many(county, branch, django_assert_num_queries):
    for number in range(30):
        PersonFactory(name=f"赵{number}", organization=branch)
    text = "\n".join(f"赵{number}" for number in range(30))
    with django_assert_num_queries(1):
        assert len(match_lines(text, Person.objects.all()).persons) == 30


def test_enrolment_refuses_bad_lines_unless_told_to_go_on(client, county, branch):
    """000-14: many persons of an organization entered at once."""
    boss = user_over(county)
    client.force_login(boss)
    PersonFactory(name="张敏", organization=branch)
    training = course(county)
    url = reverse("training-enrol_members", args=[training.pk])
    assert client.get(url).status_code == 200
    asked = {"lines": "张敏\n无此人", "outcome": "completed"}
    answer = client.post(url, asked)
    assert answer.status_code == 422
    assert "无此人" in answer.content.decode()
    assert training.attendances.count() == 0
    answer = client.post(url, {**asked, "anyway": "on"})
    assert answer.status_code == 200
    assert "无此人" in answer.content.decode()
    assert training.attendances.count() == 1


def test_all_members_of_an_organization_are_entered_once(county, branch):
    """000-30"""
    boss = user_over(county)
    people = [PersonFactory(organization=branch) for _ in range(3)]
    PersonFactory(organization=branch, standing=Standing.ACTIVIST)
    training = course(county)
    attend(people[0], training)
    form = EnrolForm({"organization": "branch", "outcome": "completed"}, user=boss)
    assert form.is_valid(), form.errors
    said = enrol_members(training, by=boss, **form.cleaned_data)
    assert training.attendances.count() == 3
    assert said


def test_nobody_enters_persons_out_of_reach(county, branch):
    stranger = PersonFactory(organization=OrganizationFactory())
    training, boss = course(county), user_over(county)
    with pytest.raises(Refused):
        enrol_members(training, people=[stranger], outcome="completed", by=boss)
    with pytest.raises(Refused):
        enrol_person(stranger, training=training, outcome="completed", by=boss)
    with pytest.raises(Refused):
        enrol_members(training, people=[], outcome="completed", by=boss)


def test_a_person_is_in_a_course_once(county, branch):
    person, training, boss = PersonFactory(organization=branch), course(county), user_over(county)
    enrol_person(person, training=training, outcome="absent", by=boss)
    assert training.attendances.get().hours == 0
    with pytest.raises(Refused):
        enrol_person(person, training=training, outcome="completed", by=boss)


def test_a_workbook_brings_attendance_and_its_bad_cells_are_said(county, branch):
    """003-64"""
    boss, training = user_over(county), course(county)
    good, bad = PersonFactory(organization=branch), PersonFactory(organization=branch)
    body = (
        "培训编号,姓名,学时,结果\n"
        f"{training.code},#{good.pk},16,结业\n"
        f"{training.code},#{bad.pk},99,结业\n"
        f"没有的班,#{bad.pk},8,结业\n"
    )
    outcome = imports.load(
        pages.get("trainingattendance"), body.encode(), "a.csv", by=boss, only_good=True
    )
    assert outcome.new == 1
    assert len(outcome.refused) == 2
    assert TrainingAttendance.objects.get().hours == 16


def test_the_year_shows_on_the_pages_of_the_person_and_of_the_organization(client, county, branch):
    """000-14, 003-59: reached, not reached and the rate, with the names behind them."""
    client.force_login(user_over(county))
    duty = TrainingDutyFactory(organization=county, code="M1", since=date(2012, 1, 1))
    person = PersonFactory(organization=branch)
    page = panels_of(client, person)
    assert duty.name in page
    page = panels_of(client, branch)
    assert f"organization=branch&amp;training_missed={duty.code}" in page
