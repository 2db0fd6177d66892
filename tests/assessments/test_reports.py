import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import reports as acts
from assessments.actions.entries import Entry, read
from assessments.actions.openings import (
    load_template,
    open_due_periods,
    open_reports,
    plan_year,
    refresh_report,
    refresh_reports,
)
from assessments.actions.owing import owing, report_matrix
from assessments.actions.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCell, ReportItem
from portal import pages
from portal.errors import Refused
from tests.assessments.reporting import (
    another_township,
    cell,
    county_with,
    fill,
    first_report,
    opened,
    type_in,
)
from tests.factories import GrantFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

State = Report.State
NO_NUMBER = "is not a number. Use digits, and “.” as the decimal point."


@pytest.fixture
def county():
    return county_with()


@pytest.fixture
def report(county):
    return first_report(county)


def in_role(name, organization):
    user = UserFactory(organization=organization)
    GrantFactory(user=user, organization=organization, role=Group.objects.get(name=name))
    return user


@pytest.fixture
def secretary(report):
    return in_role("township_secretary", report.organization)


@pytest.fixture
def staff(county):
    return in_role("county_staff", county)


def send(client, report, **values):
    """Save cells of the first village as the page's script does."""
    typed = {f"c{cell(report, code).pk}": text for code, text in values.items()}
    return client.post(grid(report), {"seen": "0"} | typed, headers={"X-Grid": "1"})


def grid(report):
    return reverse("report-grid", args=[report.pk])


# Opening and filling from the registers.


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
    template = load_template("party_building", county)
    today = timezone.localdate()
    plan_year(template, year=today.year)
    plan_year(template, year=today.year - 1)
    open_due_periods()
    assert all(report.period.first <= today <= report.period.due for report in Report.objects.all())
    assert Report.objects.exists()


def test_loading_the_template_twice_changes_nothing(county):
    template = load_template("party_building", county)
    before = list(ReportItem.objects.values_list("pk", "code", "position"))
    assert load_template("party_building", county) == template
    assert list(ReportItem.objects.values_list("pk", "code", "position")) == before
    with pytest.raises(Refused, match="party_building"):
        load_template("nothing", county)


def test_opening_costs_the_same_queries_for_any_number_of_townships_and_villages():
    def cost(**size):
        template = load_template("party_building", county_with(**size))
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


# Typing.


@pytest.mark.parametrize(
    ("code", "text", "raw", "value"),
    [
        ("committee", "３", "3", 3),
        ("attended", "1,303", "1303", 1303),
        ("attended", " 12 ", "12", 12),
        ("attended", "3.0", "3", 3),
        ("dues_paid", "１２．５０", "12.5", 12.5),
        ("note", "办公用房\n漏雨", "办公用房 漏雨", None),
        ("committee", "", "", None),
    ],
)
def test_what_is_meant_is_understood(report, secretary, code, text, raw, value):
    type_in(report, secretary, **{code: text})
    found = cell(report, code)
    assert (found.raw, found.value, found.error) == (raw, value, "")


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        (
            "dues_paid",
            "12，5",
            "“12，5” is not a number. Use digits, and “.” as the decimal point.",
        ),
        ("committee", "三次", "“三次” is not a number. Use digits, and “.” as the decimal point."),
        ("committee", "1e3", "“1e3” is not a number. Use digits, and “.” as the decimal point."),
        ("women", "1.5", "“1.5” is not a whole number: persons can only be counted whole."),
        ("moved_in", "-2", "“-2” is less than 0, the least possible."),
        ("committee", "100", "“100” is more than 99, the most possible."),
        ("attended", "9" * 13, f"“{'9' * 13}” is too large: at most 12 digits."),
        ("dues_paid", "1.23456", "“1.23456” has more than 4 decimal places."),
        ("attended", "9" * 60, "This is too long: at most 40 characters."),
        ("note", "长" * 201, "This is too long: at most 200 characters."),
    ],
)
def test_what_cannot_be_right_is_kept_as_typed_and_answered_in_a_sentence(
    report, secretary, settings, code, text, words
):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, **{code: text})
    found = cell(report, code)
    assert (found.raw, found.value) == (text, None)
    faults = [fault for fault in Sheet(report).faults if fault.cell == found.pk]
    assert [fault.text for fault in faults] == [words]


