"""Pay sheets: worked out by rules, adjusted with a reason, approved by another, paid out once."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cadres.models import Insurance
from funding.actions.dues_posting import account_of
from funding.actions.ledger import Line, post_entry
from funding.actions.pay_insurance import mark_insured
from funding.actions.pay_posting import post_sheet
from funding.actions.pay_rules import a_month
from funding.actions.pay_sheets import (
    approve_sheet,
    check_sheet,
    differences,
    make_sheet,
    return_sheet,
)
from funding.actions.rewards import approve_reward
from funding.forms.pay import BankCardForm, CollectiveRewardForm, PayLineForm
from funding.models import CollectiveReward, Entry, PayLine, PaySheet, Source
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PostingFactory,
    TownshipFactory,
    user_over,
)
from tests.factories.cadres import RetirementFactory
from tests.factories.funding import PayLineFactory, PaySheetFactory
from tests.funding.paying import MARCH, made, money, sheet_of, totals


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_pay_follows_posts_and_rules_as_of_the_month(township, village):
    """003-36, 003-37: by last year's income; basic pay and reward for performance."""
    sheet = made(township)
    found = {one.paid_as: one for one in sheet.lines.all()}
    assert set(found) == {"one_shoulder", "deputy", "member"}
    # Twice 24,100 yuan a year; 120 %, 80 % and 60 % of it a month, and performance pay.
    assert found["one_shoulder"].basic == Decimal("4820.00")
    assert found["deputy"].basic == Decimal("3213.34")  # twelve make no less than the year
    assert found["member"].basic == Decimal("2410.00")
    assert found["member"].total == Decimal("2710.00")
    # A year earlier last year's income was another.
    before = made(township, month=date(2025, 3, 1))
    assert before.lines.get(paid_as="one_shoulder").basic == Decimal("4520.00")


def test_graduates_first_secretaries_and_retired_have_allowances_of_their_own(township, village):
    """003-27, 003-29, 003-40."""

    def person(**more):
        return PersonFactory(organization=village, **more)

    for kind, education in (("graduate", "31"), ("graduate", "21"), ("first_secretary", "21")):
        PostingFactory(organization=village, person=person(education=education), kind=kind)
    for years in (4, 10, 20):
        RetirementFactory(organization=village, person=person(), years=years)
    posted = made(township, kind="posted").lines.order_by("person")
    assert [one.total for one in posted] == [1800, 2200, 600]
    retired = made(township, kind="retired").lines.order_by("person")
    assert [one.total for one in retired] == [0, 200, 500]


def test_working_out_anew_keeps_what_was_typed(township, village):
    sheet = made(township)
    line = sheet.lines.get(paid_as="member")
    words = {"score": 80, "deduction": "50", "adjustment": "-10.5", "adjust_why": "请假"}
    kept = {
        name: PayLineForm(instance=line, user=user_over(township)).initial[name] or ""
        for name in PayLineForm.base_fields
    }
    kept |= {"sheet": f"#{sheet.pk}", "person": f"#{line.person_id}", "organization": village.code}
    form = PayLineForm(kept | words, instance=line, user=user_over(township))
    assert form.is_valid(), form.errors
    form.save()
    line.refresh_from_db()
    silent = PayLineForm(kept | {"basic": "9999"}, instance=line, user=user_over(township))
    assert set(silent.errors) == {"basic"}
    by_hand = PayLineFactory(sheet=sheet, organization=village, by_hand=True, basic=100)
    gone = sheet.lines.get(paid_as="deputy").person
    gone.posts.update(until=date(2026, 2, 1), left_why="resigned")
    make_sheet(sheet, by=None)
    assert "No longer on the sheet: 1" in sheet.acts.last().reason
    line.refresh_from_db()
    assert line.total == Decimal("2410.00") + Decimal("240.00") - 50 - Decimal("10.50")
    assert {one.person_id for one in sheet.lines.all()} >= {by_hand.person_id}
    assert gone not in totals(sheet)
    # The score stays until somebody types another; the rest is of the month alone.
    april = made(township, month=date(2026, 4, 1))
    assert april.lines.get(paid_as="member").total == Decimal("2650.00")
    changed = {one.person.pk: (one.before, one.now) for one in differences(april)}
    assert changed[line.person_id] == (Decimal("2589.50"), Decimal("2650.00"))
    assert changed[by_hand.person_id] == (Decimal("100.00"), None)


