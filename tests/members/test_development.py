"""The way into the party: each step refuses what the rules of its day forbid.

001-07, 002-05 and 000-36: development case with steps; 000-37, 003-31: who was admitted, and how.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from members.actions import development as way
from members.actions import standing as state
from members.actions.rulesets import load_rules, rules_on
from members.actions.steps import undo_last_step
from members.choices.standing import Standing
from members.filters.persons import PersonFilter
from members.forms.persons import PersonForm
from members.models import ChecklistItem, DevelopmentStep, Exit, Person, Quota
from organizations.actions.calendar import load_calendars
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over

pytestmark = pytest.mark.django_db

VOTES = {"due": 20, "present": 15, "in_favour": 12, "against": 3}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    county = OrganizationFactory(code="county")
    load_rules(county)
    load_calendars(county)
    return county


@pytest.fixture
def branch(county):
    town = TownshipFactory(parent=county, code="town")
    return OrganizationFactory(parent=town, code="branch")


@pytest.fixture
def pair(branch):
    return PersonFactory.create_batch(2, organization=branch)


def candidate(branch, standing, **dates):
    values = {"joined": None, "confirmed": None, "born": "1995-01-01"} | dates
    return PersonFactory(organization=branch, standing=standing, **values)


def fresh(person):
    return Person.objects.get(pk=person.pk)


def refused(sentence, do, person, **values):
    with pytest.raises(Refused, match=sentence):
        do(person, by=None, **values)


def day(text):
    return date.fromisoformat(text)


def cultivated(branch, pair, since="2024-01-10", reviewed="2025-01-05"):
    person = candidate(branch, Standing.ACTIVIST, applied="2023-10-01", activist_on=since)
    way.assign_contacts(person, day=day(since), first=pair[0], by=None)
    way.review_activist(person, day=day(reviewed), result="passed", by=None)
    return person


def ready(branch, pair, *, start="2026-05-20", reviewed="passed"):
    """A development target with all that is asked before the branch meeting."""
    first = day(start)
    person = candidate(
        branch, Standing.TARGET, applied="2024-01-01", activist_on="2024-06-01", target_on=start
    )
    way.review_politically(person, day=first, result=reviewed, by=None)
    way.train_target(person, day=first, days=3, by=None)
    way.pre_review(person, day=first + timedelta(days=5), result="passed", by=None)
    return person


def test_rules_are_chosen_by_the_day_of_the_step(county):
    assert rules_on(day("2026-05-17")).code == "2014"
    assert rules_on(day("2026-05-18")).code == "2026"
    assert ChecklistItem.objects.filter(rules__code="2026").count() == 25
    with pytest.raises(Refused, match="No rules of development"):
        rules_on(day("2010-01-01"))


def test_an_applicant_is_of_age_and_talked_to(county, branch):
    young = candidate(branch, Standing.NONE, born="2009-01-01")
    refused("18 years old.*第五", way.apply_to_join, young, day=day("2026-06-01"))
    person = candidate(branch, Standing.NONE)
    way.apply_to_join(person, day=day("2026-06-01"), by=None)
    assert (fresh(person).standing, fresh(person).applied) == ("applicant", "2026-06-01")
    refused("Talk with", way.list_activist, person, day=day("2026-06-20"))
    assert way.talk_with_applicant(person, day=day("2026-06-20"), by=None) is None
    refused("lies before", way.list_activist, person, day=day("2026-05-20"))
    way.list_activist(person, day=day("2026-07-20"), by=None)
    assert fresh(person).activist_on == "2026-07-20"


def test_a_late_talk_is_recorded_and_said(county, branch):
    person = candidate(branch, Standing.APPLICANT, applied="2026-06-01")
    assert "within 1 months" in way.talk_with_applicant(person, day=day("2026-07-02"), by=None)
    assert DevelopmentStep.objects.filter(person=person, kind="talk").exists()


def test_contacts_are_one_or_two_full_members(county, branch, pair):
    person = candidate(branch, Standing.ACTIVIST, activist_on="2025-01-01")
    on = day("2025-02-01")
    probationary = PersonFactory(
        organization=branch, standing=Standing.PROBATIONARY, joined="2024-12-01"
    )
    refused("not a full member", way.assign_contacts, person, day=on, first=probationary)
    refused("two different", way.assign_contacts, person, day=on, first=pair[0], second=pair[0])
    way.assign_contacts(person, day=on, first=pair[0], second=pair[1], by=None)


def test_a_target_was_cultivated_for_a_year(county, branch, pair):
    person = cultivated(branch, pair, reviewed="2024-12-01")
    refused("12 months first: until 2025-01-10", way.list_target, person, day=day("2025-01-09"))
    refused("half-year's review", way.list_target, person, day=day("2025-06-02"))
    way.list_target(person, day=day("2025-01-10"), by=None)
    assert fresh(person).standing == "target"


def test_without_contacts_nobody_becomes_a_target(county, branch):
    person = candidate(branch, Standing.ACTIVIST, applied="2023-01-01", activist_on="2024-01-01")
    refused("No contacts", way.list_target, person, day=day("2025-03-01"))


def test_the_2026_rules_ask_for_agreement_and_five_working_days_of_publicity(county, branch, pair):
    on = {"since": "2024-05-01", "reviewed": "2026-05-01"}
    before = cultivated(branch, pair, **on)
    way.list_target(before, day=day("2026-05-17"), by=None)  # 2014: no publicity
    person = cultivated(branch, pair, **on)
    listed = day("2026-05-29")
    refused("agree first.*2026年修订.*第十三条", way.list_target, person, day=listed)
    agreed = {"agreed_on": day("2026-05-19"), "paper": "1号"}
    refused("from when", way.list_target, person, day=listed, **agreed)
    short = {"publicity_from": day("2026-05-20"), "publicity_to": day("2026-05-24")}
    refused("5 working days at least; these are 3", way.list_target, person, day=listed,
            **agreed, **short)  # fmt: skip
    early = {"publicity_from": day("2026-05-18"), "publicity_to": day("2026-05-28")}
    refused("begins after", way.list_target, person, day=listed, **agreed, **early)
    full = {"publicity_from": day("2026-05-20"), "publicity_to": day("2026-05-26")}
    assert way.list_target(person, day=listed, **agreed, **full, by=None) is None
    step = DevelopmentStep.objects.get(person=person, kind="target")
    assert (step.rules.code, step.publicity_to, step.paper) == ("2026", day("2026-05-26"), "1号")


def test_no_pre_review_without_political_review_and_training(county, branch):
    person = candidate(branch, Standing.TARGET, applied="2024-01-01", target_on="2026-06-01")
    on = day("2026-06-10")
    refused("passed political review", way.pre_review, person, day=on, result="passed")
    way.review_politically(person, day=on, result="passed", by=None)
    refused("training is missing", way.pre_review, person, day=on, result="passed")
    refused("3 days or 24 class hours", way.train_target, person, day=on, days=2, hours=23)
    way.train_target(person, day=on, hours=24, by=None)
    way.pre_review(person, day=on, result="passed", by=None)


def test_a_failed_political_review_stops_it(county, branch, pair):
    with pytest.raises(Refused, match="passed political review"):
        ready(branch, pair, reviewed="failed")


def test_the_branch_meeting_needs_quorum_votes_and_two_introducers(county, branch, pair):
    person = ready(branch, pair)
    met = {"day": day("2026-06-10"), "first": pair[0], "second": pair[1]}
    refused("must attend", way.admit, person, **met, due=20, present=10, in_favour=10)
    refused("must agree", way.admit, person, **met, due=20, present=15, in_favour=10)
    refused("More came", way.admit, person, **met, due=10, present=15, in_favour=10)
    refused("More votes", way.admit, person, **met, due=20, present=15, in_favour=14, against=2)
    refused("two different", way.admit, person, **(met | {"second": pair[0]}), **VOTES)
    refused("vouches", way.admit, person, **(met | {"second": person}), **VOTES)
    refused("held by 2026-06-25", way.admit, person, **(met | {"day": day("2026-06-26")}), **VOTES)
    way.admit(person, **met, **VOTES, by=None)
    assert (fresh(person).standing, fresh(person).joined) == ("probationary", "2026-06-10")


def test_admissions_count_against_the_plan_of_the_year(county, branch, pair):
    """The county hands out a quota by township and year."""
    PersonFactory(organization=branch, standing=Standing.PROBATIONARY, joined="2026-02-01")
    quota = Quota.objects.create(organization=branch.parent, year=2026, allowed=1)
    person = ready(branch, pair)
    met = {"day": day("2026-06-10"), "first": pair[0], "second": pair[1], **VOTES}
    refused("may admit 1 in 2026, and has", way.admit, person, **met)
    refused("may admit 1 in 2026, and has", way.admit, person, **met, beyond=True)
    Quota.objects.filter(pk=quota.pk).update(binding=False)
    refused("beyond the plan", way.admit, person, **met)
    way.admit(person, **met, beyond=True, by=None)
    assert fresh(person).standing == "probationary"
    assert PersonFilter("joined_in=2026&joined_under=35", Person.objects.all()).qs.count() == 1


def probationary(branch, joined="2025-06-10"):
    return PersonFactory(organization=branch, standing=Standing.PROBATIONARY, joined=joined)


def test_approval_within_three_months_or_six_in_special_cases(county, branch):
    person = probationary(branch)
    refused("by 2025-09-10", way.approve_admission, person, day=day("2025-09-11"))
    way.approve_admission(person, day=day("2025-12-10"), special=True, by=None)
    refused("already", way.approve_admission, person, day=day("2025-12-10"), special=True)


def test_the_oath_follows_the_approval_and_says_when_it_is_late(county, branch, pair):
    person = ready(branch, pair)
    way.admit(person, day=day("2026-06-10"), first=pair[0], second=pair[1], **VOTES, by=None)
    refused("not been approved", way.take_oath, person, day=day("2026-07-01"))
    way.approve_admission(person, day=day("2026-07-01"), by=None)
    assert "due by 2026-08-01" in way.take_oath(person, day=day("2026-08-02"), by=None)


def test_confirmed_after_a_year_from_the_day_the_probation_ends(county, branch):
    person = probationary(branch)
    refused("lasts until 2026-06-10", state.confirm_member, person, day=day("2026-06-09"), **VOTES)
    refused("how many", state.confirm_member, person, day=day("2026-06-20"))
    state.confirm_member(person, day=day("2026-06-20"), **VOTES, by=None)
    assert (fresh(person).standing, fresh(person).confirmed) == ("full", "2026-06-10")


def test_a_probation_is_extended_once_by_six_to_twelve_months(county, branch):
    person = probationary(branch)
    on = day("2026-06-12")
    for months in (5, 13):
        refused("6 to 12", state.extend_probation, person, day=on, months=months, **VOTES)
    state.extend_probation(person, day=on, months=6, **VOTES, by=None)
    refused("already", state.extend_probation, person, day=on, months=6, **VOTES)
    refused("until 2026-12-10", state.confirm_member, person, day=day("2026-07-01"), **VOTES)


def test_a_cancelled_probation_leaves_the_rolls(county, branch):
    person = probationary(branch)
    state.cancel_probation(person, day=day("2026-06-12"), note="不合格", **VOTES, by=None)
    gone = fresh(person)
    assert (gone.left, gone.left_why) == ("2026-06-12", "cancelled")
    assert Exit.objects.get(person=person).reason == "不合格"


def test_who_gave_up_may_apply_again(county, branch):
    person = candidate(branch, Standing.ACTIVIST, activist_on="2025-01-01")
    way.stop_development(person, day=day("2025-06-01"), note="外出", by=None)
    assert fresh(person).left_why == "other"
    way.apply_to_join(person, day=day("2026-06-01"), by=None)
    again = fresh(person)
    assert (again.standing, again.left, again.activist_on) == ("applicant", None, None)
    assert not Person.objects.at(day("2026-01-01")).filter(pk=person.pk).exists()


def test_no_step_in_the_future_or_of_another_standing(county, branch):
    person = candidate(branch, Standing.APPLICANT, applied="2026-06-01")
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused("future", way.talk_with_applicant, person, day=tomorrow)
    refused("“applicant”; this step", state.confirm_member, person, day=day("2026-07-01"), **VOTES)


def test_the_last_step_is_undone_with_a_reason_and_stays_readable(county, branch, pair):
    person = ready(branch, pair)
    way.admit(person, day=day("2026-06-10"), first=pair[0], second=pair[1], **VOTES, by=None)
    undo_last_step(person, reason="录错人", by=None)
    back = fresh(person)
    assert (back.standing, back.joined) == ("target", None)
    step = DevelopmentStep.objects.get(person=person, kind="admit")
    assert (step.undone_why, step.undone_on) == ("录错人", timezone.localdate())
    way.admit(person, day=day("2026-06-10"), first=pair[0], second=pair[1], **VOTES, by=None)
    assert fresh(person).standing == "probationary"


def test_nothing_to_undo_is_said(county, branch):
    with pytest.raises(Refused, match="no step to undo"):
        undo_last_step(candidate(branch, Standing.APPLICANT), reason="x", by=None)


def test_changing_the_standing_by_the_edit_form_names_the_action(county, branch):
    person = candidate(branch, Standing.APPLICANT, applied="2026-06-01")
    data = {
        "name": person.name,
        "sex": "1",
        "ethnicity": "01",
        "born": "1995-01-01",
        "id_number": person.id_number,
        "standing": "activist",
        "organization": "branch",
        "applied": "2026-06-01",
        "activist_on": "2026-07-01",
    }
    form = PersonForm(data=data, instance=fresh(person), user=user_over(county))
    assert form.is_valid(), form.errors
    assert [name for name, text in form.warnings() if "List as activist" in text] == ["standing"]
    new = PersonForm(data=data | {"id_number": ""}, user=user_over(county))
    assert new.is_valid(), new.errors
    assert list(new.warnings()) == []


def test_an_action_on_the_page_asks_for_its_own_permission(client, county, branch):
    person = candidate(branch, Standing.APPLICANT, applied="2026-06-01")
    url = f"/members/person/{person.pk}/talk_with_applicant/"
    client.force_login(user_over(county, "view_person", "change_person"))
    assert client.get(url).status_code == 403
    client.force_login(user_over(county))
    answer = client.post(url, {"day": "2026-06-15", "note": "谈话"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert DevelopmentStep.objects.get(person=person).note == "谈话"
