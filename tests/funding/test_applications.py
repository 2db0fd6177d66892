"""Money asked for passes from person to person; nobody decides about his own (000-26, 003-35)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from funding.actions.applications import (
    approve_application,
    pay_application,
    refuse_application,
    return_application,
    review_application,
    submit_application,
)
from funding.actions.ledger import Line, post_entry
from funding.models import Application, ApplicationAct, ApprovalLimit, Entry
from portal import pages
from portal.errors import Refused
from tests.factories import (
    AccountFactory,
    OrganizationFactory,
    TownshipFactory,
    UseFactory,
    user_over,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
VERBS = ("add", "view", "change", "submit", "review", "approve", "pay")


class World:
    def __init__(self):
        self.county = OrganizationFactory(code="county")
        self.town = TownshipFactory(parent=self.county)
        self.village = OrganizationFactory(parent=self.town)
        self.account = AccountFactory(organization=self.village, year=2026)
        self.use = UseFactory(organization=self.county)
        post_entry(self.account, Line("receipt", DAY, Decimal(5000), "r"), by=None)
        verbs = [*(f"{verb}_application" for verb in VERBS), "view_account", "view_use"]
        self.asker = user_over(self.village, *verbs)
        self.reviewer = user_over(self.town, *verbs)
        self.approver = user_over(self.county, *verbs)
        self.payer = user_over(self.county, *verbs)

    def asked(self, amount="800.00", code="申-1"):
        made = Application.objects.create(
            account=self.account,
            code=code,
            use=self.use,
            amount=Decimal(amount),
            payee="李四",
            purpose="维修活动室",
            asked_on=DAY,
            asked_by=self.asker,
        )
        submit_application(made, by=self.asker)
        return made


@pytest.fixture
def world():
    return World()


def limit(world, up_to, **more):
    return ApprovalLimit.objects.create(
        organization=world.county, level="township", up_to=up_to, since=date(2020, 1, 1), **more
    )


def refused(act, *args, **kwargs):
    with pytest.raises(Refused), transaction.atomic():
        act(*args, **kwargs)


def test_each_step_is_taken_by_somebody_else_and_kept(world):
    made = world.asked()
    refused(review_application, made, by=world.asker)
    refused(approve_application, made, by=world.approver)  # the township first
    review_application(made, by=world.reviewer, reason="属实")
    assert made.state == "reviewed"  # no limit: the county decides
    refused(approve_application, made, by=world.asker)
    refused(approve_application, made, by=world.reviewer)
    refused(pay_application, made, by=world.payer, day=DAY)
    approve_application(made, by=world.approver)
    refused(pay_application, made, by=world.asker, day=DAY)
    refused(pay_application, made, by=world.approver, day=DAY)
    pay_application(made, by=world.payer, day=DAY, voucher="付-1")
    refused(pay_application, made, by=world.payer, day=DAY)
    entry = Entry.objects.get(application=made)
    assert (entry.amount, entry.counterparty, entry.use) == (-800, "李四", world.use)
    steps = [(one.kind, one.by) for one in made.acts.all()]
    assert steps == [
        ("submitted", world.asker),
        ("reviewed", world.reviewer),
        ("approved", world.approver),
        ("paid", world.payer),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        ApplicationAct.objects.update(reason="x")


def test_the_township_decides_up_to_its_limit_of_the_day(world):
    limit(world, 1000, second_person=False)
    limit(world, 0, purse="dues")
    small, large = world.asked("1000.00"), world.asked("1000.01", code="申-2")
    for one in (small, large):
        review_application(one, by=world.reviewer)
    assert (small.state, large.state) == ("approved", "reviewed")
    pay_application(small, by=world.reviewer, day=DAY)  # one person is enough here
    assert small.state == "paid"


def test_what_is_returned_is_put_right_and_what_was_sent_off_stays(client, world):
    made = world.asked()
    client.force_login(world.asker)
    typed = {
        "account": f"#{world.account.pk}",
        "code": "申-1",
        "use": world.use.code,
        "amount": "900",
        "payee": "李四",
        "purpose": "维修活动室",
        "asked_on": "2026-06-01",
    }
    assert client.post(pages.get("application").url("edit", made.pk), typed).status_code == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(amount=1)
    refused(return_application, made, by=world.reviewer, reason=" ")
    assert not list(pages.get("application").headline(made))
    return_application(made, by=world.reviewer, reason="金额有误")
    ((_words, papers),) = pages.get("application").headline(made)
    assert client.get(papers).status_code == 200
    assert client.post(pages.get("application").url("edit", made.pk), typed).status_code == 302
    made.refresh_from_db()
    assert made.amount == 900
    submit_application(made, by=world.asker)
    refuse_application(made, by=world.reviewer, reason="不属实")
    refused(submit_application, made, by=world.asker)


def test_money_that_is_not_there_is_not_paid_and_the_step_is_not_taken(world):
    made = world.asked("5000.01")
    review_application(made, by=world.reviewer)
    approve_application(made, by=world.approver)
    refused(pay_application, made, by=world.payer, day=DAY)
    made.refresh_from_db()
    assert (made.state, made.entry) == ("approved", None)
    assert Entry.objects.count() == 1


def test_what_waits_is_told_to_whoever_must_act(client, world):
    made = world.asked()
    for user, waits in ((world.asker, False), (world.reviewer, True)):
        told = [str(one.text) for one in pages.todo_of(user)]
        assert any(str(made) in text for text in told) == waits
    client.force_login(world.reviewer)
    page = client.get(made.get_absolute_url()).content.decode()
    assert reverse("application-review_application", args=[made.pk]) in page
    assert (
        client.post(
            reverse("application-review_application", args=[made.pk]), {"reason": ""}
        ).status_code
        == 302
    )
    made.refresh_from_db()
    assert made.state == "reviewed"
