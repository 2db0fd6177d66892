"""The list, the search box on top and the menu under a hand."""

import pytest
from playwright.sync_api import expect

from registers.models import SavedFilter
from tests.browser.conftest import WAYS
from tests.factories import PersonFactory

PERSONS = "/members/person/"


@pytest.fixture
def reader(visitor, boss, client):
    return visitor(language="en").log_in(boss, client)


def test_a_slash_leads_into_the_search_box_and_arrows_through_what_it_finds(reader, county):
    reader.go(PERSONS)
    page = reader.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "seek"
    page.keyboard.type("xhc")
    expect(page.locator("[data-found] a").first).to_contain_text("新河村党支部")
    assert reader.faults() == []
    page.keyboard.press("ArrowDown")
    assert "新河村党支部" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "seek"
    page.keyboard.press("Escape")
    expect(page.locator("[data-found]")).to_be_hidden()
    page.click("#id_q")
    page.keyboard.type("/")
    assert page.input_value("#id_q") == "/"


def test_an_id_number_never_reaches_an_address(reader, county):
    person = PersonFactory(name="张建国", organization=county)
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go(PERSONS)
    reader.page.fill("#seek", person.id_number)
    reader.page.wait_for_timeout(400)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".panel.found a")).to_contain_text("张建国")
    reader.go(PERSONS)
    reader.page.fill("#id_q", person.id_number)
    expect(reader.page.locator(".panel.found a")).to_contain_text("张建国")
    assert [url for url in asked if person.id_number in url] == []
    assert reader.faults() == []


def test_a_filter_is_saved_and_asked_before_it_is_replaced(reader, boss):
    page = reader.page
    for number in (1, 2):
        reader.go(f"{PERSONS}?sex={number}")
        page.click(".savedfilters > button")
        page.fill("#saved-name", "Mine")
        page.click(".keep button")
        page.wait_for_load_state()
    assert "already have a filter" in page.inner_text("h1")
    assert reader.faults() == []
    page.click("[name=replace]")
    page.wait_for_url("**/person/?sex=2")
    page.click(".savedfilters > button")
    expect(page.locator(".savedfilters li a")).to_have_text("Mine")
    assert reader.faults() == []
    assert SavedFilter.objects.get().query == "sex=2"


def test_the_menu_remembers_and_finds(reader):
    reader.go(PERSONS)
    page = reader.page
    system = page.locator("details.grp", has_text="Users")
    assert system.get_attribute("open") is None
    system.locator("summary").click()
    page.wait_for_timeout(100)
    reader.go(PERSONS)
    assert system.get_attribute("open") is not None
    page.fill("#find-register", "vill")
    assert page.locator("#menu li:visible").all_inner_texts()[0] == "Villages"
    assert reader.faults() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/village/")


def test_a_record_leads_on_to_the_next_of_its_list(reader):
    reader.go(f"{PERSONS}?sex=2&sort=-number")
    page = reader.page
    page.click("tbody th a >> nth=0")
    page.wait_for_url("**/person/*/?from=*")
    first = page.url
    page.click(".near a[rel=next]")
    page.wait_for_url(lambda url: url != first)
    assert reader.faults() == []
    page.click(".near a[rel=prev]")
    page.wait_for_url(first)
    page.click(".near a:not([rel])")
    page.wait_for_url("**/person/?sex=2&sort=-number")


@pytest.mark.parametrize("path", [PERSONS, f"{PERSONS}print/?sex=2", "/search/?q=xhc"])
@pytest.mark.parametrize(("size", "language"), WAYS)
def test_the_pages_have_no_faults(visitor, boss, client, path, size, language):
    reader = visitor(size=size, language=language).log_in(boss, client)
    reader.go(path)
    assert reader.faults() == []


def test_the_drawer_on_a_phone_goes_by_keyboard_and_finds(visitor, boss, client):
    reader = visitor(size="phone", language="en").log_in(boss, client)
    reader.go(PERSONS)
    page = reader.page
    page.click("[data-drawer]")
    expect(page.locator("#menu a").first).to_be_focused()
    page.fill("#find-register", "vill")
    assert page.locator("#menu li:visible").all_inner_texts()[0] == "Villages"
    assert reader.faults() == []
