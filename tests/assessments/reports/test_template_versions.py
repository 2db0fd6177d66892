"""Templates from version to version: what stays once in use, and which quarter takes which."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.actions.reports.openings import open_reports, plan_year
from assessments.actions.reports.templates import (
    copy_template,
    issue_template,
    remove_item,
    withdraw_template,
)
from assessments.models import (
    ReportTemplate,
)
from portal import pages
from portal.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def sent(record, user, **changes):
    form = pages.get(record._meta.model_name).form
    shown = form(instance=record, user=user)
    data = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    for name in {"template", "section"} & set(data):
        data[name] = getattr(record, name).handle()
    return form(data | changes, instance=record, user=user)


def test_a_version_in_use_keeps_its_shape_and_may_change_its_words(template, admin):
    """Until reports have begun with it everything can be changed."""
    item, check = template.items.get(code="committee"), template.checks.first()
    assert sent(item, admin, kind="decimal").is_valid()
    plan_year(template, year=2026)
    open_reports(template.periods.get(quarter=1))
    for record, changes in (
        (item, {"kind": "decimal"}),
        (item, {"formula": "assembly + lecture"}),
        (item, {"code": "more"}),
        (check, {"expression": "women <= start"}),
        (template.sections.first(), {"scope": "branch"}),
        (template, {"version": "7"}),
        (template, {"since": "2026-02-01"}),
    ):
        form = sent(type(record).objects.get(pk=record.pk), admin, **changes)
        assert not form.is_valid(), changes
    for record, changes in (
        (item, {"name": "支委会会议", "maximum": "50", "position": "70"}),
        (check, {"severity": "warning", "says": "请核对"}),
        (template.sections.first(), {"title": "全镇"}),
    ):
        form = sent(type(record).objects.get(pk=record.pk), admin, **changes)
        assert form.is_valid(), form.errors
    with pytest.raises(Refused):
        remove_item(item, by=admin)


def test_an_item_takes_its_template_from_its_section_and_the_next_place(template, admin):
    section = template.sections.first()
    data = {"section": section.handle(), "code": "more", "name": "新项", "kind": "integer"}
    form = pages.get("reportitem").form(data | {"basis": "at", "over": "sum"}, user=admin)
    assert form.is_valid(), form.errors
    made = form.save()
    assert (made.template, made.position) == (template, template.items.count())


def test_a_part_is_removed_from_a_draft_unless_others_speak_of_it(client, template, admin):
    client.force_login(admin)
    committee, expected = (template.items.get(code=code) for code in ("committee", "expected"))
    page = client.get(committee.get_absolute_url()).content.decode()
    assert "remove_item" in page
    address = reverse("reportitem-remove_item", args=[committee.pk])
    assert client.post(address).url == template.get_absolute_url()
    assert not template.items.filter(code="committee").exists()
    refused = client.post(reverse("reportitem-remove_item", args=[expected.pk]))
    assert refused.status_code == 422
    assert template.items.filter(code="expected").exists()


# --- versions


def test_the_next_version_takes_the_quarters_that_begin_from_its_day_on(client, template, admin):
    plan_year(template, year=2026)
    first, second, third = (template.periods.get(quarter=number) for number in (1, 2, 3))
    open_reports(first)
    client.force_login(admin)
    gone_to = client.post(reverse("reporttemplate-copy_template", args=[template.pk])).url
    following = ReportTemplate.objects.get(form=template.form, version=2)
    assert gone_to == following.get_absolute_url()
    assert (following.state, following.code) == ("draft", f"{template.form}-2")
    assert [i.code for i in following.items.all()] == [i.code for i in template.items.all()]
    assert {item.section.template for item in following.items.all()} == {following}
    with pytest.raises(Refused):
        open_reports(
            type(first).objects.create(
                template=following,
                year=2031,
                quarter=1,
                first=date(2031, 1, 1),
                last=date(2031, 3, 31),
                opens=date(2031, 1, 1),
                due=date(2031, 4, 10),
            )
        )
    following.since = third.first
    following.save()
    issue_template(following, by=admin)
    for period in (first, second, third):
        period.refresh_from_db()
    assert [one.template.version for one in (first, second, third)] == [1, 1, 2]
    assert first.reports.get().cells.first().item.template == template
    withdraw_template(following, by=admin)
    plan_year(template, year=2027)
    assert {one.template for one in type(first).objects.filter(year=2027)} == {template}


def test_a_quarter_takes_the_version_in_force_and_no_other(template, admin):
    following = copy_template(template, by=admin)
    form = pages.get("reportperiod").form

    def fits(version, quarter):
        data = {"template": version.code, "year": "2026", "quarter": str(quarter)}
        return form(data, user=admin).is_valid()

    assert (fits(following, 3), fits(template, 3)) == (False, True)
    following.since = date(2026, 7, 1)
    following.save()
    issue_template(following, by=admin)
    assert (fits(following, 2), fits(template, 2)) == (False, True)
    assert (fits(following, 3), fits(template, 3)) == (True, False)


def test_a_template_with_a_fault_is_not_issued(template, admin):
    following = copy_template(template, by=admin)
    following.items.filter(code="expected").delete()
    with pytest.raises(Refused, match="expected"):
        issue_template(following, by=admin)


def test_a_code_follows_from_form_and_version(county, admin):
    form = pages.get("reporttemplate").form
    data = {"form": "poverty", "version": "3", "name": "季报", "organization": county.code}
    made = form(data, user=admin)
    assert made.is_valid(), made.errors
    assert made.save().code == "poverty-3"
