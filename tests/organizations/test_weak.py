"""Weak organizations from the list to the year after (domain 2.8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from organizations.actions.weak import (
    accept_rectification,
    list_weak,
    load_rules,
    record_progress,
    take_off_list,
)
from organizations.choices.weak import Stage
from organizations.filters.tree import OrganizationFilter
from organizations.filters.weak import DisciplineSummaryFilter, WeakOrganizationFilter
from organizations.forms.weak import DisciplineSummaryForm, WeakOrganizationForm
from organizations.models import DisciplineSummary, Organization, WeakOrganization, WeakRule
from organizations.pages.weak import overdue_cases, weak_case_of
from portal import pages, quality
from portal.errors import Refused
from tests.factories import OrganizationFactory, user_over
from tests.panels import panels_of

pytestmark = pytest.mark.django_db
LISTED, TESTED = date(2024, 3, 20), date(2024, 11, 10)


@pytest.fixture
def county():
    county = OrganizationFactory()
    load_rules(county)
    return county


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=county)


@pytest.fixture
def user(county):
    return user_over(county)


@pytest.fixture
def case(village, user):
    list_weak(village, on=LISTED, listed_as="weak", problem="not_open", by=user)
    return WeakOrganization.objects.get()


def accept(case, user, score=82, dissatisfied=10, on=TESTED):
    accept_rectification(
        case, on=on, score=Decimal(score), dissatisfied=Decimal(dissatisfied), by=user
    )


def test_listing_sets_the_deadline_of_the_rule_and_happens_once(case, village, user):
    assert case.deadline == date(2025, 3, 20)
    with pytest.raises(Refused):
        list_weak(village, on=date(2024, 5, 1), listed_as="weak", problem="last", by=user)
    reader = user_over(village, "change_organization")
    with pytest.raises(Refused):
        list_weak(village, on=LISTED, listed_as="difficult", problem="last", by=reader)


def test_an_acceptance_follows_the_countys_rule(case, user):
    with pytest.raises(Refused):
        accept(case, user)  # nothing was done yet
    record_progress(case, on=date(2024, 6, 1), done="调整班子", share=60, by=user)
    for score, dissatisfied in ((69, 10), (90, 51)):
        with pytest.raises(Refused):
            accept(case, user, score, dissatisfied)
    accept(case, user, 70, 50)
    case.refresh_from_db()
    assert (case.score, case.dissatisfied) == (70, 50)
    with pytest.raises(Refused):
        accept(case, user)


def test_a_stricter_rule_counts_from_its_day(case, county, user):
    record_progress(case, on=date(2024, 6, 1), done="调整班子", share=60, by=user)
    WeakRule.objects.update(until=date(2024, 7, 1))
    with pytest.raises(Refused):
        accept(case, user)  # no rule any more
    WeakRule.objects.create(
        organization=county,
        since=date(2024, 7, 1),
        pass_score=90,
        most_dissatisfied=20,
        rectify_months=6,
        follow_months=24,
    )
    with pytest.raises(Refused):
        accept(case, user, 82)
    accept(case, user, 91)


def test_it_leaves_the_list_after_acceptance_and_is_followed_for_a_year(case, village, user):
    """003-50: cause, measure and acceptance of a difficult village go the same way."""
    with pytest.raises(Refused):
        take_off_list(case, on=TESTED, by=user)
    record_progress(case, on=date(2024, 6, 1), done="调整班子", share=60, by=user)
    accept(case, user)
    take_off_list(WeakOrganization.objects.get(), on=date(2024, 12, 1), by=user)
    case.refresh_from_db()
    assert case.follow_until == date(2025, 12, 1)
    stages = {
        date(2024, 6, 1): Stage.LISTED,
        date(2024, 11, 20): Stage.ACCEPTED,
        date(2025, 1, 1): Stage.FOLLOWED,
        date(2026, 1, 1): Stage.CLOSED,
    }
    for day, stage in stages.items():
        assert case.stage(day) == stage
        asked = WeakOrganizationFilter(
            f"stage={stage}&on={day}&ended=all", WeakOrganization.objects.all()
        )
        assert list(asked.qs) == [case], stage
    with pytest.raises(Refused):
        record_progress(case, on=date(2026, 1, 5), done="回访", share=None, by=user)
    rows = Organization.objects.all()
    assert list(OrganizationFilter("weak=true&on=2024-06-01", rows).qs) == [village]
    assert not OrganizationFilter("weak=true&on=2025-06-01", rows).qs


def test_the_form_asks_the_same_of_old_lists(county, village, user):
    """003-50: a difficult village with its kind, causes and measures."""
    data = {"organization": village.code, "year": 2023, "listed_as": "difficult"}
    data |= {"listed_on": "2023-03-01", "problem": "clans", "causes": "宗族干扰"}
    no_score = WeakOrganizationForm({**data, "accepted_on": "2023-11-01"}, user=user)
    assert set(no_score.errors) == {"score", "dissatisfied"}
    data |= {"accepted_on": "2023-11-01", "dissatisfied": 5}
    assert set(WeakOrganizationForm({**data, "score": 60}, user=user).errors) == {"score"}
    form = WeakOrganizationForm({**data, "score": 80}, user=user)
    assert form.is_valid(), form.errors
    form.save()
    assert [name for name, _text in form.warnings()] == ["county_leader"]
    rows = WeakOrganization.objects.all()
    found = WeakOrganizationFilter("listed_as=difficult&problem=clans&on=2023-06-01", rows)
    assert found.qs.count() == 1


def test_what_is_overdue_waits_for_somebody(case, village, user):
    late = timezone.localdate() - timedelta(days=3)
    WeakOrganization.objects.update(deadline=late)
    (todo,) = overdue_cases(user)
    assert (todo.status, todo.text) == ("overdue", "超期未完成整顿的党组织：1个")
    assert weak_case_of(village, user)["late"] is True
    checks = {check.name: check for check in quality.every()}
    for name in ("weak_overdue", "weak_without_four_ones"):
        check = checks[name]
        asked = pages.get(check.register).filter(check.asked(), WeakOrganization.objects.all())
        assert list(asked.qs) == [case]


def test_the_page_of_the_village_shows_the_case(client, case, village, user):
    client.force_login(user)
    page = panels_of(client, village)
    assert case.get_absolute_url() in page


def test_discipline_is_counted_without_names(village, user):
    """000-20: counts by kind only."""
    data = {"organization": village.code, "counted_on": "2024-12-31", "kind": "funds", "filed": 2}
    form = DisciplineSummaryForm(data, user=user)
    assert form.is_valid(), form.errors
    form.save()
    rows = DisciplineSummary.objects.all()
    asked = "kind=funds&during=2024-01-01&on=2024-12-31"
    assert DisciplineSummaryFilter(asked, rows).qs.count() == 1
    assert not {"name", "person"} & {field.name for field in DisciplineSummary._meta.fields}
