"""Report items as measures: sums and counts over accepted cells, in any indicator of a plan."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions.targets.runs import compute_run, run_for
from assessments.choices import Aggregate, Basis, IndicatorKind
from assessments.forms.targets import MeasureForm
from assessments.models import Indicator, Value
from tests.assessments.figures import fill_in
from tests.assessments.reporting import county_with
from tests.factories import TargetFactory, user_over
from tests.factories.assessments import PlanFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)


@pytest.fixture
def county():
    """Two townships of two villages; both accepted for the second quarter, one for the third."""
    county = county_with(villages=2, townships=2)
    second = {
        "3400000": {"dues_owed": "100.5", "dues_paid": "90.25", "committee": 3},
        "3400001": {"dues_owed": 50, "dues_paid": 50, "committee": 2},
        "3401000": {"dues_owed": 80, "dues_paid": 20, "committee": 4},
        "3400": {"town_heard": 2},
        "3401": {"town_heard": 1},
    }
    third = {
        "3400000": {"dues_owed": 100, "dues_paid": 100, "committee": 3},
        "3401000": {"dues_owed": 1000, "dues_paid": 0, "committee": 9},
        "3401": {"town_heard": 7},
    }
    fill_in(county, 2, second)
    fill_in(county, 3, third, accepted=("3400",))
    return county


def measure(county, code, query, basis=Basis.DURING, aggregate=Aggregate.SUM):
    given = {"code": code, "name": code, "register": "reportcell", "query": query}
    given |= {
        "basis": basis,
        "aggregate": aggregate,
        "column": "value",
        "organization": county.code,
    }
    form = MeasureForm(given, user=user_over(county))
    assert form.is_valid(), form.errors
    return form.save()


def run_of(county, numerator, denominator=None, **kind):
    kind = {"kind": IndicatorKind.RATIO if denominator else IndicatorKind.AMOUNT} | kind
    plan = PlanFactory(organization=county)
    indicator = Indicator.objects.create(
        code=numerator.code,
        name=numerator.code,
        organization=county,
        numerator=numerator,
        denominator=denominator,
        **kind,
    )
    TargetFactory(plan=plan, indicator=indicator)
    run = run_for(plan, DAY, by=None)
    compute_run(run, by=None)
    return run, {one.organization.code: one for one in Value.objects.select_related("organization")}


def test_a_ratio_of_two_items_adds_the_accepted_quarters_of_the_year(county):
    """Ratio of sums over both quarters, cents included; what is not accepted does not count."""
    form = "form=party-building&item="
    paid = measure(county, "paid", f"{form}dues_paid")
    _run, values = run_of(county, paid, measure(county, "owed", f"{form}dues_owed"))
    paid_in_all, owed_in_all = Decimal("260.25"), Decimal("330.5")
    assert (values["34"].n, values["34"].of) == (paid_in_all, owed_in_all)
    assert (values["3400"].n, values["3400"].of) == (Decimal("240.25"), Decimal("250.5"))
    assert (values["3401"].n, values["3401"].of) == (20, 80)
    assert isinstance(values["3401"].n, int)  # amounts without cents stay whole
    assert "3401001" not in values  # reported nothing: no data, not zero
    assert Indicator.objects.get().value(values["34"].n, values["34"].of) == pytest.approx(
        100 * paid_in_all / owed_in_all
    )


def test_at_a_day_each_townships_last_accepted_report_counts(county):
    committee = measure(county, "held", "form=party-building&item=committee", Basis.AT)
    _run, values = run_of(county, committee)
    assert {code: one.n for code, one in values.items()} == {
        "34": 3 + 4,  # the first township of the third quarter, the second of the second
        "3400": 3,
        "3400000": 3,
        "3401": 4,
        "3401000": 4,
    }


def test_an_item_of_townships_is_not_counted_twice(county):
    heard = measure(county, "heard", "form=party-building&item=town_heard")
    _run, values = run_of(county, heard)
    assert {code: one.n for code, one in values.items()} == {"34": 3, "3400": 2, "3401": 1}


def test_a_share_of_villages_that_reach_a_figure(county, client):
    """Satisfaction of at least 80 works the same way (001-02): rows by their value."""
    form = "form=party-building&item=committee"
    good = measure(county, "good", f"{form}&value_min=3", aggregate=Aggregate.COUNT)
    run, values = run_of(
        county, good, measure(county, "all", f"{form}&filled=true", aggregate=Aggregate.COUNT)
    )
    assert (values["34"].n, values["34"].of) == (3, 4)
    client.force_login(user_over(county))
    answer = client.get(reverse("run-board", args=[run.pk]))
    assert "value_min=3" in answer.content.decode()  # its rows open from the figure
    listed = client.get(
        reverse("reportcell-list"),
        {
            "form": "party-building",
            "item": "committee",
            "value_min": "3",
            "during": "2026-01-01",
            "on": f"{DAY}",
            "organization": "34",
        },
    )
    assert listed.context["listing"].leaf.count == 3


def test_the_list_shows_accepted_figures_only(county, client):
    client.force_login(user_over(county))
    asked = {"item": "dues_owed", "value_min": "1"}
    for more, count in (
        ({}, 4),
        ({"quarter": "3"}, 1),
        ({"on": f"{DAY}"}, 2),
        ({"ended": "all"}, 5),
    ):
        answer = client.get(reverse("reportcell-list"), asked | more)
        assert answer.context["listing"].leaf.count == count, more


def test_a_sum_needs_a_column_with_amounts(county):
    given = {"code": "m", "name": "m", "register": "reportcell", "basis": "at", "aggregate": "sum"}
    user = user_over(county)
    assert "value" in MeasureForm(given, user=user).errors["column"][0]
    assert "column" in MeasureForm({**given, "column": "raw"}, user=user).errors
    assert "aggregate" in MeasureForm({**given, "register": "report"}, user=user).errors
    assert not MeasureForm({**given, "column": "value"}, user=user).errors
