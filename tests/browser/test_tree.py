"""The tree of organizations with mouse, keyboard and phone."""

import os
from datetime import date

import pytest
from django.urls import reverse

from organizations.actions.changes import merge_organization, rename_organization
from organizations.choices.tree import Kind
from organizations.models import Organization
from tests.browser.conftest import WAYS
from tests.factories import OrganizationFactory, TownshipFactory

SHOTS = os.environ.get("PORTAL_SHOTS")  # a directory: keep pictures of what was looked at


def shot(reader, name):
    if SHOTS:
        reader.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def bigger(county):
    """A second township, a general branch with branches below, and two changes."""
    town = TownshipFactory(parent=county, code="341721B", name="青山乡党委", short_name="青山乡")
    village = OrganizationFactory(
        parent=town, code="341721B01", name="桃花村党总支", kind=Kind.GENERAL_BRANCH
    )
    for number in range(3):
        OrganizationFactory(parent=village, code=f"341721B01{number}", name=f"第{number}党支部")
    old = OrganizationFactory(parent=town, code="341721B02", name="竹林村党支部")
    rename_organization(village, name="桃花源村党总支", day=date(2025, 3, 1), by=None)
    merge_organization(
        old, into=village, day=date(2025, 7, 1), approval_no="青党〔2025〕8号", by=None
    )
    return county


def focused(reader):
    return reader.page.evaluate("document.activeElement.id")


def item(organization):
    return f"n{organization.pk}"


@pytest.mark.parametrize(("size", "language"), WAYS)
def test_the_tree_is_opened_searched_and_looked_at(visitor, boss, client, bigger, size, language):
    reader = visitor(size=size, language=language).log_in(boss, client)
    village = Organization.objects.get(code="341721B01")
    reader.go(reverse("tree"))
    assert reader.faults() == []
    reader.page.click(f"#n{village.parent_id} > .row1 > .twist")
    reader.page.wait_for_selector(f"#n{village.pk}")
    reader.page.click(f"#n{village.pk} > .row1 > .name")
    reader.page.wait_for_selector("#about .verbs")
    assert reader.faults() == []
    shot(reader, f"tree-{size}-{language}")
    reader.page.fill("#id_q", "桃花")
    reader.page.wait_for_selector(f"#n{village.pk}.hit")
    assert reader.faults() == []
    reader.go(reverse("tree") + "?on=2025-01-01&open=341721B01")
    assert "桃花村党总支" in reader.page.inner_text(".tree")
    assert "竹林村党支部" in reader.page.inner_text(".tree")
    assert reader.faults() == []
    shot(reader, f"tree-then-{size}-{language}")
    reader.go(village.get_absolute_url())
    reader.page.wait_for_selector(".panels")
    assert reader.faults() == []
    shot(reader, f"tree-state-{size}-{language}")


def test_the_tree_by_keyboard(visitor, boss, client, bigger):
    reader = visitor().log_in(boss, client)
    town = Organization.objects.get(code="341721B")
    reader.go(reverse("tree"))
    reader.page.focus("[role=treeitem][tabindex='0']")
    assert focused(reader) == item(bigger)
    reader.page.keyboard.press("End")
    last = focused(reader)
    assert last != item(bigger)
    reader.page.focus(f"#{item(bigger)}")
    while focused(reader) != item(town):
        before = focused(reader)
        reader.page.keyboard.press("ArrowDown")
        assert focused(reader) != before
    reader.page.keyboard.press("ArrowRight")
    village = Organization.objects.get(code="341721B01")
    reader.page.wait_for_selector(f"#{item(village)}")
    reader.page.keyboard.press("ArrowRight")
    assert focused(reader) == item(village)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector("#about .verbs")
    reader.page.keyboard.press("ArrowLeft")
    assert focused(reader) == item(town)
    reader.page.keyboard.press("ArrowLeft")
    assert reader.page.get_attribute(f"#{item(town)}", "aria-expanded") == "false"
    assert not reader.page.is_visible(f"#{item(village)}")


def test_a_change_is_previewed_and_confirmed(visitor, boss, client, bigger):
    for size in ("desktop", "phone"):
        reader = visitor(size=size).log_in(boss, client)
        town = Organization.objects.get(code="341721B")
        reader.go(reverse("organization-merge_organization", args=[town.pk]))
        other = Organization.objects.exclude(pk=town.pk).get(kind=Kind.TOWNSHIP_COMMITTEE)
        reader.page.fill("[name=into]", other.code)
        reader.page.fill("[name=day]", "2026-01-05")
        assert reader.faults() == []
        reader.page.click(".actionbar .btn-danger")
        reader.page.wait_for_selector("#preview")
        assert reader.faults() == []
        shot(reader, f"tree-merge-{size}")
    reader.page.click(".actionbar .btn-danger")
    reader.page.wait_for_selector(".note.ok")
    assert Organization.objects.get(pk=town.pk).closed == date(2026, 1, 5)
