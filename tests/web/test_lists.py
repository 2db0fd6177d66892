"""The list page: saved filters, many rows at once, pages of long lists, paper, the menu."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from members.models import Affiliation, Person
from organizations.models import Organization, Placement
from portal import pages
from portal.models import SecurityEvent
from registers.models import SavedFilter
from registers.views import actions, paging
from registers.views.listing import Listing, neighbours
from registers.views.paging import Leaf, Order
from registers.views.setting import SetPage, Setter
from tests.factories import OrganizationFactory, PersonFactory, user_over
from web import menu

pytestmark = pytest.mark.django_db

PERSONS = "/members/person/"
SAVED = f"{PERSONS}saved/"


def save(client, name="Women", query="sex=2", **more):
    return client.post(SAVED, {"do": "save", "name": name, "query": query, **more})


# --- saved filters


def test_a_filter_is_saved_under_a_name_and_stands_in_the_list(client, boss):
    answer = save(client, query="sex=2&sort=-name&page=3")
    assert answer.url == f"{PERSONS}?sex=2&sort=-name"
    page = client.get(PERSONS).content.decode()
    assert re.search(r'href="/members/person/\?sex=2&amp;sort=-name"[^>]*>Women', page)


def test_the_same_name_twice_asks_before_it_replaces(client, boss):
    save(client)
    asked = save(client, query="sex=1")
    assert asked.status_code == 422
    assert "already have a filter called" in asked.content.decode()
    assert SavedFilter.objects.get().query == "sex=2"
    save(client, query="sex=1", replace="1")
    assert SavedFilter.objects.get().query == "sex=1"


def test_sharing_needs_its_permission(client, county):
    client.force_login(user_over(county, "view_person"))
    save(client, shared="1")
    assert not SavedFilter.objects.get().shared


def test_what_is_shared_shows_for_others_and_what_is_not_does_not(client, boss, county):
    save(client, "Shared", shared="1")
    save(client, "Own")
    other = user_over(county, "view_person")
    client.force_login(other)
    assert [one.name for one in client.get(PERSONS).context["saved"]] == ["Shared"]
    client.post(SAVED, {"do": "drop", "pk": SavedFilter.objects.get(name="Shared").pk})
    assert SavedFilter.objects.count() == 2
    client.force_login(boss)
    client.post(SAVED, {"do": "drop", "pk": SavedFilter.objects.get(name="Shared").pk})
    assert [one.name for one in SavedFilter.objects.all()] == ["Own"]


def test_a_list_opens_with_the_filter_chosen_for_it_and_reset_shows_all(client, boss):
    save(client, opens="1")
    assert client.get(PERSONS).url == f"{PERSONS}?sex=2"
    assert client.get(f"{PERSONS}?q=").status_code == 200
    client.post(SAVED, {"do": "open", "pk": SavedFilter.objects.get().pk})
    assert client.get(PERSONS).status_code == 200


def test_a_dropped_filter_no_longer_opens_the_list(client, boss):
    save(client, opens="1")
    client.post(SAVED, {"do": "drop", "pk": SavedFilter.objects.get().pk})
    assert client.get(PERSONS).status_code == 200


def test_only_what_the_list_understands_is_saved(client, boss):
    save(client, query="nonsense=1")
    save(client, name=" ")
    save(client, query="q=341721198507030018")
    assert not SavedFilter.objects.exists()
    assert client.post(SAVED, {"do": "else"}).status_code == 404


# --- many rows at once


def outcome(form, values, records, user):
    setter = Setter(form, values, user)
    setter.set(records)
    return setter


def test_fields_are_set_on_many_rows_with_history(county):
    user = user_over(county)
    people = [PersonFactory(organization=county, education="61") for _ in range(3)]
    setter = outcome(pages.get("person").form, {"education": "21"}, people, user)
    assert setter.refused == []
    assert set(Person.objects.values_list("education", flat=True)) == {"21"}
    assert all(one.events.order_by("pgh_id").last().education == "21" for one in people)


def test_each_row_is_judged_by_its_form_and_refused_rows_are_named(county):
    user = user_over(county)
    joined = PersonFactory(organization=county, joined="2001-07-01", confirmed="2002-07-01")
    later = PersonFactory(organization=county, joined="2001-07-01", confirmed="2012-07-01")
    with translation.override("en"):
        setter = outcome(pages.get("person").form, {"joined": "2005-07-01"}, [joined, later], user)
    ((record, text),) = setter.refused
    assert record == joined
    assert "The day of confirmation lies before the day of joining." in text
    joined.refresh_from_db()
    later.refresh_from_db()
    assert (joined.joined, later.joined) == ("2001-07-01", "2005-07-01")


def test_what_only_the_database_can_tell_is_refused_by_the_row(county):
    user = user_over(county)
    codes = [OrganizationFactory(parent=county, code=f"C{n}") for n in range(4)]
    setter = outcome(pages.get("organization").form, {"code": "SAME"}, codes, user)
    assert len(setter.refused) == 3
    assert Organization.objects.filter(code="SAME").count() == 1


def test_no_row_is_put_where_the_user_may_not_write(county):
    home, away = OrganizationFactory(parent=county), OrganizationFactory(parent=county)
    person = PersonFactory(organization=home)
    form = pages.get("person").form
    setter = outcome(form, {"organization": away}, [person], user_over(home))
    assert [record for record, _text in setter.refused] == [person]
    person.refresh_from_db()
    assert person.organization == home


def test_a_set_name_takes_its_pinyin_along(county):
    people = [PersonFactory(organization=county) for _ in range(2)]
    outcome(pages.get("person").form, {"name": "张建国"}, people, user_over(county))
    assert set(Person.objects.values_list("pinyin", flat=True)) == {"zhang jian guo"}


def test_many_rows_cost_few_queries(county, django_assert_max_num_queries):
    user = user_over(county)
    for _ in range(30):
        PersonFactory(organization=county, education="61")
    people = list(Person.objects.select_related("organization"))
    with django_assert_max_num_queries(10):
        outcome(pages.get("person").form, {"education": "21"}, people, user)


def asked_to_set(pages_of, user, **sent):
    """The answer of the page that sets fields, also where no register uses it yet."""
    request = RequestFactory().post("/", sent)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    page = SetPage(pages=pages_of)
    page.setup(request)
    return page.dispatch(request)


def test_the_page_sets_the_ticked_fields_and_tells_of_each_row(county):
    of = replace(pages.get("person"), bulk=("education", "confirmed"))
    user = user_over(county)
    good = PersonFactory(organization=county, education="61", joined="2001-07-01")
    late = {"joined": "2020-07-01", "confirmed": None}
    bad = PersonFactory(organization=county, education="61", **late)
    picks = {"pick": [good.pk, bad.pk]}
    first = asked_to_set(of, user, **picks).content.decode()
    assert 'name="set" value="education"' in first
    assert asked_to_set(of, user, go="1", **picks).status_code == 422
    wrong = asked_to_set(of, user, go="1", set="confirmed", confirmed="2001-99", **picks)
    assert wrong.status_code == 422
    values = {"confirmed": "2010-07-01", "education": "21"}
    done = asked_to_set(of, user, go="1", set="confirmed", **values, **picks).content.decode()
    assert str(bad.get_absolute_url()) in done
    people = Person.objects.order_by("pk").values_list("education", flat=True)
    assert list(people) == ["61", "61"]  # typed, but not ticked
    assert Person.objects.get(pk=good.pk).confirmed == "2010-07-01"


def test_a_bulk_action_takes_all_rows_of_the_filter_in_pieces(client, boss, county, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    page = actions.BulkPage(pages=pages.get("person"))
    people = [PersonFactory(organization=county, sex="2") for _ in range(5)]
    PersonFactory(organization=county, sex="1")
    taken, begin = [], ""
    for left in (3, 1, 0):
        request = RequestFactory().post("/", {"all": "1", "query": "sex=2", "from": begin})
        request.user = boss
        page.request, page.rows = request, Person.objects.for_user(boss)
        picked = page.picked()
        assert picked.left == left
        taken += picked.records
        begin = dict(picked.next_fields)["from"]
    assert taken == people


# --- pages of long lists


@pytest.fixture
def long_list(county, monkeypatch):
    """Twenty-three persons on pages of five that are turned, not jumped to."""
    monkeypatch.setattr(paging, "PER_PAGE", 5)
    monkeypatch.setattr(paging, "NUMBERED", 10)
    births = ["1980", "1980-07", "1980-07-01", None, "1975-01-02"]
    branches = [OrganizationFactory(parent=county) for _ in range(3)]
    for n in range(23):
        PersonFactory(name="甲乙丙"[n % 3], born=births[n % 5], organization=branches[n % 3])
    return [row.pk for row in Person.objects.all()]


def turned(listing_of, way):
    """The numbers of all rows, page after page, as the pager's own links lead."""
    page, query = [], "" if way > 0 else "page=5"
    for _ in range(5):
        leaf = listing_of(query)
        page = page + leaf.pks if way > 0 else leaf.pks + page
        anchor = ("after", leaf.pks[-1]) if way > 0 else ("before", leaf.pks[0])
        query = f"page={leaf.number + way}&{anchor[0]}={anchor[1]}"
    return page


