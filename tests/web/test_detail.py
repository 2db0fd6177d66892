"""One record's page: what names it, its tabs, its time line."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.template import engines
from django.urls import reverse

from funding.models import Application, Standard, Use
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.pages import Panel
from registers.views.related import RELATED_ROWS
from tests.factories import OrganizationFactory, PersonFactory, VillageFactory, make, user_over
from tests.factories.funding import PayLineFactory, PaySheetFactory
from tests.panels import parts_of

pytestmark = pytest.mark.django_db

PERSON, ORGANIZATION = pages.get("person"), pages.get("organization")


@pytest.fixture
def branch(county):
    return OrganizationFactory(parent=county, code="b1")


def keys(shown):
    return [one.key for one, _n in shown]


def page_of(client, record):
    return client.get(record.get_absolute_url())


def test_registers_with_rows_come_as_tables_the_others_as_links(client, boss, branch):
    PersonFactory(organization=branch)
    answer = page_of(client, branch)
    shown = [*answer.context["opened"], *answer.context["closed"]]
    assert {"person/organization", "affiliation/organization"} <= set(keys(shown))
    empty = {one.key: one.add_url for one in answer.context["empty"]}
    assert empty["village/organization"] == "/organizations/village/add/?organization=b1"
    assert "person/organization" not in empty
    body = answer.content.decode()
    for one, _n in answer.context["closed"]:
        assert f'hx-get="{one.url}"' in body
        assert one.list_url.replace("&", "&amp;") in body


def test_an_organization_counts_what_all_below_it_have(client, boss, county, branch):
    for _ in range(3):
        PersonFactory(organization=branch)
    answer = page_of(client, county)
    counts = {one.key: n for one, n in [*answer.context["opened"], *answer.context["closed"]]}
    assert counts["person/organization"] == 3
    assert counts["organization/parent"] == 1


def test_what_is_counted_lies_within_the_readers_reach(client, county, branch):
    other = OrganizationFactory(parent=county)
    PersonFactory(organization=branch)
    PersonFactory(organization=other)
    client.force_login(user_over(branch, "view_organization", "view_person"))
    answer = page_of(client, county)  # handed down: seen from below
    shown = [*answer.context["opened"], *answer.context["closed"]]
    assert [n for one, n in shown if one.key == "person/organization"] == [1]
    assert not any("grant" in one.key for one, _n in shown)


def test_a_filled_in_form_leads_to_the_record(client, boss, county):
    person = PersonFactory(organization=county)
    links = [one.add_url for one in page_of(client, person).context["empty"]]
    assert all(f"=%23{person.pk}" in link for link in links)
    answer = client.get("/organizations/village/add/?organization=341721")
    assert 'value="341721"' in answer.content.decode()


def test_a_closed_table_is_loaded_on_opening(client, boss, branch):
    for n in range(RELATED_ROWS + 2):
        PersonFactory(organization=branch, name=f"王{n}")
    url = f"{branch.get_absolute_url()}related/person/organization/"
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<tr>") == RELATED_ROWS + 1
    assert "<html" not in part
    plain = client.get(url)
    assert plain.status_code == 302
    assert client.get(plain.url).status_code == 200


def test_a_part_of_the_page_asks_for_its_own_rights(client, county, branch):
    person = PersonFactory(organization=branch)
    url = f"{branch.get_absolute_url()}related/person/organization/"
    client.force_login(user_over(county, "view_organization"))
    assert client.get(url).status_code == 403
    assert client.get(f"{branch.get_absolute_url()}related/person/name/").status_code == 404
    away = user_over(OrganizationFactory(parent=county), "view_organization", "view_person")
    client.force_login(away)
    assert client.get(url).status_code == 404
    assert client.get(reverse("person-timeline", args=[person.pk])).status_code == 404


@pytest.mark.parametrize("register", ["person", "organization", "user"])
def test_a_record_costs_few_queries_however_much_names_it(
    client, boss, branch, django_assert_max_num_queries, register
):
    for _ in range(20):
        PersonFactory(organization=branch)
    VillageFactory(organization=branch)
    records = {"person": Person.objects.first(), "organization": branch, "user": boss}
    client.get("/todo/")
    with django_assert_max_num_queries(12):
        assert page_of(client, records[register]).status_code == 200


def test_panels_of_the_apps_stand_between_the_facts_and_the_tables(
    client, boss, county, monkeypatch
):
    source = engines["django"].from_string("<p>{{ record }} has {{ n }}</p>{% csrf_token %}")
    told = Panel("Stars", "x.html", lambda record, user: {"n": 5}, wide=True)
    silent = Panel("Silence", "x.html", lambda record, user: None)
    secret = Panel("Secret", "x.html", lambda record, user: {"n": 6}, perm="no.such")
    monkeypatch.setattr(pages, "_panels", {"person": [told, silent, secret]})
    monkeypatch.setattr(
        "registers.views.detail.render_to_string",
        lambda name, known: source.render(known),
    )
    person = PersonFactory(organization=county, name="王五")
    body = page_of(client, person).content.decode()
    assert "王五 has 5" in body
    assert 'class="panel wide"' in body
    assert "Silence" not in body
    assert "has 6" not in body
    assert body.index('class="facts"') < body.index("has 5") < body.index('class="panel related"')


def test_few_actions_are_buttons_and_dangerous_ones_never(client, boss, county):
    answer = page_of(client, PersonFactory(organization=county, id_number=None))
    assert len(answer.context["buttons"]) <= 2
    assert not any(action.danger for action in answer.context["buttons"])


def test_the_tabs_say_how_much_is_behind_them(client, boss, county):
    person = PersonFactory(organization=county)
    person.phone = "2"
    person.save()
    assert page_of(client, person).context["tabs"] == {"files": 0, "changes": 2}


def test_a_life_on_one_page_newest_first(client, boss, county, branch):
    person = PersonFactory(
        organization=county, born="1980-07", applied=None, joined="2005-05-04", confirmed="2006-05"
    )
    Person.objects.filter(pk=person.pk).update(organization=branch)
    answer = client.get(reverse("person-timeline", args=[person.pk]))
    days = [one.day for one in answer.context["moments"]]
    assert days == sorted(days, reverse=True)
    assert {"1980-07", "2005-05-04", "2006-05"} <= set(days)
    placed = [one for one in answer.context["moments"] if one.register == "Affiliation"]
    assert placed
    only = client.get(reverse("person-timeline", args=[person.pk]) + "?register=affiliation")
    assert {one.register for one in only.context["moments"]} == {"Affiliation"}
    assert ("affiliation", "Affiliations", len(placed)) in answer.context["filters"]


def test_a_time_line_names_only_what_its_reader_may_see(client, county):
    person = PersonFactory(organization=county, joined="2005-05-04")
    client.force_login(user_over(county, "view_person"))
    answer = client.get(reverse("person-timeline", args=[person.pk]))
    assert {one.register for one in answer.context["moments"]} == {""}


def test_a_long_time_line_comes_in_pages(client, boss, county, django_assert_max_num_queries):
    branches = [OrganizationFactory(parent=county, established="2001-01-01") for _ in range(70)]
    url = reverse("organization-timeline", args=[county.pk])
    client.get("/todo/")
    with django_assert_max_num_queries(12):
        first = client.get(url)
    assert len(first.context["moments"]) == 60
    second = client.get(f"{url}?page={first.context['next']}")
    texts = {one.text for page in (first, second) for one in page.context["moments"]}
    assert {branch.name for branch in branches} <= texts
    assert Organization.objects.count() == 71


def test_no_part_of_an_overview_takes_more_than_twelve_queries(client, boss, county, branch):
    """Of a person and an organization that every register knows something about."""
    person = PersonFactory(organization=branch, applied="2003-05-04")
    VillageFactory(organization=branch)
    for subject in (person, branch):
        for other, link in pages.get(subject._meta.model_name).naming():
            above = link.name in (other.model.scope_path, "parent")
            given = {} if above else {link.name: subject}
            with suppress(IntegrityError), transaction.atomic():
                make(other.model, branch, **given)
    for subject in (person, branch):
        list(parts_of(client, subject))
        parts = list(parts_of(client, subject))
        assert len(parts) > 1
        assert max(queries for _body, queries in parts) <= 12


def test_many_panels_come_behind_the_page(client, boss, county, monkeypatch):
    source = engines["django"].from_string("<p>{{ record }} no. {{ n }}</p>")
    monkeypatch.setattr(
        "registers.views.detail.render_to_string", lambda name, known: source.render(known)
    )
    asked = []
    many = [
        Panel(f"P{n}", "x.html", lambda record, user, n=n: asked.append(n) or {"n": n})
        for n in range(5)
    ]
    monkeypatch.setattr(pages, "_panels", {"person": many})
    person = PersonFactory(organization=county, name="王五")
    url = f"{person.get_absolute_url()}panels/"
    assert f'hx-get="{url}"' in page_of(client, person).content.decode()
    assert asked == []
    parts = [body for body, _n in parts_of(client, person, headers={"HX-Request": "true"})]
    told = [[n for n in range(5) if f"王五 no. {n}" in part] for part in parts]
    assert told == [[0, 1, 2], [3, 4]]
    assert "<html" not in "".join(parts)
    assert "<html" in client.get(url).content.decode()
    client.force_login(user_over(OrganizationFactory(parent=county), "view_person"))
    assert client.get(url).status_code == 404


def test_what_was_sent_off_is_not_offered_for_editing(client, boss, county):
    application = make(Application, county)
    edit = pages.get("application").url("edit", application.pk)
    assert edit in page_of(client, application).content.decode()
    Application.objects.filter(pk=application.pk).update(state="submitted")
    assert edit not in page_of(client, application).content.decode()


def test_a_fact_leads_only_where_its_reader_may_go(client, county, branch):
    sheet = PaySheetFactory(organization=county)
    person = PersonFactory(organization=branch)
    line = PayLineFactory(sheet=sheet, person=person, organization=branch)
    for place, led in ((county, True), (branch, False)):
        client.force_login(user_over(place))
        assert (sheet.get_absolute_url() in page_of(client, line).content.decode()) is led


def test_a_code_is_read_as_what_it_stands_for(client, boss, county):
    use = make(Use, county)
    standard = make(Standard, county, uses=f"{use.code}, nobody")
    facts = [fact for _t, inside in page_of(client, standard).context["groups"] for fact in inside]
    assert f"{use} · nobody" in [fact.text for fact in facts]
