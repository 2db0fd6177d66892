"""Villages fill in their own rows: asked, written, handed over, sent back, assembled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions.reports import acts
from assessments.actions.reports.owing import owing
from assessments.actions.reports.parts import ask_villages, hand_over_part, send_back_part
from assessments.actions.reports.reach import rows_for
from assessments.models import VillagePart
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from tests.assessments.reporting import cell, fill, grid, in_role, type_in
from web.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages(report):
    return list(Organization.objects.filter(parent=report.organization).order_by("code"))


@pytest.fixture
def clerk(villages):
    return in_role("village_secretary", villages[0])


@pytest.fixture
def part(report, villages, secretary, clerk):
    ask_villages(report, villages[:2], until=soon(), by=secretary)
    return VillagePart.objects.get(organization=villages[0])


def soon():
    return timezone.localdate() + timedelta(days=4)


def test_a_village_sees_and_writes_its_own_rows_and_no_others(client, report, part, clerk):
    client.force_login(clerk)
    page = client.get(grid(report)).content.decode()
    assert "第0村" in page
    assert "第1村" not in page
    sent = {f"c{cell(report, 'committee', row).pk}": "5" for row in (0, 1)} | {"seen": "0"}
    assert client.post(grid(report), sent, headers={"X-Grid": "1"}).status_code == 200
    assert [cell(report, "committee", row).raw for row in (0, 1)] == ["5", ""]
    type_in(report, clerk, row=1, assembly="5")  # past the page, too
    assert cell(report, "assembly", 1).raw == ""


def test_who_was_not_asked_sees_nothing(client, report, villages, part):
    client.force_login(in_role("village_secretary", villages[2]))
    assert client.get(grid(report)).status_code == 404


def test_a_part_is_handed_over_once_it_is_right(client, report, part, clerk, secretary):
    client.force_login(clerk)
    address = reverse("part-hand-over", args=[part.pk])
    client.post(address)
    part.refresh_from_db()
    assert part.state == "asked"
    fill(report, secretary)
    client.post(address)
    part.refresh_from_db()
    assert (part.state, part.handed_by) == ("handed", clerk)
    assert rows_for(report, clerk) == set()
    assert rows_for(report, secretary) is None
    sent = {f"c{cell(report, 'committee').pk}": "7", "seen": "9"}
    assert client.post(grid(report), sent, headers={"X-Grid": "1"}).status_code == 403
    with pytest.raises(Refused):
        hand_over_part(part, by=clerk)
    report.refresh_from_db()
    assert [(act.kind, act.organization) for act in report.acts.all()][-1] == (
        "handed",
        part.organization,
    )


def test_a_part_is_sent_back_with_a_reason(report, part, clerk, secretary):
    fill(report, secretary)
    hand_over_part(part, by=clerk)
    with pytest.raises(Refused):
        send_back_part(part, reason=" ", by=secretary)
    send_back_part(part, reason="党费未填", by=secretary)
    assert rows_for(report, clerk) == {part.organization_id}
    assert [one.reason for one in owing(clerk).parts] == ["党费未填"]
    said = Message.objects.filter(user=clerk).values_list("text", flat=True)
    assert any("党费未填" in text for text in said)


def test_the_township_asks_and_sends_back_on_one_page(client, report, villages, secretary, clerk):
    client.force_login(secretary)
    address = reverse("report-parts", args=[report.pk])
    ticked = [one.pk for one in villages[:2]]
    assert client.post(address, {"act": "ask", "village": ticked}).status_code == 422
    until = soon().isoformat()
    client.post(address, {"act": "ask", "village": ticked, "until": until})
    assert report.parts.count() == 2
    assert client.get(address).context["asked"] == 2
    back = {"act": "back", "village": ticked, "reason": "错"}
    assert client.post(address, back).status_code == 422  # nobody has handed over
    fill(report, secretary)
    hand_over_part(report.parts.get(organization=villages[0]), by=clerk)
    assert client.post(address, {"act": "back", "village": ticked}).status_code == 422
    assert client.post(address, back).status_code == 302
    assert report.parts.filter(state="asked").count() == 2


def test_parts_end_with_the_report(report, part, clerk, secretary, villages):
    fill(report, secretary)
    acts.submit_report(report, by=secretary)
    for act in (
        lambda: hand_over_part(part, by=clerk),
        lambda: ask_villages(report, villages, until=soon(), by=secretary),
    ):
        with pytest.raises(Refused):
            act()
    assert owing(clerk).parts == []


def test_only_villages_of_the_report_are_asked_until_a_day_to_come(report, villages, secretary):
    with pytest.raises(Refused):
        ask_villages(report, [report.organization], until=soon(), by=secretary)
    with pytest.raises(Refused):
        ask_villages(report, villages, until=timezone.localdate() - timedelta(1), by=secretary)
    assert not report.parts.exists()


def test_a_village_begins_with_its_part(client, report, part, clerk):
    client.force_login(clerk)
    assert client.get(reverse("home")).url == reverse("owing")
    assert grid(report) in client.get(reverse("owing")).content.decode()
    assert grid(report) in [todo.url for todo in pages.todo_of(clerk)]


def test_the_county_neither_fills_in_nor_is_asked(client, report, part, staff):
    """Over the whole county, it would otherwise hold every village's part, too."""
    client.force_login(staff)
    sent = {f"c{cell(report, 'committee').pk}": "5", "seen": "9"}
    assert client.post(grid(report), sent, headers={"X-Grid": "1"}).status_code == 403
    assert client.post(reverse("part-hand-over", args=[part.pk])).status_code == 404
    assert not Message.objects.filter(user=staff).exists()