def test_items_that_contradict_each_other_are_named(report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, end=4, women=5, moved_in=2, moved_out=1, departed=0)
    faults = {fault.cell: fault.text for fault in Sheet(report).faults}
    assert faults == {
        cell(report, "women").pk: "Of them women (5) must not be more than At the end (4).",
        cell(
            report, "end"
        ).pk: "At the start + Admitted + Transferred in − Transferred out − Died or left (1)"
        " must equal At the end (4).",
    }


def test_totals_are_sums_and_a_rate_is_the_rate_of_sums(report, secretary):
    for row, (expected, attended) in enumerate([(10, 10), (30, 15), (0, 0)]):
        type_in(report, secretary, row=row, expected=expected, attended=attended)
    sheet = Sheet(report)
    totals = {item.code: sheet.totals()[str(item.pk)] for item in sheet.columns("village")}
    assert (totals["expected"], totals["attended"], totals["attendance"]) == ("40", "25", "62.5%")
    assert totals["committee"] == ""
    assert totals["note"] == ""


def test_locked_cells_and_cells_of_other_reports_are_not_written(report, secretary):
    other = opened(another_township(report)).reports.last()
    typed = {cell(report, "start").pk: "9", cell(other, "committee").pk: "9"}
    acts.save_cells(report, typed=typed, seen=99, by=secretary)
    assert cell(report, "start").raw == "0"
    assert cell(other, "committee").raw == ""


def test_the_first_entry_makes_a_draft(report, secretary):
    type_in(report, secretary, committee="3")
    report.refresh_from_db()
    assert (report.state, report.revision) == (State.DRAFT, 1)
    type_in(report, secretary, committee="3")
    report.refresh_from_db()
    assert report.revision == 1


# Two people.


THREE = ("committee", "assembly", "lecture")


def test_cells_of_two_people_merge_and_the_same_cell_is_handed_back(report, secretary):
    other = in_role("township_secretary", report.organization)
    type_in(report, secretary, seen=0, committee="3", assembly="1")
    saved = type_in(report, other, seen=0, committee="4", lecture="2")
    assert saved.clashes == [cell(report, "committee").pk]
    assert [cell(report, code).raw for code in ("committee", "assembly", "lecture")] == [
        "3",
        "1",
        "2",
    ]
    saved = type_in(report, other, seen=saved.revision, committee="4")
    assert saved.clashes == []
    assert cell(report, "committee").raw == "4"


def test_the_same_figure_twice_is_no_clash(report, secretary):
    type_in(report, secretary, seen=0, committee="3")
    assert type_in(report, secretary, seen=0, committee=" 3 ").clashes == []


def test_without_scripts_a_whole_page_does_not_undo_what_others_typed(client, report, secretary):
    client.force_login(secretary)
    other = in_role("township_secretary", report.organization)
    page = {f"c{found.pk}": found.raw for found in report.cells.exclude(item__locked=True)}
    type_in(report, other, committee="3", assembly="2")
    page |= {f"c{cell(report, 'lecture').pk}": "1", f"c{cell(report, 'assembly').pk}": "5"}
    response = client.post(grid(report), page | {"seen": "0", "act": "save"})
    assert response.status_code == 409
    assert [cell(report, code).raw for code in ("committee", "assembly", "lecture")] == [
        "3",
        "2",
        "1",
    ]
    assert "5" in response.content.decode()


# Handing in.