@pytest.mark.parametrize(
    "sort", ["", "name", "-name", "born", "-born", "organization", "-organization", "-number"]
)
def test_turning_forward_or_back_meets_every_row_once_in_order(county, long_list, sort):
    user = user_over(county)

    def leaf(query):
        asked = QueryDict(f"{query}&sort={sort}" if sort else query)
        return Listing(pages.get("person"), Person.objects.for_user(user), asked, user).leaf

    forward, back = turned(leaf, 1), turned(leaf, -1)
    assert forward == back
    assert sorted(forward) == sorted(long_list)
    rows = list(leaf("").order.rows().values_list("pk", flat=True))
    assert forward == rows


def test_orders_that_put_the_unknown_first_are_turned_too(county):
    for n in range(6):
        person = PersonFactory(organization=county)
        Affiliation.objects.filter(person=person).update(
            since=None if n % 2 else date(2001, 1, 1 + n)
        )
    for model in (Affiliation, Placement):
        order = Order(model.objects.all())
        rows = list(order.rows().values_list("pk", flat=True))
        assert [order.beside(pk, 1)[:1] for pk in rows] == [*([pk] for pk in rows[1:]), []]
        assert order.beside(rows[-1], 9, back=True) == rows[:-1]


def test_short_lists_have_numbered_pages_and_long_ones_are_turned(client, boss, county, long_list):
    page = client.get(PERSONS).content.decode()
    assert "Page 1 of 5" in page
    assert f"page=2&amp;after={long_list[4]}" in page or f"page=2&after={long_list[4]}" in page
    answer = client.get(f"{PERSONS}?page=2&after={long_list[4]}")
    assert answer.context["leaf"].pks == long_list[5:10]
    assert "6 to 10 of 23" in answer.content.decode()
    last = client.get(f"{PERSONS}?page=5")
    assert last.context["leaf"].pks == long_list[20:]


