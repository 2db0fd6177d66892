"""Budgets against what arrived and was spent; standards village by village; the county's table.

Uses and sources (000-25, 000-26, 003-34, 003-35), floors (000-57, 000-58), budgets that grow
(001-21, 001-23), special funds (002-17).
"""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from funding.actions.budgets import approve_move, move_budget, refuse_move, withdraw_move
from funding.actions.county_table import Asked, county_table
from funding.actions.figures import line_figures, pace
from funding.actions.glance import glance
from funding.actions.late import late_lines
from funding.actions.sheets import Quarter, masked_name, prepare_sheets, publish_sheet, told
from funding.actions.standards import floors, required
from funding.models import Budget, BudgetMove, FundProject, MoneySheet, PaySheet, SpecialFund
from funding.tables.standards import FundProjectTable, SpecialFundTable
from organizations.actions.disclosures import DISCLOSURES
from organizations.models import Disclosure, Organization
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, user_over
from tests.factories.funding import BudgetFactory, PayLineFactory, PaySheetFactory
from tests.files import xlsx
from tests.funding.county import YUAN, County
from workbooks import excel, imports

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def at():
    return County()


def test_budget_stands_beside_what_arrived_and_was_spent(at, client):
    line = BudgetFactory(organization=at.rich, source=at.source, use=at.pay, amount=YUAN(100_000))
    found = line_figures(line)
    assert (found.current, found.arrived, found.spent) == (100_000, 120_000, 90_000)
    assert pace(YUAN(100), YUAN(95), 2026, date(2026, 6, 30)).status == "ahead"
    assert pace(YUAN(100), YUAN(20), 2026, date(2026, 6, 30)).status == "behind"
    assert pace(YUAN(100), YUAN(101), 2026, DAY).status == "overspent"
    assert pace(YUAN(0), YUAN(0), 2026, DAY).status == "no_data"
    due = {"organization": at.poor, "source": at.source, "due_on": date(2026, 10, 31)}
    BudgetFactory(**due, use=at.pay, amount=YUAN(50_000))
    assert late_lines(at.county, DAY) == []
    BudgetFactory(**due, use=at.office, amount=YUAN(7_000))
    (one,) = late_lines(at.county, DAY)
    assert (one.organization, one.missing, one.days) == (at.poor, 7_000, 23)
    of = pages.get("budget")
    rows = of.filter("late=true&on=2026-11-23", Budget.objects.all()).qs
    assert {row.organization for row in rows} == {at.poor}
    assert len(rows) == 2
    client.force_login(at.clerk)
    assert client.get(of.url("detail", line.pk)).status_code == 200
    assert "90,000" in client.get(of.url("list")).content.decode()


def test_budget_moves_when_another_than_who_asked_approves(at):
    line = BudgetFactory(organization=at.rich, source=at.source, use=at.pay, amount=YUAN(100_000))

    def ask(amount, **given):
        given = {"use": at.office, "reason": "暖气坏了", "by": at.clerk} | given
        return move_budget(line, amount=YUAN(amount), **given)

    with pytest.raises(Refused, match=r"10,000\.00"):
        ask(10_001)  # 90,000 are spent
    for wrong in ({"use": at.pay, "amount": 5}, {"amount": -5}):
        with pytest.raises(Refused):
            ask(**wrong)
    sent = uuid.uuid4()
    first, second = ask(8_000, key=sent), ask(3_000)
    assert ask(8_000, key=sent) == first  # pressed twice
    with pytest.raises(Refused):
        ask(8_001, key=sent)
    with pytest.raises(Refused):
        approve_move(first, by=at.clerk)
    stale = BudgetMove.objects.get(pk=first.pk)
    approve_move(first, by=at.chief, answer="同意")
    with pytest.raises(Refused):
        approve_move(stale, by=at.chief)  # two who press at the same time
    with pytest.raises(Refused):
        approve_move(second, by=at.chief)  # no longer enough
    refuse_move(second, answer="不够", by=at.chief)
    with pytest.raises(Refused):
        withdraw_move(ask(1), by=at.chief)
    line.refresh_from_db()
    taker = Budget.objects.get(organization=at.rich, use=at.office)
    assert (line.now, taker.now, taker.amount) == (92_000, 8_000, 0)
    assert (first.state, first.decided_by, second.state) == ("approved", at.chief, "refused")
    waiting = [one for one in pages.todo_of(at.chief) if "budgetmove" in one.url]
    assert len(waiting) == 1