def test_a_line_says_what_is_wrong_with_it(township, village):
    sheet = sheet_of(township)
    user = user_over(township)
    person = PersonFactory(organization=village)
    sent = {
        "sheet": f"#{sheet.pk}",
        "person": f"#{person.pk}",
        "organization": village.code,
        "paid_as": "member",
        "basic": "1,000.00元",
    }

    def faults(**values):
        return set(PayLineForm({**sent, **values}, user=user).errors)

    assert faults() == set()
    assert faults(basic="10.005") == {"basic"}
    assert faults(basic="-1") == {"basic"}
    assert faults(score="101") == {"score"}
    assert faults(deduction="10") == {"adjust_why"}
    assert faults(deduction="2000", adjust_why="停职") == {"deduction"}
    make_sheet(sheet, by=None)
    check_sheet(sheet, by=user)
    assert faults() == {"sheet"}
    cards = {"person": f"#{person.pk}", "since": "2026-01-01"}
    for number in ("123", "6228480012345678X", 6.22e18):
        assert set(BankCardForm({**cards, "account_no": number}, user=user).errors) == {
            "account_no"
        }
    assert BankCardForm({**cards, "account_no": "6228 4800 1234 5678 901"}, user=user).is_valid()


@given(st.decimals("0.12", "999999", places=2))
def test_twelve_months_make_the_year_to_the_fen(yearly):
    months = [a_month(yearly, month) for month in range(1, 13)]
    assert sum(months) == yearly
    assert all(one == one.quantize(Decimal("0.01")) for one in months)
    assert min(months[:11]) * 12 >= yearly  # no month before the last misses the floor
    assert months[0] - months[11] < Decimal("0.12")


def test_secretaries_and_directors_without_pension_insurance_are_named(client, township, village):
    sheet = made(township)
    head = sheet.lines.get(paid_as="one_shoulder")
    client.force_login(user_over(township))
    for language, said in (("en", "has no pension insurance"), ("zh-hans", "未参加养老保险")):
        client.cookies["django_language"] = language
        page = client.get(sheet.get_absolute_url()).content.decode()
        assert said in page
    assert [line.pk for line in mark_insured(sheet.lines.all(), MARCH, user_over(township))] == [
        head.pk
    ]
    Insurance.objects.create(person=head.person, kind="pension", since=date(2020, 1, 1))
    assert mark_insured(list(sheet.lines.all()), MARCH, user_over(township)) == []
    paper = client.get(reverse("pay-paper", args=[sheet.pk])).content.decode()
    assert "已参保" in paper
    Insurance.objects.update(state="suspended")
    assert mark_insured(list(sheet.lines.all()), MARCH, user_over(township)) == [head]


def test_nobody_is_paid_twice_in_a_month(township, village):
    sheet = made(township)
    person = sheet.lines.get(paid_as="deputy").person
    PostingFactory(organization=village, person=person, kind="team")
    other = sheet_of(township, kind="posted")
    make_sheet(other, by=None)
    assert "another sheet of the month: 1" in other.acts.last().reason
    with pytest.raises(DatabaseError, match="nobody_twice_in_a_month"), transaction.atomic():
        PayLineFactory(sheet=other, organization=village, person=person)


def test_a_sheet_goes_its_way_by_two_persons_and_is_paid_out_once(township, village):
    clerk, other = user_over(township), user_over(township)
    money(village, 20000)
    sheet = made(township, by=clerk)
    with pytest.raises(Refused, match="not possible now"):
        approve_sheet(sheet, by=other)
    check_sheet(sheet, by=clerk)
    with pytest.raises(Refused, match="cannot be changed now"):
        make_sheet(sheet, by=clerk)
    for attack in ({"month": date(2026, 5, 1)}, {"made_by": None}):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            PaySheet.objects.filter(pk=sheet.pk).update(**attack)
    with pytest.raises(DatabaseError, match="handed in"), transaction.atomic():
        PayLine.objects.filter(sheet=sheet).update(basic=9999)
    with pytest.raises(Refused, match="made or checked"):
        approve_sheet(sheet, by=clerk)
    return_sheet(sheet, reason="得分有误", by=other)
    sheet.refresh_from_db()
    check_sheet(sheet, by=clerk)
    approve_sheet(sheet, by=other)
    said = post_sheet(sheet, day=date(2026, 3, 20), by=other)
    entries = Entry.objects.filter(pay__sheet=sheet).order_by("number")
    whole = sum(totals(sheet).values())
    assert [(one.use.code, one.account.organization) for one in entries] == [
        ("basic-pay", village),
        ("performance-pay", village),
    ]
    assert -sum(one.amount for one in entries) == whole
    assert f"{whole:,.2f}" in said
    with pytest.raises(Refused, match="not possible now"):
        post_sheet(sheet, day=date(2026, 3, 21), by=other)
    assert Entry.objects.filter(way="payment").count() == 2
    acts = ["computed", "checked", "returned", "checked", "approved", "posted"]
    assert list(sheet.acts.values_list("kind", flat=True)) == acts


