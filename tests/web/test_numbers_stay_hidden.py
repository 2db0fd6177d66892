"""ID numbers stay out of addresses, names of files, notes and echoed lines."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from members.actions.matching import match_lines
from members.models import Person
from portal import pages
from registers.attachments import attach_file
from registers.models import SavedFilter
from registers.views.listing import Listing
from tests.factories import OrganizationFactory, PersonFactory, id_number, user_over

pytestmark = pytest.mark.django_db
NUMBER = id_number("1985-07-03", "1", 77)


@pytest.fixture
def user():
    return user_over(OrganizationFactory())


@pytest.mark.parametrize(
    "asked", [{"q": NUMBER}, {"q": f"王建国 {NUMBER}"}, {"except": f"q={NUMBER}"}, {"on": NUMBER}]
)
def test_an_id_number_anywhere_in_a_filter_is_neither_asked_nor_saved(client, user, asked):
    client.force_login(user)
    query = QueryDict(mutable=True)
    query.update(asked)
    assert Listing(pages.get("person"), Person.objects.all(), query, user).refused
    sent = {"do": "save", "name": "x", "query": query.urlencode()}
    client.post(pages.get("person").url("saved"), sent)
    assert not SavedFilter.objects.exists()


def test_a_saved_filter_is_not_called_by_an_id_number(client, user):
    client.force_login(user)
    sent = {"do": "save", "name": NUMBER, "query": "q=x"}
    client.post(pages.get("person").url("saved"), sent)
    assert not SavedFilter.objects.filter(name__contains=NUMBER).exists()


def test_names_and_notes_of_attachments_hide_id_numbers(user):
    person = PersonFactory(organization=user.organization)
    file = SimpleUploadedFile(f"申请书{NUMBER}.txt", "正文".encode())
    held = attach_file(person, file=file, note=f"{NUMBER} 的申请书", by=user)
    assert NUMBER not in held.name
    assert NUMBER not in held.note


def test_pasted_lines_come_back_without_their_id_numbers():
    found = match_lines(f"{NUMBER}，第一支部\n张三 {NUMBER}", Person.objects.all())
    assert len(found.problems) == 2
    assert NUMBER not in "".join(found.problems)
