"""The promises that every registered record type keeps, tested once for all of them.

A new record type is covered by being registered in its app's `pages.py` and having a factory;
nothing is added here.
"""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from rest_framework.test import APIClient

from organizations.models import User
from portal import pages
from portal.forms import RecordField
from portal.history import acting
from tests.factories import OrganizationFactory, make, user_over
from tests.worlds import kept
from workbooks import excel, imports

pytestmark = pytest.mark.django_db

WRITABLE = [of for of in pages.every() if of.form]
REGISTERS = WRITABLE + [of for of in pages.every() if not of.form]
# All tests of a type follow each other and share its records.
every_model = pytest.mark.parametrize("of", REGISTERS, ids=lambda of: of.name, scope="module")
every_form = pytest.mark.parametrize("of", WRITABLE, ids=lambda of: of.name, scope="module")
every_edit = pytest.mark.parametrize(
    "of", [of for of in WRITABLE if of.edits], ids=lambda of: of.name, scope="module"
)
every_past = pytest.mark.parametrize(
    "of", [of for of in REGISTERS if not of.model.grows], ids=lambda of: of.name, scope="module"
)
that_only_grows = pytest.mark.parametrize(
    "of", [of for of in REGISTERS if of.model.grows], ids=lambda of: of.name, scope="module"
)

OF_ONE = ["detail", "history"]
OF_ALL = ["list", "export"]
NEEDS = {"list": "view", "export": "export", "add": "add", "import": "import"}


class World:
    """A county with two branches, and somebody with all rights over each of them."""

    def __init__(self):
        self.county = OrganizationFactory(code="county")
        self.home = OrganizationFactory(code="home", parent=self.county)
        self.away = OrganizationFactory(code="away", parent=self.county)
        self.user, self.neighbour = user_over(self.home), user_over(self.away)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        yield World()


@pytest.fixture(scope="module")
def records(world, of, django_db_blocker):
    """A record of the type in either branch."""
    with kept(django_db_blocker):
        yield make(of.model, world.home), make(of.model, world.away)


@pytest.fixture
def home(world):
    return world.home


@pytest.fixture
def away(world):
    return world.away


@pytest.fixture
def user(world):
    return User.objects.get(pk=world.user.pk)


@pytest.fixture
def ours(records):
    return fresh(records[0])