def test_finance_workbook_is_read_and_its_own_total_compared(at):
    head = ["单位名称", "预算年度", "资金来源", "支出项目", "预算数（万元）", "备注"]
    rows = [
        ["2026年村级经费预算表"],
        head,
        [at.rich.name, 2026, at.source.code, "办公", 2.5, ""],
        [at.poor.name, 2026, at.source.code, "报酬", "3.2万元", ""],
        ["合计", "", "", "", 6, ""],
    ]
    of, book = pages.get("budget"), lambda rows: excel.read_bytes(xlsx(("预算", rows)), "b.xlsx")
    seen = imports.preview(of, book(rows), by=at.clerk)
    assert (seen.new, seen.refused) == (2, [])
    unit, total = seen.warnings
    assert (total.row, "60,000.00" in total.message, "57,000.00" in total.message) == (5, 1, 1)
    assert unit.row == 2
    imports.apply(of, book(rows), by=at.clerk)
    kept = dict(Budget.objects.values_list("use__code", "amount"))
    assert kept == {"office": YUAN("25000.00"), "basic-pay": YUAN("32000.00")}
    bad = [
        [*head[:4], "预算数"],
        [at.rich.name, 2026, at.source.code, "办公", "12.345"],
        [at.rich.name, 2026, at.source.code, "报酬", "-5"],
        [at.rich.name, 1887, at.source.code, "报酬", "5"],
        [at.rich.name, 2026, at.source.code, "无此用途", "5"],
        [at.poor.name, 2026, at.source.code, "办公", "约三万"],
    ]
    seen = imports.preview(of, book(bad), by=at.clerk)
    assert [(one.row, one.field) for one in seen.refused] == [
        (2, "amount"),
        (3, "amount"),
        (4, "year"),
        (5, "use"),
        (6, "amount"),
    ]


def test_floors_name_every_village_and_what_it_lacks(at, client):
    at.standard()
    at.standard(since=date(2019, 1, 1), until=date(2020, 7, 1), value=YUAN(100_000))
    at.standard(code="elsewhere", binds=False, value=YUAN(1))
    at.standard(code="training", per="member", value=YUAN(30), uses="", figure="spent")
    for n in range(3):
        PersonFactory(organization=at.rich, name=f"党员{n}")
    found = {(one.standard.code, one.organization): one for one in floors(DAY)}
    poor = found["operating", at.poor.pk]
    assert (poor.reached, poor.missing, poor.figure) == (False, 60_000, 50_000)
    assert found["operating", at.rich.pk].reached
    assert found["training", at.rich.pk].needed == 90
    assert ("training", at.poor.pk) not in found  # nobody there
    assert len(found) == 3
    assert floors(date(2019, 6, 1)) == []  # no accounts of that year: no data
    named = {}
    for ending in ("floor_tested", "floor_reached", "floor_missed"):
        asked = pages.get("organization").filter(f"{ending}=operating").condition(DAY)
        named[ending] = [row.code for row in Organization.objects.filter(asked)]
    assert sorted(named.pop("floor_tested")) == ["poor", "rich"]
    assert named == {"floor_reached": ["rich"], "floor_missed": ["poor"]}
    client.force_login(at.clerk)
    page = client.get(reverse("money-floors"), {"missing": 1, "standard": "operating"})
    said = page.content.decode()
    assert page.status_code == 200
    assert "1/2" in said
    assert "60,000" in said
    assert at.poor.get_absolute_url() in said
    assert at.rich.get_absolute_url() not in said


def test_standards_are_reckoned_from_one_another(at):
    income = at.standard(code="income", kind="income", value=YUAN("24100.50"), per="year")
    pay = at.standard(code="pay", kind="pay", measured="times", base="income", value=YUAN("2.5"))
    deputy = at.standard(code="deputy", measured="per_cent", base="pay", value=YUAN(70))
    known = {one.code: one for one in (income, pay, deputy)}
    assert required(pay, known) == YUAN("60251.25")
    assert required(deputy, known) == YUAN("42175.88")
    assert required(deputy, {"pay": pay}) is None
    pay.base = "deputy"
    deputy.base = "pay"
    assert required(deputy, {"pay": pay, "deputy": deputy}) is None


def test_county_table_sums_what_its_figures_open(at, client):
    client.force_login(at.clerk)
    for figure, whole, of_rich in (("spent", 90_100, 90_100), ("arrived", 200_000, 120_000)):
        table = county_table(Asked(at.county, 2026, figure), every=True)
        assert table.total.total == whole
        town = next(line for line in table.lines if line.organization == at.town)
        inside = {line.organization.code: line.total for line in town.inside}
        assert inside["rich"] == of_rich
        assert town.total == sum(inside.values())
        for line in (table.total, *table.flat):
            assert line.total == sum(amount for amount, _url in line.urls)
            for amount, url in [*line.urls, (line.total, line.url)]:
                query = url.partition("?")[2]
                rows = pages.get("entry").filter(query, pages.get("entry").model.objects.all()).qs
                opened = rows.balance() * (-1 if figure == "spent" else 1)
                assert opened == amount, url
    BudgetFactory(organization=at.rich, source=at.source, use=at.pay, amount=YUAN(7))
    page = client.get(reverse("money-table"), {"figure": "budget", "every": 1, "year": 2026})
    assert page.context["table"].total.total == 7
    book = client.get(reverse("money-table"), {"format": "xlsx", "year": 2026})
    assert book["Content-Type"].endswith("sheet")
    assert client.get(at.rich.get_absolute_url()).status_code == 200
    assert client.get(reverse("money-late")).status_code == 200
    stranger = user_over(OrganizationFactory(parent=at.county), "view_entry")
    client.force_login(stranger)
    assert client.get(reverse("money-table"), {"organization": "town"}).status_code == 404
    # A village sees its own, without doors that are closed to it: no workbook, no township.
    client.force_login(user_over(at.poor, "view_entry"))
    for route in ("money-table", "money-floors", "money-late"):
        said = client.get(reverse(route)).content.decode()
        assert "format=xlsx" not in said
        assert "organization=town" not in said


