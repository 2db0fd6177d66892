"""No door breaks, whatever is pushed through it: every action, filter, form and API endpoint of
every record type, with nothing and with junk."""

import os
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import QueryDict
from rest_framework.test import APIClient

from portal import pages
from portal.errors import Refused
from registers.views.actions import action_form
from tests.factories import OrganizationFactory, make, user_over

pytestmark = pytest.mark.django_db

REGISTERS = pages.every()
every_model = pytest.mark.parametrize("of", REGISTERS, ids=lambda of: of.name)

JUNK = (
    "\x00",
    "99999999999999999999",
    "0000-00-00",
    "9999-12-31",
    "x" * 10_000,
    "#99999999999999999999",
    "²",
    "-1",
    "NaN",
    "1e400",
    "'\"<script>%s{}\\",
    "\u202e党员\U0001f600",
    "1900-13-45",
    "-0001-01-01",
)
ODD = (None, True, [], [1], {"a": [None]}, 10**30, -0.5)
RAW = ("[]", "1", "null", '"x"', "{", "\x00", '{"a":' * 500)
# `make soak` pushes every kind of junk through every door; `make test` one kind each.
SOAK = bool(os.environ.get("SOAK"))
TURNS = range(len(JUNK) if SOAK else 1)
PLACING = ("page", "after", "before", "sort", "columns", "per_page", "format", "from")


@pytest.fixture
def home():
    return OrganizationFactory(code="home", parent=OrganizationFactory(code="county"))


@pytest.fixture
def user(home):
    return user_over(home)


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    client.raise_request_exception = False
    return client


def broken(call):
    """What broke in a request, if anything did; its traces are removed."""
    with transaction.atomic():
        response = call()
        wrong = response.status_code >= 500
        why = repr(getattr(response, "exc_info", None) or response)[:400] if wrong else ""
        if not wrong:
            list(get_messages(response.wsgi_request))
        transaction.set_rollback(True)
    return why


def turns(names, turn):
    """Another kind of junk in each field, other ones each turn."""
    return {name: JUNK[(turn + number) % len(JUNK)] for number, name in enumerate(names)}


def found(tries):
    return [(what, why) for what, call in tries if (why := broken(call))]


@every_model
def test_no_action_breaks_on_junk(browser, home, user, of):
    record = make(of.model, home)
    tries = []
    for action in of.actions:
        names = list(action_form(action, user).fields)
        urls = [of.url(action.name, record.pk)]
        if action.many:
            urls.append(of.url(f"{action.name}-many"))
        for url in urls:
            tries.append((url, lambda url=url: browser.post(url)))
            for turn in TURNS if names else [0]:
                sent = turns(names, turn) | {"pick": [record.pk, JUNK[turn]], "go": "1"}
                tries.append(((url, turn), lambda url=url, sent=sent: browser.post(url, sent)))
    assert found(tries) == []


@every_model
def test_no_filter_breaks_on_junk(browser, home, of):
    make(of.model, home)
    wrong = []
    for number, name in enumerate([*of.filter.base_filters, "on", "during", "ended", "except"]):
        for junk in [JUNK[(number + turn) % len(JUNK)] for turn in TURNS]:
            asked = QueryDict(mutable=True)
            asked[name] = junk
            try:
                with transaction.atomic():
                    list(of.filter(asked, of.model.objects.all()).qs)
            except Refused:
                pass
            except Exception as error:
                wrong.append((name, junk[:20], repr(error)[:200]))
    assert wrong == []


@every_model
def test_no_list_breaks_on_junk(browser, home, of):
    record = make(of.model, home)
    doors = [of.url("list"), of.url("detail", record.pk), of.url("suggest"), of.url("add")]
    asked = (
        [{name: junk} for junk in JUNK for name in ("q", *PLACING)]
        if of.name == "person" and SOAK
        else [turns((*PLACING, "q", "on"), turn) for turn in TURNS]
    )
    tries = [
        ((door, one), lambda door=door, one=one: browser.get(door, one))
        for door in doors
        for one in asked
    ]
    assert found(tries) == []


@every_model
def test_no_form_breaks_on_junk(browser, home, of):
    if not of.form:
        return
    record = make(of.model, home)
    doors = [of.url("add"), of.url("edit", record.pk)]
    many = of.url("set-many") if of.bulk else ""
    tries = []
    for turn in TURNS:
        sent = turns(of.form.base_fields, turn)
        tries += [
            ((door, turn), lambda door=door, sent=sent: browser.post(door, sent)) for door in doors
        ]
        if many:
            picked = turns(of.bulk, turn) | {"pick": record.pk, "go": "1", "set": of.bulk}
            tries.append(((many, turn), lambda sent=picked: browser.post(many, sent)))
    assert found(tries) == []


def api_tries(api, of, record, user):
    """(what, call) of every endpoint of a register with junk of every kind."""
    url = f"/api/{of.name}/"
    doors = [(api.post, url, of.form), (api.patch, f"{url}{record.pk}/", of.form)]
    asked = {door: list(form.base_fields if form else ()) for _call, door, form in doors}
    for action in of.actions:
        door = f"{url}{record.pk}/{action.name}/"
        doors.append((api.post, door, None))
        asked[door] = list(action_form(action, user).fields)
    for call, door, _form in doors:
        names = asked[door]
        bodies = [turns(names, turn) for turn in TURNS]
        bodies += [dict.fromkeys(names, odd) for odd in ODD[:: 1 if SOAK else 3]]
        for body in bodies:
            yield (door, body), partial(call, door, body, format="json")
        for raw in RAW if SOAK or of.name == "person" else ():
            yield (door, raw), partial(call, door, raw, content_type="application/json")


@every_model
def test_no_api_breaks_on_junk(home, user, of):
    api = APIClient(raise_request_exception=False)
    api.force_authenticate(user)
    record = make(of.model, home)
    wrong = []
    for what, call in api_tries(api, of, record, user):
        with transaction.atomic():
            response = call()
            if response.status_code >= 500:
                wrong.append((str(what)[:200], repr(response.exc_info[1])[:300]))
            transaction.set_rollback(True)
    assert wrong == []
