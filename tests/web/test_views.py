"""The generic pages, where they do more than every register promises."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Report
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.models import SecurityEvent
from tests.factories import (
    PASSWORD,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
    make,
    user_over,
)
from workbooks import excel

pytestmark = pytest.mark.django_db

PERSONS = "/members/person/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_wrong_login_does_not_tell_what_was_wrong(client, county):
    UserFactory(name="known", organization=county)
    UserFactory(name="gone", organization=county, is_active=False)
    said = set()
    for name, password in (("known", "wrong"), ("unknown", PASSWORD), ("gone", PASSWORD)):
        answer = client.post(reverse("login"), {"username": name, "password": password})
        assert answer.status_code == 422
        said.add(str(answer.context["form"].non_field_errors()))
    assert len(said) == 1


def test_logins_and_refusals_leave_a_line(client, county):
    user = UserFactory(name="known", organization=county)
    for name, password in (("known", "wrong"), ("nobody", "wrong"), ("known", PASSWORD)):
        client.post(reverse("login"), {"username": name, "password": password})
    client.get(PERSONS)
    client.post(reverse("logout"))
    lines = SecurityEvent.objects.order_by("id").values_list("kind", "user")
    assert list(lines) == [
        ("login_failed", user.pk),
        ("login_failed", None),
        ("login", user.pk),
        ("denied", user.pk),
        ("logout", user.pk),
    ]


def test_a_login_leads_back_to_the_page_asked_for(client, county):
    UserFactory(name="known", organization=county)
    answer = client.post(
        f"{reverse('login')}?next=/jobs/",
        {"username": "known", "password": PASSWORD, "next": "/jobs/"},
    )
    assert (answer.status_code, answer.url) == (302, "/jobs/")
    answer = client.get(f"{reverse('login')}?next=https://elsewhere.example/")
    assert answer.url == reverse("home")


def test_the_first_password_change_opens_the_portal(client, county):
    user = UserFactory(organization=county, must_change_password=True)
    client.force_login(user)
    new = "a quite different one 42"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password-change"), data).status_code == 302
    user.refresh_from_db()
    assert not user.must_change_password
    assert client.get("/jobs/").status_code == 200


def test_the_language_is_kept_with_the_account(client, boss):
    answer = client.post(reverse("set-language"), {"language": "zh-hans", "next": "/jobs/"})
    assert (answer.status_code, answer.url) == (302, "/jobs/")
    boss.refresh_from_db()
    assert boss.language == "zh-hans"
    assert 'lang="zh-hans"' in client.get("/jobs/").content.decode()
    elsewhere = {"language": "en", "next": "https://elsewhere.example/"}
    assert client.post(reverse("set-language"), elsewhere).url == "/"


def test_the_menu_holds_only_what_may_be_viewed(client, county):
    client.force_login(user_over(county, "view_person"))
    shown = re.findall(r'<li><a href="([^"]+)"', client.get(PERSONS).content.decode())
    assert PERSONS in shown
    assert "/organizations/organization/" not in shown


def test_each_filter_is_a_chip_that_takes_itself_away(client, boss, county):
    answer = client.get(f"{PERSONS}?sex=1&sex=2&organization=341721&page=1&on=2026-01-31")
    chips = {f"{chip.label}: {chip.text}": chip.without for chip in answer.context["chips"]}
    assert chips == {
        "Organization and all below: 中共清源县委员会": "?sex=1&sex=2&on=2026-01-31",
        "Sex: Male": "?sex=2&organization=341721&on=2026-01-31",
        "Sex: Female": "?sex=1&organization=341721&on=2026-01-31",
        "As of: 31 Jan 2026": "?sex=1&sex=2&organization=341721",
    }


def test_a_filter_that_does_not_exist_is_refused_in_words(client, boss):
    answer = client.get(f"{PERSONS}?nonsense=1")
    assert answer.status_code == 400
    assert "There is no filter called “nonsense” here." in text(answer)


def test_only_columns_can_be_sorted_by(client, boss, county):
    for name in ("乙", "甲", "丙"):
        PersonFactory(name=name, organization=county)
    rows = client.get(f"{PERSONS}?sort=-name").context["table"].rows
    assert [row.record.name for row in rows] == sorted(("乙", "甲", "丙"), reverse=True)
    assert client.get(f"{PERSONS}?sort=id_number").status_code == 200
    assert client.get(f"{PERSONS}?sort=organization__grants").status_code == 200


def test_htmx_gets_the_rows_and_a_clean_address(client, boss, county):
    PersonFactory(organization=county)
    headers = {"HX-Request": "true", "HX-Target": "results"}
    answer = client.get(f"{PERSONS}?q=&sex=1", headers=headers)
    assert answer["HX-Push-Url"] == f"{PERSONS}?sex=1"
    assert b"<html" not in answer.content


def test_chosen_columns_are_kept_for_the_user(client, boss, county):
    PersonFactory(organization=county)
    client.post(f"{PERSONS}columns/", {"columns": ["name", "phone", "no_such"], "query": "sex=1"})
    shown = [column.name for column in client.get(PERSONS).context["table"].columns]
    assert shown == ["name", "phone"]
    client.post(f"{PERSONS}columns/", {"reset": "1"})
    assert len(list(client.get(PERSONS).context["table"].columns)) > 2


def test_suggestions_stay_inside_the_users_reach(client, county):
    home = OrganizationFactory(parent=county, name="新河村党支部")
    OrganizationFactory(parent=county, name="新河村另一支部")
    client.force_login(user_over(home))
    answer = client.get("/organizations/organization/suggest/?q=新河")
    assert re.findall(r'value="([^"]+)"', answer.content.decode()) == [home.code]


def test_an_id_number_is_shown_masked_everywhere(client, boss, county):
    person = PersonFactory(organization=county)
    of = pages.get("person")
    doors = [of.url("detail", person.pk), of.url("edit", person.pk), of.url("history", person.pk)]
    for door in [*doors, of.url("list"), f"/api/person/{person.pk}/", of.url("export")]:
        body = client.get(door).content
        assert person.id_number.encode() not in body, door
    book = excel.read_bytes(client.get(of.url("export") + "?all=1").content, "book.xlsx")
    assert person.masked_id in [str(cell) for cell in book.sheets[0].rows[1]]


def test_nobody_changed_what_is_not_there_yet(client, boss):
    """An old form's stamp, sent to the page of a new record, is not looked at."""
    answer = client.post(pages.get("person").url("add"), {"seen": "9"})
    assert (answer.status_code, answer.context.get("theirs")) == (422, None)