def test_an_incomplete_report_is_refused_with_the_whole_list(report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, committee="三")
    with pytest.raises(acts.NotReady) as refused:
        acts.submit_report(report, by=secretary)
    faults = [(fault.place, fault.text) for fault in refused.value.faults]
    assert [place for place, _text in faults] == [
        "第0村",
        "第0村 · Branch committee",
        "第1村",
        "第2村",
        report.organization.short,
    ]
    assert faults[2][1] == "14 cells are empty (Transferred in, Transferred out, Died or left …)"
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_a_report_goes_round_until_it_is_accepted(report, secretary, staff):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    acts.return_report(report, reason="女党员数与台账不符", by=staff)
    assert [debt.reason.reason for debt in owing(secretary).to_fill] == ["女党员数与台账不符"]
    type_in(report, secretary, committee="4")
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    assert [debt.report for debt in owing(staff).to_review] == [report]
    acts.accept_report(report, by=staff)
    assert (report.state, report.round) == (State.ACCEPTED, 2)
    kinds = list(report.acts.values_list("kind", "by"))
    assert kinds == [
        ("opened", None),
        ("submitted", secretary.pk),
        ("returned", staff.pk),
        ("submitted", secretary.pk),
        ("accepted", staff.pk),
    ]
    assert owing(secretary).mine == owing(staff).mine == []