def test_a_sheet_that_a_village_cannot_pay_is_not_paid_at_all(township, village):
    rich = OrganizationFactory(parent=township, level="village", unit_type="village")
    rich.refresh_from_db()
    PostFactory(organization=rich, position="secretary", since=date(2024, 1, 1))
    money(rich, 90000)
    money(village, 100)
    clerk, other = user_over(township), user_over(township)
    sheet = made(township, by=clerk)
    check_sheet(sheet, by=clerk)
    approve_sheet(sheet, by=other)
    with pytest.raises(Refused, match="not enough"):
        post_sheet(sheet, day=date(2026, 3, 20), by=other)
    sheet.refresh_from_db()
    assert (sheet.state, Entry.objects.filter(way="payment").count()) == ("approved", 0)


def proposal(village, user, **values):
    person = village.posts.get(position="secretary").person
    sent = {"organization": village.code, "person": f"#{person.pk}", "year": 2025}
    sent |= {"income": "8.04万元", "pay_month": "2026-03-15"}
    return CollectiveRewardForm({**sent, **values}, user=user)


def test_a_reward_is_a_share_of_the_income_that_the_rules_allow(township, village):
    user = user_over(township)
    assert set(proposal(village, user, percent="6").errors) == {"percent"}
    assert set(proposal(village, user, percent="5", amount="5000").errors) == {"amount"}
    reward = proposal(village, user, percent="5").save()
    assert (reward.amount, reward.pay_month) == (Decimal("4020.00"), MARCH)


def test_a_reward_is_approved_by_another_and_paid_with_a_month(township, village):
    """003-38."""
    proposer, county = user_over(township), user_over(township)
    reward = proposal(village, proposer, percent="5").save()
    person = reward.person
    sheet = made(township)
    assert sum(one.reward for one in sheet.lines.all()) == 0
    with pytest.raises(Refused, match="does not decide"):
        approve_reward(reward, by=proposer)
    approve_reward(reward, by=county)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        CollectiveReward.objects.filter(pk=reward.pk).update(amount=9999)
    make_sheet(sheet, by=proposer)
    assert sheet.lines.get(person=person).reward == Decimal("4020.00")
    money(village, 20000)
    own = account_of(village, 2026, Source.objects.get(code="collective"))
    income = Line(way="receipt", day=date(2026, 1, 5), amount=Decimal(80400), voucher="收-1")
    post_entry(own, income, by=None)
    sheet.reward_source = own.source
    sheet.save()
    check_sheet(sheet, by=proposer)
    approve_sheet(sheet, by=county)
    post_sheet(sheet, day=date(2026, 3, 20), by=county)
    paid = Entry.objects.get(account=own, way="payment")
    assert (paid.use.code, paid.amount) == ("income-reward", Decimal("-4020.00"))
    reward.refresh_from_db()
    assert (reward.state, reward.line.person) == ("paid", person)


def test_a_village_secretary_sees_the_pay_of_the_own_village_alone(client, township, village):
    sheet = made(township)
    away = OrganizationFactory(parent=township, level="village", unit_type="village")
    user = user_over(away)
    assert not PayLine.objects.for_user(user).exists()
    assert PayLine.objects.for_user(user_over(village)).count() == 3
    client.force_login(user)
    assert client.get(sheet.get_absolute_url()).status_code == 404
    assert Permission.objects.filter(codename="reveal_bankcard").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_is_told():
    township = TownshipFactory(parent=OrganizationFactory(kind="county_committee", parent=None))
    sheet = PaySheetFactory(organization=township)
    PayLineFactory(sheet=sheet, organization=township)
    check_sheet(sheet, by=None)
    users, start, said = [user_over(township) for _ in range(2)], Barrier(2), []

    def approve(user):
        start.wait()
        try:
            approve_sheet(PaySheet.objects.get(pk=sheet.pk), by=user)
            said.append("approved")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=approve, args=[user]) for user in users]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    sheet.refresh_from_db()
    kinds = list(sheet.acts.values_list("kind", flat=True))
    assert sorted(said) == ["approved", "refused"]
    assert kinds == ["checked", "approved"]