def test_an_edit_over_somebody_elses_change_shows_both(client, boss, county):
    person = PersonFactory(organization=county, phone="1")
    url = pages.get("person").url("edit", person.pk)
    page = client.get(url).content.decode()
    sent = typed(page) | {"phone": "2"}
    Person.objects.filter(pk=person.pk).update(phone="3", changed_at=timezone.now())
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert ("Phone", "3", "2") in answer.context["theirs"]
    again = client.post(url, sent | {"seen": answer.context["seen"]})
    assert again.status_code == 302
    person.refresh_from_db()
    assert person.phone == "2"


def typed(page):
    """What a browser would send back of a page's edit form."""
    form = page[page.index("data-guard") :]
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*?value="([^"]*)"', form))
    fields |= {
        name: "" for name in re.findall(r'<input[^>]*name="(\w+)"', form) if name not in fields
    }
    for name, options in re.findall(r'<select[^>]*name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    return {name: value.replace("value=", "") for name, value in fields.items()}


def test_what_is_odd_is_asked_once_and_then_saved(client, boss, county):
    person = PersonFactory(organization=county, born="1980-07-03")
    url = pages.get("person").url("edit", person.pk)
    sent = typed(client.get(url).content.decode()) | {"born": "1981-07-03"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert answer.context["cautions"]
    assert client.post(url, sent | {"confirmed_warnings": "1"}).status_code == 302


def test_history_tells_who_changed_what_and_where(client, boss, county):
    person = PersonFactory(organization=county, phone="1")
    of = pages.get("person")
    url = of.url("edit", person.pk)
    client.post(url, typed(client.get(url).content.decode()) | {"phone": "2"})
    newest = client.get(of.url("history", person.pk)).context["changes"][0]
    assert (newest.what, newest.who, newest.where) == ("Changed", str(boss), url)
    assert newest.fields == [("Phone", "1", "2")]


def test_a_page_costs_the_same_with_a_long_history(
    client, boss, county, django_assert_max_num_queries
):
    person = PersonFactory(organization=county)
    for n in range(60):
        Person.objects.filter(pk=person.pk).update(phone=str(n))
    client.get(PERSONS)
    with django_assert_max_num_queries(12):
        answer = client.get(pages.get("person").url("history", person.pk))
    assert len(answer.context["changes"]) == 50
    assert answer.context["more"]


def test_a_sentence_that_an_action_returns_is_shown_once(client, boss, county):
    user = UserFactory(organization=county)
    answer = client.post(f"/organizations/user/{user.pk}/reset_password/")
    assert answer.status_code == 200
    assert answer.context["said"]
    assert "no-store" in answer["Cache-Control"]


def test_a_refusal_is_shown_on_the_actions_page(client, boss, county):
    person = PersonFactory(organization=county, id_number=None)
    answer = client.post(f"{PERSONS}{person.pk}/reveal_id_number/", {"reason": "check"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_the_api_writes_through_the_form(client, boss, county):
    branch = OrganizationFactory(parent=county)
    body = {
        "code": "X1",
        "name": "新支部",
        "kind": "branch",
        "setting": "village",
        "parent": branch.code,
    }
    made = client.post("/api/organization/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["parent"] == branch.code
    again = client.post("/api/organization/", body, content_type="application/json")
    assert (again.status_code, list(again.json())) == (400, ["code"])
    record = Organization.objects.get(code="X1")
    url = f"/api/organization/{record.pk}/"
    patched = client.patch(url, {"name": "改名"}, content_type="application/json")
    assert (patched.status_code, patched.json()["name"]) == (200, "改名")
    assert record.events.order_by("pgh_id").last().pgh_context.metadata["page"] == url


def test_the_api_refuses_what_it_does_not_know(client, boss):
    assert client.get("/api/person/?nonsense=1").status_code == 400
    assert client.get("/api/person/?sort=organization__path").status_code == 400
    assert client.get("/api/person/?sort=-name&page_size=1000").status_code == 200


def test_the_api_answers_a_rules_refusal_with_its_sentence(client, boss, county):
    person = PersonFactory(organization=county, id_number=None)
    url = f"/api/person/{person.pk}/reveal_id_number/"
    answer = client.post(url, {"reason": "check"}, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["detail"]


def test_the_schema_names_every_register(client, boss):
    schema = client.get("/api/schema/?format=json").json()
    assert {f"/api/{of.name}/" for of in pages.every()} <= set(schema["paths"])


def test_a_bulk_action_names_what_was_refused_and_stays_inside_the_reach(client, county):
    home, away = (OrganizationFactory(parent=county) for _ in range(2))
    ours, theirs = (make(Report, place) for place in (home, away))
    client.force_login(user_over(home))
    url = "/assessments/report/many/accept_report/"
    asked = client.post(url, {"pick": [ours.pk, theirs.pk]})
    assert asked.context["records"] == [ours]
    done = client.post(url, {"pick": [ours.pk, theirs.pk], "go": "1"})
    assert [record for record, _said in done.context["refused"]] == [ours]
    everything = client.post(url, {"all": "1", "query": "", "go": "1"})
    assert everything.context["records"] == [ours]
    assert client.post(url, {}).status_code == 302
    assert client.get(url).status_code == 404