ALLOWED = {
    ("open", "submit"),
    ("draft", "submit"),
    ("returned", "submit"),
    ("submitted", "withdraw"),
    ("submitted", "return"),
    ("submitted", "accept"),
    ("open", "extend"),
    ("draft", "extend"),
    ("returned", "extend"),
    ("open", "type"),
    ("draft", "type"),
    ("returned", "type"),
}
ACTS = {
    "submit": acts.submit_report,
    "withdraw": acts.withdraw_report,
    "return": lambda report, by: acts.return_report(report, reason="错", by=by),
    "accept": acts.accept_report,
    "extend": lambda report, by: acts.extend_report(
        report, until=timezone.localdate() + timedelta(days=3), reason="灾情", by=by
    ),
    "type": lambda report, by: type_in(report, by, committee="5"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", State.values)
def test_only_the_drawn_moves_exist(report, secretary, state, act):
    fill(report, secretary)
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    before = list(ReportCell.objects.order_by("pk").values()), report.acts.count()
    if (state, act) in ALLOWED:
        ACTS[act](report, by=secretary)
        return
    with pytest.raises(Refused):
        ACTS[act](report, by=secretary)
    assert (list(ReportCell.objects.order_by("pk").values()), report.acts.count()) == before
    assert Report.objects.get(pk=report.pk).state == state


@pytest.mark.parametrize("act", ["submit", "withdraw", "return", "accept"])
def test_whoever_comes_second_is_told(report, secretary, staff, act):
    fill(report, secretary)
    if act != "submit":
        report.refresh_from_db()
        acts.submit_report(report, by=secretary)
    stale = Report.objects.get(pk=report.pk)
    ACTS[act](Report.objects.get(pk=report.pk), by=staff)
    with pytest.raises(Refused):
        ACTS[act](stale, by=staff)
    assert report.acts.filter(kind__startswith=act[:6]).count() <= 1


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_the_database_itself_refuses_to_change_cells_handed_in(report, secretary, state):
    fill(report, secretary)
    Report.objects.filter(pk=report.pk).update(state=state)
    for write in (
        lambda: report.cells.update(raw="1"),
        lambda: report.cells.filter(pk=cell(report, "note").pk).delete(),
        lambda: ReportCell.objects.create(
            report=report, item=cell(report, "note").item, organization=report.organization
        ),
    ):
        with (
            pytest.raises(IntegrityError, match="cannot be written"),
            transaction.atomic(),
        ):
            write()


def test_acts_are_never_rewritten(report):
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        report.acts.update(reason="x")


def test_nobody_accepts_what_they_submitted(report, secretary):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    with pytest.raises(Refused):
        acts.accept_report(report, by=secretary)


def test_a_reason_is_needed_to_return(report, secretary, staff):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    with pytest.raises(Refused):
        acts.return_report(report, reason="  ", by=staff)


def test_a_closed_period_takes_no_submission_until_its_due_day_is_put_off(report, secretary, staff):
    fill(report, secretary)
    period = report.period
    period.due = period.closes = timezone.localdate() - timedelta(days=1)
    period.opens = min(period.opens, period.due)
    period.save()
    report.refresh_from_db()
    assert report.overdue
    assert report.status == "overdue"
    with pytest.raises(Refused):
        acts.submit_report(report, by=secretary)
    acts.extend_report(report, until=timezone.localdate(), reason="洪灾", by=staff)
    assert not report.overdue
    acts.submit_report(report, by=secretary)


# Who may.


ROLES = {  # role -> acts it may do on a report of its own subtree
    "county_admin": {"submit", "withdraw", "accept", "return", "extend", "type", "refresh"},
    "county_staff": {"accept", "return", "extend"},
    "township_secretary": {"submit", "withdraw", "type", "refresh"},
    "village_secretary": set(),
    "supervisor": set(),
    "auditor": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_its_own_acts_and_no_others(client, county, report, role):
    place = report.organization if role.startswith("township") else county
    user = in_role(role, place)
    client.force_login(user)
    assert client.get(grid(report)).status_code == 200
    allowed = {
        action.name.split("_")[0]
        for action in pages.get("report").actions
        if client.get(reverse(f"report-{action.name}", args=[report.pk])).status_code == 200
    }
    typed = client.post(
        grid(report),
        {"seen": "0", f"c{cell(report, 'committee').pk}": "1"},
        headers={"X-Grid": "1"},
    )
    if typed.status_code == 200:
        allowed.add("type")
    assert allowed == ROLES[role]


def test_a_report_of_another_township_does_not_exist(client, county, report):
    other = another_township(report).children.get(code="3499")
    client.force_login(in_role("township_secretary", other))
    assert client.get(grid(report)).status_code == 404
    assert client.post(grid(report), {"seen": "0"}, headers={"X-Grid": "1"}).status_code == 404


# Pages.


def test_the_grid_shows_every_cell_its_marks_and_last_quarters_figures(
    client, county, report, secretary
):
    type_in(report, secretary, committee="9")
    following = opened(county, quarter=4).reports.get()
    type_in(following, secretary, women="3", dues_paid="<b>")
    client.force_login(secretary)
    page = client.get(grid(following)).content.decode()
    assert len(re.findall(r'name="c\d', page)) == 3 * 21 + 3
    assert 'data-last="9"' in page
    assert "&lt;b&gt;" in page
    assert "<b>”" not in page
    assert 'class="dif' in page or " dif" in page


def test_a_save_answers_with_totals_faults_and_progress(client, report, secretary):
    client.force_login(secretary)
    target = cell(report, "committee")
    answer = client.post(
        grid(report), {"seen": "0", f"c{target.pk}": "３"}, headers={"X-Grid": "1"}
    ).json()
    assert answer["written"] == {str(target.pk): "3"}
    assert answer["totals"][str(target.item_id)] == "3"
    assert answer["faults"] == []
    assert (answer["seen"], answer["state"]) == (1, "draft")
    assert answer["progress"]["filled"] == 1 + 3 * 6


def test_what_others_typed_comes_with_every_answer(client, report, secretary):
    client.force_login(secretary)
    other = in_role("township_secretary", report.organization)
    type_in(report, other, seen=0, committee="4", assembly="1")
    answer = send(client, report, committee="3", lecture="").json()
    assert answer["clashes"][str(cell(report, "committee").pk)]["raw"] == "4"
    assert answer["clashes"][str(cell(report, "committee").pk)]["by"] == str(other)
    assert [one["raw"] for one in answer["changes"].values()] == ["1"]
    assert answer["seen"] == 1


def test_a_save_into_a_submitted_report_is_told_so(client, report, secretary):
    fill(report, secretary)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    client.force_login(secretary)
    answer = send(client, report, committee="8")
    assert answer.status_code == 409
    assert answer.json()["said"]


def test_submitting_without_scripts_saves_first(client, report, secretary):
    fill(report, secretary)
    client.force_login(secretary)
    target = cell(report, "committee")
    data = {"seen": "1", "act": "submit", f"c{target.pk}": "7"}
    response = client.post(grid(report), data)
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.state, cell(report, "committee").raw) == (State.SUBMITTED, "7")


def test_submitting_too_early_leads_to_the_list_of_what_is_missing(client, report, secretary):
    client.force_login(secretary)
    response = client.post(grid(report), {"seen": "0", "act": "submit"}, follow=True)
    assert response.redirect_chain[0][0].endswith("?check=1#faults")
    assert len(response.context["sheet"].faults) == 4
    assert response.content.decode().count('aria-invalid="true"') == 2 + 3 * 14


@pytest.mark.parametrize("page", ["grid", "save", "owing"])
def test_pages_cost_the_same_queries_however_many_villages(client, page):
    def cost(villages):
        with transaction.atomic():
            report = first_report(county_with(villages=villages))
            client.force_login(in_role("township_secretary", report.organization))
            data = {"seen": "0"} | {
                f"c{pk}": "3"
                for pk in report.cells.filter(item__code="committee").values_list("pk", flat=True)
            }
            with CaptureQueriesContext(connection) as queries:
                if page == "save":
                    client.post(grid(report), data, headers={"X-Grid": "1"})
                else:
                    client.get(grid(report) if page == "grid" else reverse("owing"))
            transaction.set_rollback(True)
        return len(queries)

    cost(1)
    small = cost(3)
    assert cost(30) == small
    assert small <= 18


def test_what_is_owed_comes_first_for_the_secretary_and_lateness_for_the_county(
    client, report, secretary, staff
):
    assert [debt.report for debt in owing(secretary).to_fill] == [report]
    assert [debt.report for debt in owing(staff).late] == [report]
    assert owing(staff).mine == []
    for user in (secretary, staff):
        client.force_login(user)
        assert grid(report) in client.get(reverse("owing")).content.decode()
    assert [todo.url for todo in pages.todo_of(secretary)] == [grid(report)]


def test_the_matrix_has_every_township_and_quarter(county, report, staff, secretary):
    row = report_matrix(staff, 2026)[0]
    assert row.organization == report.organization
    assert row.reports == (None, None, report, None)
    assert report_matrix(secretary, 2026) == [row]
    assert report_matrix(staff, 2025)[0].reports == (None,) * 4


def test_templates_refuse_what_they_could_not_compute(county):
    user = in_role("county_admin", county)
    template = load_template("party_building", county)
    form = pages.get("reporttemplate").form
    data = {name: getattr(template, name) for name in ("code", "name", "version")}
    data |= {"organization": county.code}
    assert form(data | {"checks": "women <= end"}, instance=template, user=user).is_valid()
    for wrong in ("women <= nobody", "women end", "women <= ", "<= end", "women * 2 <= end"):
        assert not form(data | {"checks": wrong}, instance=template, user=user).is_valid(), wrong


def test_a_period_follows_from_its_quarter(county):
    template = load_template("party_building", county)
    user = in_role("county_admin", county)
    form = pages.get("reportperiod").form(
        {"template": template.code, "year": "2026", "quarter": "4"}, user=user
    )
    assert form.is_valid(), form.errors
    period = form.save()
    days = [str(day) for day in (period.first, period.last, period.opens, period.due)]
    assert days == ["2026-10-01", "2026-12-31", "2026-10-01", "2027-01-10"]


def test_an_act_has_its_history(report, secretary):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    assert ReportAct.objects.filter(report=report, kind="submitted").get().by == secretary
    assert report.events.order_by("pgh_id").last().state == State.SUBMITTED
    assert cell(report, "committee").events.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "pair", [("accept", "return"), ("withdraw", "accept"), ("return", "withdraw")]
)
def test_of_two_acts_at_once_exactly_one_wins(pair):
    report = first_report(county_with(villages=1))
    users = [UserFactory(organization=report.organization) for _ in range(3)]
    fill(report, users[0])
    report.refresh_from_db()
    acts.submit_report(report, by=users[0])
    won = at_once([(ACTS[name], user) for name, user in zip(pair, users[1:], strict=True)])
    assert sorted(won) == [False, True]
    assert report.acts.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_report_submitted_by_many_at_once_is_submitted_once():
    report = first_report(county_with(villages=1))
    users = [UserFactory(organization=report.organization) for _ in range(6)]
    fill(report, users[0])
    assert sorted(at_once([(acts.submit_report, user) for user in users])) == [False] * 5 + [True]
    report.refresh_from_db()
    assert (report.state, report.round) == (State.SUBMITTED, 1)
    assert list(report.acts.values_list("kind", flat=True)) == ["opened", "submitted"]


def at_once(moves):
    """Do all of it on the one report, each in a thread and connection of its own; who won."""
    together = Barrier(len(moves))

    def move(act, user):
        try:
            mine = Report.objects.select_related("period__template", "organization").get()
            together.wait()
            act(mine, by=user)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(lambda pair: move(*pair), moves))


