"""What the pages do under a hand: keyboard, drawer, live search, guards."""

from playwright.sync_api import expect

from members.models import Person
from portal import pages


def test_the_first_tab_offers_to_skip_to_the_content(visitor, boss, client):
    reader = visitor().log_in(boss, client)
    reader.go("/members/person/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def test_the_menu_is_a_drawer_on_a_phone(visitor, boss, client):
    reader = visitor(size="phone").log_in(boss, client)
    reader.go("/members/person/")
    menu = reader.page.locator("#menu")
    assert not menu.is_visible()
    reader.page.click("[data-drawer]")
    menu.wait_for(state="visible")
    assert reader.page.get_attribute("[data-drawer]", "aria-expanded") == "true"
    reader.page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    expect(reader.page.locator("[data-drawer]")).to_be_focused()


def test_typing_narrows_the_list_and_the_address_follows(visitor, boss, client):
    reader = visitor(language="en").log_in(boss, client)
    reader.go("/members/person/")
    assert reader.page.inner_text("#count") == "60 rows"
    reader.page.fill("main [name=q]", "建甲")
    expect(reader.page.locator("#count")).to_have_text("12 rows")
    assert reader.page.url.endswith("/members/person/?q=%E5%BB%BA%E7%94%B2")
    reader.page.reload()
    assert reader.page.inner_text("#count") == "12 rows"
    assert reader.faults() == []


def test_the_list_works_without_script(chromium, live_server, boss, client):
    client.force_login(boss)
    context = chromium.new_context(java_script_enabled=False, locale="en-US")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/members/person/")
    page.fill("main [name=q]", "建甲")
    page.click("main form[role=search] button[type=submit]")
    assert page.inner_text("#count") == "12 rows"
    context.close()


def test_leaving_a_changed_form_asks_first(visitor, boss, client):
    reader = visitor().log_in(boss, client)
    reader.go("/members/person/add/")
    asked = []
    reader.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    reader.page.click("[name=name]")
    reader.page.keyboard.type("x")
    reader.page.click(".crumb a")
    reader.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert reader.page.url.endswith("/members/person/add/")


def test_a_field_that_names_an_organization_suggests(visitor, boss, client):
    reader = visitor().log_in(boss, client)
    reader.go("/members/person/add/")
    reader.page.click("[name=organization]")
    reader.page.keyboard.type("新河")
    reader.page.locator("#id_organization_list option").first.wait_for(state="attached")
    assert reader.page.get_attribute("#id_organization_list option", "value") == "341721001"


def test_of_two_who_edit_the_second_sees_both_values(visitor, boss, client):
    person = Person.objects.first()
    url = pages.get("person").url("edit", person.pk)
    first, second = (visitor(language="en").log_in(boss, client) for _ in range(2))
    for one, phone in ((first, "111"), (second, "222")):
        one.go(url)
        one.page.fill("[name=phone]", phone)
    first.page.click(".actionbar .btn-primary")
    first.page.wait_for_url("**/person/*/")
    second.page.click(".actionbar .btn-primary")
    second.page.wait_for_selector(".errsum.caution")
    shown = second.page.inner_text(".errsum.caution .olds")
    assert ("111" in shown, "222" in shown) == (True, True)
    assert second.faults() == []
    second.page.click(".actionbar .btn-primary")
    second.page.wait_for_url("**/person/*/")
    person.refresh_from_db()
    assert person.phone == "222"


def test_chosen_columns_are_kept(visitor, boss, client):
    reader = visitor(language="en").log_in(boss, client)
    reader.go("/members/person/")
    reader.page.click("text=Columns")
    reader.page.uncheck(".choose input[value=sex]")
    reader.page.click("text=Show these")
    reader.page.wait_for_load_state()
    headings = reader.page.locator("thead th").all_inner_texts()
    assert "Sex" not in headings
    assert "Name" in headings
