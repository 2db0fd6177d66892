"""ID numbers stay out of addresses, names of files, notes and echoed lines."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from pghistory.models import Context

from assessments.actions.targets.library import check_query
from members.actions.matching import match_lines
from members.models import Person
from portal import pages
from portal.errors import Refused
from portal.models import Job
from registers.attachments import attach_file
from registers.models import SavedFilter
from registers.views.listing import Listing
from tests.factories import OrganizationFactory, PersonFactory, id_number, user_over
from tests.files import xlsx
from workbooks import imports
from workbooks.models import Import

pytestmark = pytest.mark.django_db
NUMBER = id_number("1985-07-03", "1", 77)
ENGLISH = {"Accept-Language": "en"}


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


@pytest.mark.parametrize("register", ["person", "meeting"])
@pytest.mark.parametrize("asked", [{"q": f" {NUMBER}"}, {"organization": NUMBER}, {NUMBER: "1"}])
def test_the_api_refuses_an_id_number_in_an_address(client, user, register, asked):
    client.force_login(user)
    answer = client.get(f"/api/{register}/", asked)
    assert answer.status_code == 400
    assert NUMBER not in answer.content.decode()
    assert "search box" in client.get(f"/api/{register}/", asked, headers=ENGLISH).json()["detail"]


def test_an_id_number_is_no_indicator_and_suggests_nobody(client, user):
    with pytest.raises(Refused):
        check_query("person", f"q={NUMBER}")
    PersonFactory(organization=user.organization, name=NUMBER)
    client.force_login(user)
    options = client.get(pages.get("person").url("suggest"), {"q": NUMBER})
    assert "<option" not in options.content.decode()


def test_a_workbook_called_by_an_id_number_is_kept_without_it(client, user, settings):
    file = xlsx(("x", [["姓名"], ["张三"]]))
    client.force_login(user)
    sent = SimpleUploadedFile(f"名册{NUMBER}.xlsx", file)
    client.post(pages.get("person").url("import"), {"file": sent})
    checked = Job.objects.get()
    assert checked.params["name"] == f"名册{NUMBER[:6]}________{NUMBER[14:]}.xlsx"
    assert NUMBER not in f"{checked.params}{checked.outcome}{checked.message}"


def test_what_an_import_leaves_does_not_tell_an_id_number(user):
    user = user_over(user.organization)
    heads = ["代码", "名称", "类别", "上级党组织"]
    lines = [heads, ["9902", "新村党支部", "党支部", user.organization.code]]
    outcome = imports.load(pages.get("organization"), xlsx(("x", lines)), f"{NUMBER}.xlsx", by=user)
    assert NUMBER not in Import.objects.get(pk=outcome.number).name
    assert outcome.new == 1
    assert not Context.objects.filter(metadata__file__icontains=NUMBER).exists()
    assert Context.objects.filter(metadata__file__icontains=NUMBER[14:]).exists()