@pytest.mark.django_db(transaction=True)
def test_people_typing_at_once_lose_nothing():
    report = first_report(county_with(villages=8))
    user = UserFactory(organization=report.organization)
    cells = [cell(report, "committee", row).pk for row in range(8)]

    def type_one(pk):
        try:
            return acts.save_cells(report, typed={pk: "3"}, seen=0, by=user).clashes
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(type_one, cells)) == [[]] * 8
    report.refresh_from_db()
    assert report.revision == 8
    assert set(report.cells.filter(pk__in=cells).values_list("raw", flat=True)) == {"3"}


def test_a_township_secretary_begins_with_what_is_owed(client, secretary, staff):
    for user, begins in ((secretary, "owing"), (staff, "dashboard")):
        client.force_login(user)
        assert client.get(reverse("home")).url == reverse(begins)


def test_lateness_can_be_listed(report):
    on_time = pages.get("report").filter("overdue=true&on=2026-10-10", Report.objects.all()).qs
    late = pages.get("report").filter("overdue=true&on=2026-10-11", Report.objects.all()).qs
    assert (list(on_time), list(late)) == ([], [report])


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
        load_template("party_building", county)


def test_asking_for_news_is_cheap_while_there_is_none(client, report, secretary):
    client.force_login(secretary)
    client.get(grid(report))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(grid(report) + "?since=0").json() == {"seen": 0}
    assert len(queries) <= 5
    type_in(report, secretary, committee="3")
    news = client.get(grid(report) + "?since=0").json()
    assert [one["raw"] for one in news["changes"].values()] == ["3"]


@pytest.mark.parametrize(
    ("kind", "text", "raw", "value", "fault"),
    [
        ("percent", "95%", "95", 95, ""),
        ("percent", "９５．５％", "95.5", Decimal("95.5"), ""),
        ("percent", "130", "130", None, "high"),
        ("percent", "-1", "-1", None, "low"),
        ("yes_no", "有", "是", 1, ""),
        ("yes_no", "N", "否", 0, ""),
        ("yes_no", "也许", "也许", None, "yes_no"),
        ("decimal", ".5", "0.5", Decimal("0.5"), ""),
        ("decimal", "1,30", "1,30", None, "number"),
        ("decimal", "−3", "-3", -3, ""),
        ("integer", "٣", "٣", None, "number"),
        ("integer", "=1+1", "=1+1", None, "number"),
        ("integer", "NaN", "NaN", None, "number"),
        ("text", "\x00a", "a", None, ""),
    ],
)
def test_each_kind_of_item_reads_its_own_words(kind, text, raw, value, fault):
    assert read(ReportItem(kind=kind), text) == Entry(raw, value, fault)
