"""The two pages that people live in, and the pages around them: nothing for axe to find at both
widths and in both languages, and each can be worked by keyboard."""

import os
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.choices.standing import Standing
from members.models import Person
from organizations.models import Meeting, Organization
from portal import pages
from tests.browser.conftest import WAYS
from tests.factories import (
    PersonFactory,
    PostFactory,
    TrainingDutyFactory,
    VillageFactory,
    make,
)

SHOTS = os.environ.get("PORTAL_SHOTS")  # a directory: keep pictures of what was looked at
in_every_way = pytest.mark.parametrize(("size", "language"), WAYS)
OF_A_LIFE = ["trainingattendance", "appraisal", "help", "commitment", "dutyclaim", "mentorship"]
OF_A_VILLAGE = ["venue", "villageyear", "villageplan", "body", "disclosure", "meeting"]


def shot(reader, name):
    if SHOTS:
        reader.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def branch(county):
    """A branch with a village, a team with a vacancy, meetings, a venue."""
    branch = Organization.objects.get(code="341721001")
    Organization.objects.filter(pk=branch.pk).update(seats=3, elected_on=date(2023, 5, 1))
    VillageFactory(organization=branch, name="新河村")
    for name in OF_A_VILLAGE:
        make(pages.get(name).model, branch)
    return branch


@pytest.fixture
def member(branch):
    """A secretary of long standing, of whom every register says something."""
    person = PersonFactory(
        name="赵志远",
        organization=branch,
        standing=Standing.FULL,
        phone="13800001234",
        applied="1998-03",
        activist_on="1999-04",
        target_on="2000-05-06",
        joined="2001-07-01",
        confirmed="2002-07-01",
        remarks="二〇一九年任村委会主任,二〇二一年换届时当选支部书记并一直连任至今。",
    )
    PostFactory(person=person, organization=branch)
    for name in OF_A_LIFE:
        model = pages.get(name).model
        link = next(f.name for f in model._meta.fields if f.related_model is Person)
        make(model, branch, **{link: person})
    TrainingDutyFactory(organization=branch.parent, name="党员每年培训不少于32学时", hours=32)
    return person


@pytest.fixture
def addresses(branch, member):
    held = Meeting.objects.create(
        organization=branch, kind="members", held_on=date(2026, 3, 10), subject="学习文件"
    )
    boards = ["tree", "meeting-board", "disclosure-board", "member-board", "member-flow"]
    others = ["appraisal-rounds", "quality", "dashboard", "tokens", "docs-api", "search"]
    return {
        "person": member.get_absolute_url(),
        "person-timeline": reverse("person-timeline", args=[member.pk]),
        "organization": branch.get_absolute_url(),
        "township": branch.parent.get_absolute_url(),
        **{route: reverse(route) for route in [*boards, *others]},
        "attendance": reverse("meeting-attendance", args=[held.pk]),
        "round": reverse("appraisal-round", args=[branch.pk, 2025]),
        "imports": reverse("person-imports"),
        "docs-api-register": reverse("docs-api-register", args=["person"]),
        "tree-about": f"{reverse('tree')}?at={branch.code}",
    }


@in_every_way
def test_nothing_for_axe_to_find(visitor, boss, client, addresses, size, language):
    reader, found = visitor(size=size, language=language).log_in(boss, client), {}
    for name, path in addresses.items():
        reader.go(path)
        reader.settle()
        reader.read_on()
        shot(reader, f"{name}-{size}-{language}")
        if faults := reader.faults():
            found[name] = faults
        reader.troubles.clear()
    assert found == {}


FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect()
  if (one === document.body) return null
  if (!one.dataset.met) one.dataset.met = String(window.met = (window.met || 0) + 1)
  const seen = box.width > 0 && box.height > 0, style = getComputedStyle(one)
  const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
  return [one.dataset.met, seen && ring ? '' : one.outerHTML.slice(0, 120)]
}"""


@pytest.mark.parametrize("register", ["person", "organization"])
def test_a_page_is_walked_through_by_keyboard(visitor, boss, client, member, branch, register):
    """Every stop once, each of them visible, and out again at the end: no trap."""
    reader = visitor(language="en").log_in(boss, client)
    reader.go({"person": member, "organization": branch}[register].get_absolute_url())
    reader.settle()
    met, unseen = [], []
    for _ in range(400):
        reader.page.keyboard.press("Tab")
        now = reader.page.evaluate(FOCUSED)
        if now is None or now[0] in met:
            break
        met.append(now[0])
        unseen += [now[1]] if now[1] else []
    assert met == [str(n + 1) for n in range(len(met))]
    assert len(met) > 40
    assert unseen == []


def test_what_opens_closes_with_escape(visitor, boss, client, member):
    reader = visitor(language="en").log_in(boss, client)
    reader.go(member.get_absolute_url())
    more = reader.page.locator(".pagehead [data-bs-toggle=dropdown]")
    more.press("Enter")
    expect(reader.page.locator(".pagehead .dropdown-menu")).to_be_visible()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".pagehead .dropdown-menu")).to_be_hidden()
    expect(more).to_be_focused()
    empty = reader.page.locator(".record .folded")
    empty.locator("summary").press("Enter")
    expect(empty.locator("dl")).to_be_visible()
    assert reader.faults() == []


def test_a_person_fits_a_sheet_of_paper(visitor, boss, client, member):
    """A4 upright, 96 pixels to the inch, 14 mm to each side: nothing is cut off."""
    reader = visitor().log_in(boss, client)
    reader.go(member.get_absolute_url())
    reader.settle()
    reader.page.set_viewport_size({"width": 688, "height": 1000})
    reader.page.emulate_media(media="print")
    wide = "document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth"
    assert not reader.page.evaluate(wide)
    for hidden in (".top", ".side", ".tabs", ".folded", ".pagehead .tools"):
        expect(reader.page.locator(hidden).first).to_be_hidden()
    expect(reader.page.locator(".way")).to_be_visible()
    shot(reader, "person-print")
