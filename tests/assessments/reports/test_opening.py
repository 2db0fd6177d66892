import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.reports.openings import (
    open_due_periods,
    open_reports,
    plan_year,
    refresh_report,
    refresh_reports,
)
from assessments.actions.reports.templates import load_template
from assessments.models import Report, ReportCell, ReportItem, ReportPeriod
from portal import pages
from portal.errors import Refused
from tests.assessments.reporting import (
    cell,
    county_with,
    first_report,
    in_role,
    opened,
    small_template,
    type_in,
)
from tests.factories import PersonFactory, user_over

pytestmark = pytest.mark.django_db

State = Report.State


def test_opening_makes_one_report_a_township_and_twice_makes_nothing_new():
    period = opened(county_with(villages=2, townships=3))
    assert period.reports.count() == 3
    cells = ReportCell.objects.count()
    assert cells == 3 * (4 + 2 * 22)
    assert "0" in open_reports(period)
    assert ReportCell.objects.count() == cells


def test_a_village_counts_its_branches_and_the_township_all(county):
    town = county.children.get()
    village = town.children.order_by("code").first()
    PersonFactory(organization=village)
    PersonFactory(
        organization=village,
        sex="2",
        born="2000-01-01",
        joined="2026-08-01",
        confirmed=None,
        standing="probationary",
    )
    PersonFactory(organization=town)
    report = first_report(county)
    values = {
        c: cell(report, c).value
        for c in ("start", "admitted", "end", "women", "young", "probationary")
    }
    assert values == {
        "start": 1,
        "admitted": 1,
        "end": 2,
        "women": 1,
        "young": 1,
        "probationary": 1,
    }
    assert cell(report, "town_members").value == 3
    assert cell(report, "committee").raw == ""


def test_the_next_quarter_starts_where_this_one_ended(county, report, secretary):
    type_in(report, secretary, end="7")
    following = opened(county, quarter=4).reports.get()
    assert cell(following, "start").raw == "7"


def test_a_refresh_renews_what_nobody_corrected_and_keeps_what_somebody_did(
    county, report, secretary
):
    village = report.organization.children.order_by("code").first()
    type_in(report, secretary, women="5")
    PersonFactory(organization=village, sex="2")
    refresh_report(report, by=secretary)
    assert (cell(report, "end").raw, cell(report, "end").prefilled) == ("1", 1)
    assert (cell(report, "women").raw, cell(report, "women").prefilled) == ("5", 1)
    assert cell(report, "women").changed_by == secretary
    assert "0" in refresh_reports(report.period)


def test_a_night_opens_what_is_due_and_hides_nothing(county):
    template = small_template(county)
    today = timezone.localdate()
    plan_year(template, year=today.year)
    plan_year(template, year=today.year - 1)
    open_due_periods()
    assert all(report.period.first <= today <= report.period.due for report in Report.objects.all())
    assert Report.objects.exists()


def test_a_quarter_is_due_and_closes_when_its_template_says(county):
    template = small_template(county)
    template.due_days, template.closes_days = 5, 20
    template.save()
    plan_year(template, year=2026)
    days = ReportPeriod.objects.get(quarter=1)
    assert (str(days.opens), str(days.due), str(days.closes)) == (
        "2026-01-01",
        "2026-04-05",
        "2026-04-20",
    )
    typed = {"template": template.code, "year": 2027, "quarter": 1}
    form = pages.get("reportperiod").form(typed, user=user_over(county))
    form.full_clean()
    assert str(form.cleaned_data["due"]) == "2027-04-05"
    assert str(form.cleaned_data["closes"]) == "2027-04-20"


def test_loading_the_template_twice_changes_nothing(county):
    template = small_template(county)
    before = list(ReportItem.objects.values_list("pk", "code", "position"))
    assert small_template(county) == template
    assert list(ReportItem.objects.values_list("pk", "code", "position")) == before
    with pytest.raises(Refused, match="party_building"):
        load_template("nothing", county)


def test_opening_costs_the_same_queries_for_any_number_of_townships_and_villages():
    def cost(**size):
        template = small_template(county_with(**size))
        plan_year(template, year=2026)
        period = template.periods.get(quarter=3)
        with CaptureQueriesContext(connection) as queries:
            open_reports(period)
        Report.objects.all()
        return len(queries)

    with transaction.atomic():
        small = cost(villages=1, townships=1)
        transaction.set_rollback(True)
    assert cost(villages=6, townships=5) == small


def test_templates_refuse_what_they_could_not_compute(county):
    user = in_role("county_admin", county)
    template = small_template(county)
    form = pages.get("reportcheck").form
    data = {"template": template.code, "position": "99", "code": "more", "severity": "error"}
    right = ("women <= end", "2 * women <= end", "end <= 3 * last.end", "town_visits = sum(women)")
    for text in right:
        assert form(data | {"expression": text}, user=user).is_valid(), text
    for wrong in ("women <= nobody", "women end", "women <= ", "<= end", "women * 2 <= end"):
        assert not form(data | {"expression": wrong}, user=user).is_valid(), wrong


def test_a_period_follows_from_its_quarter(county):
    template = small_template(county)
    user = in_role("county_admin", county)
    form = pages.get("reportperiod").form(
        {"template": template.code, "year": "2026", "quarter": "4"}, user=user
    )
    assert form.is_valid(), form.errors
    period = form.save()
    days = [str(day) for day in (period.first, period.last, period.opens, period.due)]
    assert days == ["2026-10-01", "2026-12-31", "2026-10-01", "2027-01-10"]


def test_what_a_cell_means_cannot_change_under_a_report(county, report):
    user = in_role("county_admin", county)
    item = report.period.template.items.get(code="committee")
    form = pages.get("reportitem").form
    fields = form(instance=item, user=user)
    data = {name: fields[name].value() for name in fields.fields} | {"template": "party-building-1"}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    assert form(data | {"name": "支部委员会会议"}, instance=item, user=user).is_valid()
    item.refresh_from_db()
    assert not form(data | {"kind": "decimal"}, instance=item, user=user).is_valid()
    report.period.template.items.filter(code="committee").update(kind="decimal")
    with pytest.raises(Refused):
        small_template(county)
