"""What a record was, and putting it back."""

from datetime import timedelta

import pytest

from assessments.models import RatingRound
from members.models import Person
from portal import pages
from tests.factories import OrganizationFactory, PersonFactory, id_number, make, user_over

pytestmark = pytest.mark.django_db

OF = pages.get("person")


@pytest.fixture
def person(county):
    found = PersonFactory(organization=county, name="王五", phone="1")
    for phone, name in (("2", "王五"), ("3", "王武")):
        found.phone, found.name = phone, name
        found.save()
    return found


def told(client, person):
    return client.get(OF.url("history", person.pk)).context["changes"]


def seen(answer):
    return answer.context["seen"]


def restore(client, address):
    asked = client.get(address)
    return client.post(address, {"seen": seen(asked)})


def test_a_former_value_is_put_back_after_showing_now_and_then(client, boss, person):
    newest = told(client, person)[0]
    assert [(label, old, new) for label, old, new, _back in newest.lines] == [
        ("Name", "王五", "王武"),
        ("Phone", "2", "3"),
    ]
    back = next(back for label, _o, _n, back in newest.lines if label == "Phone")
    asked = client.get(back)
    assert asked.context["lines"] == [("Phone", "3", "2")]
    assert restore(client, back).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.name) == ("2", "王武")
    changed = told(client, person)
    assert (changed[0].fields, changed[0].who) == ([("Phone", "3", "2")], str(boss))
    assert len(changed) == 4


def test_a_whole_version_is_put_back(client, boss, person):
    first = told(client, person)[-1]
    assert first.what == "Added"
    assert client.get(first.back).context["lines"] == [
        ("Name", "王武", "王五"),
        ("Phone", "3", "1"),
    ]
    restore(client, first.back)
    person.refresh_from_db()
    assert (person.phone, person.name) == ("1", "王五")
    assert not told(client, person)[0].back  # the newest is what the record says already


def test_a_rule_may_refuse_in_words(client, boss, county):
    person = PersonFactory(organization=county, joined="2005-05-04", confirmed="2006-05-04")
    Person.objects.filter(pk=person.pk).update(joined="2003-05-04", confirmed="2004-05-04")
    newest = told(client, person)[0]
    back = next(back for label, _o, _n, back in newest.lines if label == "Joined")
    answer = restore(client, back)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert answer.context["lines"]
    person.refresh_from_db()
    assert person.joined == "2003-05-04"


def test_an_id_number_is_put_back_without_being_shown(client, boss, county):
    first, second = (id_number("1980-07-03", "1", n) for n in (9000, 9500))
    person = PersonFactory(organization=county, id_number=first, born="1980-07-03", sex="1")
    Person.objects.filter(pk=person.pk).update(id_number=second)
    back = next(b for _l, _o, _n, b in told(client, person)[0].lines if "id_number" in b)
    body = client.get(back).content.decode()
    assert first not in body
    assert second not in body
    assert first[:6] in body
    restore(client, back)
    person.refresh_from_db()
    assert person.id_number == first


def test_restoring_asks_for_the_right_to_change_within_reach(client, boss, county, person):
    back = told(client, person)[-1].back
    client.force_login(user_over(county, "view_person"))
    assert client.get(back).status_code == 403
    assert not any(one.back or any(one.backs) for one in told(client, person))
    client.force_login(user_over(OrganizationFactory(parent=county)))
    assert client.get(back).status_code == 404
    other = PersonFactory(organization=county)
    client.force_login(boss)
    event = back.rstrip("/").split("/")[-2]
    assert client.get(f"{other.get_absolute_url()}history/{event}/restore/").status_code == 404
    assert client.get(f"{back}?field=pinyin_or_path").status_code == 404


def test_a_change_in_between_is_shown_before_restoring(client, boss, person):
    back = told(client, person)[-1].back
    stamp = seen(client.get(back))
    Person.objects.get(pk=person.pk).save()
    answer = client.post(back, {"seen": stamp})
    assert (answer.status_code, answer.context["late"]) == (422, True)
    person.refresh_from_db()
    assert person.phone == "3"


def test_history_says_by_which_button_a_change_came(client, boss, person):
    client.post(told(client, person)[-1].back, {"seen": ""})
    restore(client, told(client, person)[-1].back)
    assert told(client, person)[0].place == "Restore"
    client.patch(f"/api/person/{person.pk}/", {"phone": "9"}, content_type="application/json")
    assert told(client, person)[0].place == "API · Edit"


def test_ways_back_hold_where_a_record_opens_on_a_page_of_its_own(client, boss, county):
    """A round opens on its board; its versions and what names it lie at the register's address."""
    held = make(RatingRound, county)
    held.day = held.as_of - timedelta(days=1)
    held.save()
    newest = client.get(pages.get("ratinground").url("history", held.pk)).context["changes"][0]
    backs = [back for *_said, back in newest.lines if back]
    assert [client.get(back).status_code for back in backs] == [200]
    detail = client.get(pages.get("ratinground").url("detail", held.pk)).context
    for one, _n in [*detail["opened"], *detail["closed"]]:
        assert client.get(one.url).status_code == 200, one.url