@pytest.fixture
def theirs(records):
    return fresh(records[1])


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def known_to(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def doors(of):
    return [*OF_ALL, "add", "import"] if of.form else OF_ALL


@every_model
def test_every_page_opens_with_its_permission_within_twelve_queries(client, user, ours, of):
    client.force_login(user)
    of_one = ["detail", "history", "timeline", "attachments"]
    of_all = [*OF_ALL, "print"]
    if of.form:
        of_one = [*of_one, *(["edit"] if of.edits else [])]
        of_all = [*of_all, "add", "import", "imports"]
    costs = {}
    for page in [*of_one, *of_all]:
        with CaptureQueriesContext(connection) as asked:
            url = of.url(page, ours.pk) if page in of_one else of.url(page)
            assert client.get(url).status_code == 200, page
        costs[page] = len(asked)
    assert {page: cost for page, cost in costs.items() if cost > 12} == {}


@every_model
def test_the_permission_to_view_opens_no_other_door(client, home, ours, of):
    client.force_login(user_over(home, f"view_{of.name}"))
    assert client.get(of.url("detail", ours.pk)).status_code == 200
    for page in set(doors(of)) - {"list"}:
        assert client.get(of.url(page)).status_code == 403, page
    if of.edits:
        assert client.get(of.url("edit", ours.pk)).status_code == 403


@every_model
def test_a_record_of_another_subtree_does_not_exist(client, user, ours, theirs, of):
    client.force_login(user)
    api = known_to(user)
    for page in [*OF_ONE, *(["edit"] if of.form else [])]:
        assert client.get(of.url(page, theirs.pk)).status_code == 404, page
    assert api.get(f"/api/{of.name}/{ours.pk}/").status_code == 200
    assert api.get(f"/api/{of.name}/{theirs.pk}/").status_code == 404
    for action in of.actions:
        assert client.get(of.url(action.name, theirs.pk)).status_code == 404, action.name


@every_model
def test_list_export_and_api_show_the_same_rows(client, user, ours, theirs, of):
    client.force_login(user)
    listed = known_to(user).get(f"/api/{of.name}/?ended=all").json()
    ids = {row["id"] for row in listed["results"]}
    assert ours.pk in ids
    assert theirs.pk not in ids
    assert listed["count"] == of.model.objects.for_user(user).count()
    book = read(client.get(of.url("export") + "?ended=all"))
    exported = {int(float(line[0])) for line in book[1:]}
    assert exported == set(of.model.objects.for_user(user, "export").values_list("pk", flat=True))
    assert exported == ids or of.model.handed_down


@every_model
def test_a_list_and_its_export_cost_the_same_queries_however_long(client, home, user, ours, of):
    client.force_login(user)

    def queries():
        for page in OF_ALL:
            with CaptureQueriesContext(connection) as asked:
                client.get(of.url(page))
            yield len(asked)

    list(queries())
    short = list(queries())
    for _ in range(4):
        make(of.model, home)
    assert list(queries()) == short


@every_form
def test_an_export_imported_again_changes_nothing(client, user, ours, of):
    client.force_login(user)
    before = list(of.model.objects.order_by("pk").values())
    body = content(client.get(of.url("export")))
    outcome = imports.load(of, body, "book.xlsx", by=user)
    assert (outcome.new, outcome.changed, outcome.refused) == (0, 0, []), outcome
    assert outcome.same >= 1
    assert list(of.model.objects.order_by("pk").values()) == before


@every_past
def test_bulk_writes_leave_history_with_their_author(user, ours, of):
    with acting(user, page="/x/"):
        of.model.objects.filter(pk=ours.pk).update(changed_at="2030-01-01T00:00:00Z")
    last = ours.events.order_by("pgh_id").last()
    assert last.pgh_label == "update"
    assert last.pgh_context.metadata["user"] == user.pk


@every_past
def test_history_cannot_be_rewritten(ours, of):
    with pytest.raises(Exception, match="append_only"):
        ours.events.all().delete()


@every_form
def test_a_form_does_not_put_records_where_its_user_may_not_write(world, user, theirs, of):
    form = of.form(data=sent(of, theirs, world.neighbour), user=user)
    assert not form.is_valid()


@every_edit
def test_saving_unchanged_changes_nothing(client, user, ours, of):
    client.force_login(user)
    before = of.model.objects.filter(pk=ours.pk).values().get()
    data = sent(of, ours, user) | {"confirmed_warnings": "1"}
    response = client.post(of.url("edit", ours.pk), data)
    assert response.status_code == 302, response.content.decode()[:3000]
    after = of.model.objects.filter(pk=ours.pk).values().get()
    del before["changed_at"], after["changed_at"]
    assert after == before


@every_edit
def test_api_patch_of_nothing_changes_nothing_and_unknown_keys_are_refused(user, ours, of):
    api = known_to(user)
    url = f"/api/{of.name}/{ours.pk}/"
    before = api.get(url).json()
    patched = api.patch(url, {}, format="json")
    assert patched.status_code == 200, patched.content
    after = patched.json()
    assert {k: v for k, v in after.items() if k != "changed_at"} == {
        k: v for k, v in before.items() if k != "changed_at"
    }
    assert api.patch(url, {"no_such_field": 1}, format="json").status_code == 400


@that_only_grows
def test_what_only_grows_is_changed_through_no_door(client, user, ours, of):
    client.force_login(user)
    before = of.model.objects.filter(pk=ours.pk).values().get()
    assert client.get(of.url("edit", ours.pk)).status_code == 404
    assert client.post(of.url("edit", ours.pk), sent(of, ours, user)).status_code == 404
    assert client.get(of.url("restore", ours.pk, 1)).status_code == 404
    assert known_to(user).patch(f"/api/{of.name}/{ours.pk}/", {}, format="json").status_code == 405
    book = read(client.get(of.url("export")))
    texts = [place for place, cell in enumerate(book[1]) if isinstance(cell, str) and cell]
    lines = [book[0], [f"{c}x" if n == texts[-1] else c for n, c in enumerate(book[1])]]
    outcome = imports.apply(of, excel.read_bytes(written(lines), "book.csv"), by=user)
    assert outcome.refused
    assert not outcome.written
    with pytest.raises(DatabaseError), transaction.atomic():
        of.model.objects.filter(pk=ours.pk).update(changed_at="2030-01-01T00:00:00Z")
    with pytest.raises(DatabaseError), transaction.atomic():
        of.model.objects.filter(pk=ours.pk).delete()
    assert of.model.objects.filter(pk=ours.pk).values().get() == before


@every_model
def test_every_label_is_translated(of):
    with translation.override("zh-hans"):
        words = [of.label, of.model._meta.verbose_name, *column_labels(of), *field_labels(of)]
        words += [action.label for action in of.actions]
        untranslated = [str(word) for word in words if str(word).isascii() and str(word).strip()]
    assert untranslated == []


def column_labels(of):
    return [column.verbose_name for column in of.table.base_columns.values() if column.verbose_name]


def field_labels(of):
    return [field.label for field in of.form.base_fields.values()] if of.form else []


def sent(of, record, user):
    """What a browser would send back of an edit page nobody touched."""
    form = of.form(instance=record, user=user)
    data = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, RecordField):
            value = field.prepare_value(value)
        data[name] = "" if value is None else value
    return {name: value for name, value in data.items() if value is not False}


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def written(lines):
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def read(response):
    return excel.read_bytes(content(response), "book.xlsx").sheets[0].rows


@every_model
def test_a_filter_does_not_tell_the_name_of_an_organization_out_of_reach(client, world, user, of):
    OrganizationFactory(code="hidden", name="别处的党支部", parent=world.county)
    client.force_login(user)
    page = client.get(of.url("list") + "?organization=hidden").content.decode()
    assert "别处的党支部" not in page