def test_a_page_that_is_not_there_is_the_nearest_one(county, long_list):
    rows = Person.objects.all()
    assert Leaf(rows, QueryDict("page=99")).pks == long_list[20:]
    assert Leaf(rows, QueryDict("page=x&after=999999999")).pks == []
    assert Leaf(rows, QueryDict("page=-1")).pks == long_list[:5]


def test_a_count_that_was_slow_stands_for_a_minute(county, monkeypatch):
    monkeypatch.setattr(paging, "SLOW", -1)
    PersonFactory(organization=county)
    rows = Person.objects.filter(sex__in=["1", "2"])
    assert paging.count_of(rows) == 1
    PersonFactory(organization=county)
    assert paging.count_of(rows) == 1
    assert paging.count_of(Person.objects.all()) == 2


def test_a_record_knows_its_neighbours_in_the_list_one_came_from(client, boss, county):
    people = [PersonFactory(name=name, organization=county, sex="2") for name in "丙甲乙"]
    PersonFactory(name="丁", organization=county, sex="1")
    page = client.get(f"{PERSONS}?sex=2&sort=name").content.decode()
    order = [int(pk) for pk in re.findall(r'href="/members/person/(\d+)/\?from=', page)]
    assert sorted(order) == sorted(one.pk for one in people)
    middle = Person.objects.get(pk=order[1])
    request = RequestFactory().get("/", {"from": "sex=2&sort=name"})
    request.user = boss
    near = neighbours(request, pages.get("person"), middle)
    trail = "?from=sex%3D2%26sort%3Dname"
    assert near == {
        "list": f"{PERSONS}?sex=2&sort=name",
        "previous": f"{PERSONS}{order[0]}/{trail}",
        "next": f"{PERSONS}{order[2]}/{trail}",
    }
    first, last = (Person.objects.get(pk=order[n]) for n in (0, 2))
    assert neighbours(request, pages.get("person"), first)["previous"] == ""
    assert neighbours(request, pages.get("person"), last)["next"] == ""
    request = RequestFactory().get("/")
    assert neighbours(request, pages.get("person"), middle) == {}


# --- paper


def test_paper_holds_all_rows_and_says_what_was_asked_by_whom(client, boss, county):
    for _ in range(60):
        PersonFactory(organization=county, sex="2")
    PersonFactory(organization=county, sex="1")
    answer = client.get(f"{PERSONS}print/?sex=2&on=2030-01-31")
    page = answer.content.decode()
    assert len(answer.context["table"].rows) == 60
    for words in ("中共清源县委员会", "Sex: Female", "31 Jan 2030", str(boss)):
        assert words in page
    event = SecurityEvent.objects.get(kind="export")
    assert event.register == "person"
    assert (event.details["format"], event.details["rows"]) == ("print", 60)


def test_without_the_permission_to_export_paper_holds_one_page(client, county):
    for _ in range(60):
        PersonFactory(organization=county)
    client.force_login(user_over(county, "view_person"))
    assert len(client.get(f"{PERSONS}print/").context["table"].rows) == 50
    assert not SecurityEvent.objects.filter(kind="export").exists()


# --- the menu


def test_the_menu_begins_with_what_is_to_do_and_ends_with_the_system(boss):
    with translation.override("en"):
        labels = [str(group["label"]) for group in menu.groups(boss, PERSONS)]
        known = [label for label in map(str, menu.ORDER) if label in labels]
    assert labels[: len(known)] == known
    assert labels[-1] == "System"
    first = menu.groups(boss, PERSONS)[0]["entries"]
    assert "/todo/" in [entry["url"] for entry in first]


def test_the_group_one_is_in_is_open_and_others_as_they_were_left(boss):
    def opened(path, cookie):
        with translation.override("en"):
            return {str(g["label"]) for g in menu.groups(boss, path, cookie) if g["open"]}

    assert "Registers" in opened(PERSONS, "-")
    assert "System" not in opened(PERSONS, "-")
    assert "System" in opened("/organizations/user/", "-")
    key = menu.groups(boss, "/")[-1]["key"]
    assert "System" in opened(PERSONS, f"1.{key}")