def test_notice_board_sheet_masks_names_and_counts_as_a_disclosure(at, client):
    quarter = Quarter(2026, 2)
    assert prepare_sheets(at.county, period=quarter, by=at.clerk) == 2
    with pytest.raises(Refused):
        prepare_sheets(at.county, period=Quarter(2027, 1), by=at.clerk)
    sheet = MoneySheet.objects.get(organization=at.rich)
    said = told(sheet)
    assert (said["before"], said["received"], said["spent"]) == ("120,000.00", "0.00", "90,800.00")
    assert said["after"] == "29,200.00"
    names = [who for _day, _use, who, _amount in said["payments"]]
    assert names == ["王**", "新华书店有限公司", "张*"]
    assert masked_name("供电所") == "供电所"
    with pytest.raises(Refused):
        publish_sheet(sheet, on=date(2026, 6, 1), by=at.clerk)
    publish_sheet(sheet, on=date(2026, 7, 5), by=at.clerk)
    assert prepare_sheets(at.county, period=quarter, by=at.clerk) == 1  # the other one
    made = Disclosure.objects.get(organization=at.rich)
    assert (made.kind, made.covers_until, made.published_on) == (
        "finance",
        date(2026, 6, 30),
        date(2026, 7, 5),
    )
    assert DISCLOSURES.rows is Disclosure
    client.force_login(at.clerk)
    assert "王小明" not in client.get(reverse("moneysheet-paper", args=[sheet.pk])).content.decode()
    assert client.get(reverse("money-sheets")).status_code == 200
    wanted = {"period": "2026-3"}
    assert client.post(reverse("money-sheets-prepare"), wanted).status_code == 302


def test_special_fund_knows_what_its_projects_have_spent(at, client):
    fund = SpecialFund.objects.create(
        organization=at.county,
        code="venue",
        name="场所建设资金",
        kind="venue",
        year=2026,
        source=at.source,
        use=at.office,
        amount=YUAN(5_000),
    )
    for place in (at.rich, at.poor):
        FundProject.objects.create(
            fund=fund,
            organization=place,
            year=2026,
            name="维修",
            allotted=YUAN(2_000),
            allotted_on=date(2026, 2, 1),
        )
    row = SpecialFundTable.rows(SpecialFund.objects.all()).get()
    assert (row.amount, row.allotted, row.spent) == (5_000, 4_000, 100)
    spent = {
        one.organization: one.spent for one in FundProjectTable.rows(FundProject.objects.all())
    }
    assert spent == {at.rich: 100, at.poor: 0}


def test_glance_says_how_a_budget_grew_and_how_it_is_spent(at):
    for year, amount in ((2025, 80_000), (2026, 100_000)):
        BudgetFactory(
            organization=at.rich, source=at.source, use=at.pay, year=year, amount=YUAN(amount)
        )
    found = glance(at.town, DAY, "other")
    assert [(one.year, one.share) for one in found.growth] == [(2025, None), (2026, 125)]
    pay = next(one for one in found.uses if one.use == at.pay)
    assert (pay.budget, pay.arrived, pay.spent, pay.pace.spent) == (100_000, 170_000, 90_000, 90)
    assert [one["values"][-1] for one in found.by_use] == [9, YUAN("0.01")]
    assert glance(OrganizationFactory(parent=at.county), DAY, "other") is None


def test_pay_of_secretaries_is_held_against_its_standard(at):
    """002-04: the one who is paid least speaks for the village; sheets still being made do not."""
    at.standard(code="income", kind="income", value=YUAN(24_100), per="year")
    at.standard(
        code="pay",
        kind="pay",
        per="year",
        measured="times",
        base="income",
        value=2,
        uses="",
        paid_as="secretary",
    )
    for place, month, basic, state in (
        (at.rich, 1, 4_000, "approved"),
        (at.rich, 2, 4_100, "posted"),
        (at.poor, 1, 3_500, "approved"),
        (at.town, 3, 1, "draft"),
    ):
        sheet = PaySheetFactory(organization=place, month=date(2026, month, 1))
        PayLineFactory(organization=place, sheet=sheet, basic=YUAN(basic))
        PaySheet.objects.filter(pk=sheet.pk).update(state=state)
    found = {one.organization: one for one in floors(DAY, "pay")}
    assert set(found) == {at.rich.pk, at.poor.pk}
    assert (found[at.rich.pk].needed, found[at.rich.pk].figure) == (48_200, 48_000)
    assert (found[at.poor.pk].reached, found[at.poor.pk].missing) == (False, 6_200)
    asked = pages.get("organization").filter("floor_missed=pay").condition(DAY)
    assert Organization.objects.filter(asked).count() == 2
