"""Party dues: to the fen, opened for everybody at once, marked, posted once, handed up."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from funding.actions.codes import load_codes
from funding.actions.dues_months import Sheet, pay_month, save_months
from funding.actions.dues_posting import account_of, hand_up_dues, post_dues, still_to_hand_up
from funding.actions.dues_rates import due_by, load_dues_rules, share_of
from funding.actions.dues_totals import totals
from funding.actions.dues_years import open_dues_year
from funding.actions.extra_dues import hand_up_extra, post_extra
from funding.actions.ledger import reverse_entry
from funding.actions.words import in_capitals
from funding.forms.dues import DuesBaseForm, DuesPaymentForm, ExtraDuesForm
from funding.models import DuesBand, DuesBase, DuesPayment, Entry, Source, Use
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    user_over,
)
from tests.factories.funding import DuesBaseFactory, ExtraDuesFactory

YEAR = timezone.localdate().year
LAST = YEAR - 1  # all of its months are over


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county(db):
    """A county with the rates, a township, two branches of two members each."""
    county = OrganizationFactory(kind="county_committee", parent=None)
    load_codes(county)
    load_dues_rules(county)
    return county


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county)


@pytest.fixture
def branch(township):
    branch = OrganizationFactory(parent=township, kind="branch")
    branch.refresh_from_db()
    return branch


@given(st.decimals("0", "99999", places=2), st.sampled_from(["0.5", "1", "1.5", "2"]))
def test_dues_are_exact_to_the_fen_and_half_a_fen_goes_up(base, rate):
    due = due_by(DuesBand(rate=Decimal(rate)), base)
    fen = int(base * 100) * int(Decimal(rate) * 10)  # thousandths of a fen
    assert int(due * 100) == (fen + 500) // 1000
    assert due == due.quantize(Decimal("0.01"))


@given(st.decimals("0", "999999999999", places=2))
def test_amounts_in_capitals_say_the_amount(amount):
    said, value = in_capitals(amount), Decimal(0)
    digits = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}
    whole, _yuan, small = said.rpartition("元")
    total = four = digit = 0
    for sign in whole:
        if sign in digits:
            digit = digits[sign]
        elif sign in units:
            four, digit = four + digit * units[sign], 0
        else:
            total, four, digit = total + (four + digit) * {"万": 10**4, "亿": 10**8}[sign], 0, 0
    value = Decimal(total + four + digit)
    parts = {"角": Decimal("0.1"), "分": Decimal("0.01")}
    for digit, sign in pairwise(small):
        value += digits.get(digit, 0) * parts.get(sign, Decimal(0))
    assert value == amount


@pytest.mark.parametrize(
    ("payer", "base", "due"),
    [
        ("salary", 3000, "15.00"),
        ("salary", "3000.01", "30.00"),  # the whole base, not the slice above
        ("salary", 5000, "50.00"),
        ("salary", 8765, "131.48"),  # 131.475
        ("salary", 10001, "200.02"),
        ("pension", 5000, "25.00"),
        ("pension", 5001, "50.01"),
        ("farmer", None, "0.20"),
        ("student", None, "0.20"),
    ],
)
def test_the_form_works_the_dues_out_by_the_rates(branch, payer, base, due):
    person = PersonFactory(organization=branch)
    sent = {"person": f"#{person.pk}", "organization": branch.code, "year": YEAR, "payer": payer}
    form = DuesBaseForm({**sent, "base": base or ""}, user=user_over(branch))
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["due"]) == due


def test_the_form_says_what_is_missing(branch):
    person = PersonFactory(organization=branch)
    sent = {"person": f"#{person.pk}", "organization": branch.code, "year": YEAR}
    user = user_over(branch)

    def faults(**values):
        return set(DuesBaseForm({**sent, **values}, user=user).errors)

    assert faults(payer="salary") == {"base"}
    assert faults(payer="farmer", due="0.205") == {"due"}
    assert faults(payer="farmer", due="-1") == {"due"}
    assert faults(payer="farmer", due="２．５元") == set()
    assert faults(payer="farmer", relief="exempt") == {"relief_why", "approved_by"}
    assert faults(payer="farmer", from_month=9, to_month=3) == {"to_month"}
    paid = {**sent, "month": 1, "amount": "0.5", "paid_on": f"{YEAR + 1}-01-01"}
    assert set(DuesPaymentForm(paid, user=user).errors) == {"paid_on"}
    late = {**sent, "year": LAST, "month": 1, "amount": "0.5", "paid_on": f"{LAST}-11-01"}
    assert set(DuesPaymentForm(late, user=user).errors) == {"late_why"}
    assert DuesPaymentForm({**late, "late_why": "外出务工"}, user=user).is_valid()


def test_a_changed_base_works_the_dues_out_anew(branch):
    base = DuesBaseFactory(
        organization=branch, payer="salary", base=Decimal(3000), due=15, year=LAST
    )
    kept = {"person": f"#{base.person_id}", "organization": branch.code, "year": LAST}
    sent = {**kept, "payer": "salary", "base": "6000", "due": "15.00"}
    form = DuesBaseForm(sent, instance=base, user=user_over(branch))
    assert form.is_valid(), form.errors
    assert form.save().due == 90


def test_a_year_is_opened_for_all_members_in_one_statement(
    county, branch, django_assert_max_num_queries
):
    farmer, gone, left = (PersonFactory(organization=branch) for _ in range(3))
    new = {"standing": "probationary", "joined": f"{YEAR}-05-20"}
    joined = PersonFactory(organization=branch, **new)
    outsider = PersonFactory(organization=branch, standing="activist")
    type(gone).objects.filter(pk=gone.pk).update(left=f"{YEAR}-03-02", left_why="transferred")
    type(left).objects.filter(pk=left.pk).update(left=f"{LAST}-03-02", left_why="died")
    retired = PersonFactory(organization=branch, member_class="retired")
    last = DuesBaseFactory(organization=branch, year=LAST, payer="salary", base=8765, due=1)
    with django_assert_max_num_queries(8):
        assert open_dues_year(county, year=YEAR, by=None) == 5
    found = {one.person_id: one for one in DuesBase.objects.filter(year=YEAR)}
    assert {left.pk, outsider.pk}.isdisjoint(found)
    assert (found[farmer.pk].payer, found[farmer.pk].due) == ("farmer", Decimal("0.20"))
    assert (found[joined.pk].from_month, found[joined.pk].to_month) == (5, 12)
    assert (found[gone.pk].from_month, found[gone.pk].to_month) == (1, 3)
    assert (found[retired.pk].payer, found[retired.pk].due) == ("pension", 0)
    kept = found[last.person_id]
    assert (kept.payer, kept.base, kept.due) == ("salary", 8765, Decimal("131.48"))
    PersonFactory(organization=branch)
    assert open_dues_year(county, year=YEAR, by=None) == 1
    with pytest.raises(Refused, match="No rates"):
        open_dues_year(county, year=2001, by=None)


def paid(branch, base, *, month=1, amount="0.50", on=None, **more):
    on = on or date(base.year, 3, 20)
    return save_months(
        branch, Sheet(base.year, on, {(base.pk, month): Decimal(amount)}, **more), by=None
    )


def test_months_are_posted_once_and_rest_in_the_ledger(county, township, branch):
    user, retained = user_over(county), Source.objects.get(code="dues-retained")
    one, other = (DuesBaseFactory(organization=branch, year=LAST) for _ in range(2))
    other_branch = OrganizationFactory(parent=township, kind="branch")
    DuesBaseFactory(organization=other_branch, year=LAST)
    assert pay_month(township, year=LAST, month=2, paid_on=date(LAST, 3, 1), by=user) == 3
    paid(branch, one, month=3, amount="1.21")
    with pytest.raises(Refused, match="kept apart"):
        post_dues(township, source=Source.objects.get(code="county"), day=date(LAST, 4, 1), by=user)
    with translation.override("en"):  # what an entry keeps does not hang on who pressed
        entries = post_dues(township, source=retained, day=date(LAST, 4, 1), by=user)
    assert [entry.amount for entry in entries] == [Decimal("2.21"), Decimal("0.50")]
    assert "党员党费" in entries[0].note
    with pytest.raises(Refused, match="Nothing was collected"):
        post_dues(township, source=retained, day=date(LAST, 4, 1), by=user)
    saved = paid(branch, other, month=2, amount="9.00")
    assert "ledger" in saved.faults[f"{other.pk}x2"]
    # A reversed entry sets its payments free, to be put right and entered again.
    reverse_entry(entries[0], day=date(LAST, 4, 2), voucher="冲1", reason="错", by=user)
    assert not paid(branch, other, month=2, amount="9.00").faults
    again = post_dues(township, source=retained, day=date(LAST, 4, 3), by=user)
    assert [entry.amount for entry in again] == [Decimal("10.71")]
    whole, lines = totals(township, LAST, timezone.localdate(), user)
    assert (whole.members, whole.paid, whole.posted, whole.open) == (3, *[Decimal("11.21")] * 2, 0)
    assert {line.organization: line.members for line in lines} == {branch: 2, other_branch: 1}


def test_the_share_of_the_level_above_is_handed_up_once(county, township, branch):
    user, retained = user_over(county), Source.objects.get(code="dues-retained")
    paid(branch, DuesBaseFactory(organization=branch, year=LAST), month=3, amount="11.21")
    post_dues(township, source=retained, day=date(LAST, 4, 1), by=user)
    # The township keeps 40 %: the rest goes to the county in one act, once.
    account = account_of(township, LAST, retained)
    assert still_to_hand_up(account, date(LAST, 4, 4)) == share_of(Decimal("11.21"), Decimal(60))
    out, into = hand_up_dues(township, source=retained, day=date(LAST, 4, 4), by=user)
    assert (out.amount, into.amount, into.account.organization) == (
        Decimal("-6.73"),
        Decimal("6.73"),
        county,
    )
    with pytest.raises(Refused, match="All that is due"):
        hand_up_dues(township, source=retained, day=date(LAST, 4, 4), by=user)
    up = hand_up_dues(
        county, source=retained, day=date(LAST, 4, 5), use=Use.objects.get(code="dues-up"), by=user
    )
    assert [entry.amount for entry in up] == [Decimal("-3.37")]  # half of 6.73, half a fen up
    assert Entry.objects.exclude(account__source__purse="dues").count() == 0


def test_large_dues_begin_where_the_rule_says(branch):
    person, user = PersonFactory(organization=branch), user_over(branch)
    sent = {"person": f"#{person.pk}", "organization": branch.code, "paid_on": f"{LAST}-07-01"}
    for language, said in (("en", "1,000.00 yuan"), ("zh-hans", "按月")):
        with translation.override(language):
            small = ExtraDuesForm({**sent, "amount": "999.99"}, user=user)
            assert said in str(small.errors["amount"])
    assert ExtraDuesForm({**sent, "amount": "1,000"}, user=user).is_valid()
    base = DuesBaseFactory(organization=branch, year=LAST, payer="farmer", due="0.50")
    assert not paid(branch, base, month=3, amount="1000.49").faults
    assert "1,000.00 yuan" in paid(branch, base, month=4, amount="1000.50").faults[f"{base.pk}x4"]


def test_large_dues_go_up_whole_and_are_not_shared(client, county, township, branch):
    user, retained = user_over(county), Source.objects.get(code="dues-retained")
    base, day = DuesBaseFactory(organization=branch, year=LAST), date(LAST, 7, 2)
    extra = ExtraDuesFactory(organization=branch, person=base.person, paid_on=day)
    paid(branch, base, month=3, amount="11.21")
    post_dues(county, source=retained, day=day, by=user)
    receipt = post_extra(extra, source=retained, day=day, by=user)
    assert (receipt.amount, receipt.account.organization) == (1000, county)
    extra.refresh_from_db()
    with pytest.raises(Refused, match="already"):
        post_extra(extra, source=retained, day=day, by=user)
    up = Use.objects.get(code="dues-up")
    assert still_to_hand_up(receipt.account, day, up) == share_of(Decimal("11.21"), Decimal(50))
    gone = hand_up_extra(extra, use=up, day=day, by=user)
    assert (gone.amount, gone.voucher[:2], receipt.voucher[:2]) == (-1000, "SD", "DE")
    assert still_to_hand_up(receipt.account, day, up) == share_of(Decimal("11.21"), Decimal(50))
    extra.refresh_from_db()
    extra.amount = 5
    with pytest.raises(IntegrityError), transaction.atomic():
        extra.save()
    client.force_login(user)
    page = client.get(reverse("extradues-receipt", args=[extra.pk])).content.decode()
    assert "壹仟元整" in page
    # Reversed, it is entered and handed up anew.
    reverse_entry(gone, day=day, voucher="冲1", reason="错", by=user)
    assert hand_up_extra(extra, use=up, day=day, by=user).amount == -1000


def test_what_is_paid_late_says_why_before_it_is_posted(county, township, branch):
    base, retained = (
        DuesBaseFactory(organization=branch, year=LAST),
        Source.objects.get(code="dues-retained"),
    )
    day = date(LAST, 11, 20)
    assert paid(branch, base, month=1, on=day).faults == {}
    with pytest.raises(Refused, match="later than is allowed"):
        post_dues(township, source=retained, day=day, by=user_over(county))
    save_months(branch, Sheet(LAST, day, {}, {base.pk: "外出务工，11月返乡"}), by=None)
    assert len(post_dues(township, source=retained, day=day, by=user_over(county))) == 1


def test_the_grid_saves_as_one_types_and_tells_two_writers_apart(client, county, branch):
    user = user_over(branch)
    base = DuesBaseFactory(organization=branch, year=LAST, from_month=2)
    hidden = DuesBaseFactory(organization=OrganizationFactory(), year=LAST)
    client.force_login(user)
    url = reverse("dues-grid", args=[branch.pk, LAST, f"{LAST}-03-20", 1])
    page = client.get(url).content.decode()
    assert [f'name="c{base.pk}x{month}"' in page for month in (1, 2)] == [False, True]

    def send(seen=0, **cells):
        return client.post(url, {"seen": seen, **cells}, headers={"X-Grid": "1"}).json()

    got = send(**{f"c{base.pk}x2": "=", f"c{base.pk}x3": "0.305", f"c{hidden.pk}x3": "9"})
    assert got["written"] == {f"{base.pk}x2": "0.50"}
    assert [mark[2] for mark in got["marks"]] == [[f"{base.pk}x3"]]
    assert got["computed"][f"{base.pk}-paid"] == "0.50"
    clash = send(**{f"c{base.pk}x2": "0.60"})
    assert clash["clashes"][f"{base.pk}x2"]["raw"] == "0.50"
    assert send(clash["seen"], **{f"c{base.pk}x2": ""})["written"] == {f"{base.pk}x2": ""}
    assert [one.amount for one in DuesPayment.objects.all()] == [0]
    kept = client.post(url, {f"c{base.pk}x3": "zwei", "act": "save"})
    assert kept.status_code == 422
    assert 'value="zwei"' in kept.content.decode()


def test_totals_receipt_and_publication_open_in_few_queries(
    client, county, township, branch, django_assert_max_num_queries
):
    bases = [DuesBaseFactory(organization=branch, year=LAST) for _ in range(3)]
    for base in bases:
        paid(branch, base, month=2)
    client.force_login(user_over(township))
    payment = DuesPayment.objects.first()
    for url, said in (
        (f"{reverse('dues-totals')}?year={LAST}", "1.50"),
        (reverse("dues-receipt", args=[payment.pk]), "伍角整"),
        (reverse("dues-publication", args=[branch.pk, LAST]), str(bases[0].person)),
        (reverse("dues-publication", args=[township.pk, LAST]), branch.short),
    ):
        with django_assert_max_num_queries(16, info=url):
            page = client.get(url)
        assert said in page.content.decode()
    posted = client.post(
        reverse("dues-totals"),
        {
            "organization": township.code,
            "act": "post",
            "day": f"{LAST}-12-01",
            "source": Source.objects.get(code="dues-retained").pk,
        },
    )
    assert posted.status_code == 302
    assert Entry.objects.get().amount == Decimal("1.50")
    # What one pays ahead does not make good what others lack.
    paid(branch, bases[0], month=12, amount="100")
    whole, _lines = totals(township, LAST, timezone.localdate(), user_over(township))
    assert (whole.missing, whole.behind) == (2 * (12 * bases[1].due - Decimal("0.50")), 2)
