"""A whole import taken back: only while nothing newer builds on it, and never half of it."""

import pytest
from django.urls import reverse

from members.models import Affiliation, Person
from organizations.models import Organization, Village
from portal import pages
from portal.errors import Refused
from portal.history import acting
from tests.factories import OrganizationFactory, PersonFactory, id_number, user_over
from tests.files import xlsx
from workbooks import imports
from workbooks.models import Import

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = [
    "姓名",
    "性别",
    "民族",
    "身份证号",
    "人员类别",
    "党支部",
    "入党日期",
    "转正日期",
    "联系电话",
]


def number(n):
    return id_number("1970-01-01", "1", n)


def line(n, name="张三", phone="1"):
    days = ("1995-07-01", "1996-07-01")
    return [name, "男", "汉族", number(n), "正式党员", "团结村党支部", *days, phone]


def load(user, *lines):
    content = xlsx(("名册", [HEAD, *lines]))
    outcome = imports.load(pages.get("person"), content, "名册.xlsx", by=user)
    assert not outcome.refused
    return Import.objects.get(pk=outcome.number)


def test_new_rows_go_and_changed_rows_say_again_what_they_said(branch, user):
    held = PersonFactory(
        organization=branch,
        id_number=number(1),
        name="李四",
        phone="7",
        joined="1995-07-01",
        confirmed="1996-07-01",
    )
    done = load(user, line(1, phone="8"), line(2), line(3))
    assert (done.new, done.changed, Person.objects.count()) == (2, 1, 3)
    imports.undo(done, by=user)
    held.refresh_from_db()
    assert (held.name, held.phone) == ("李四", "7")
    assert Person.objects.get() == held
    assert Affiliation.objects.get().person == held
    done.refresh_from_db()
    assert (done.undone_by, done.undone_at is not None) == (user, True)


def test_history_keeps_what_was_undone(branch, user):
    done = load(user, line(1))
    pk = Person.objects.get().pk
    imports.undo(done, by=user)
    events = Person._meta.get_field("events").related_model.objects.filter(pgh_obj_id=pk)
    assert [event.pgh_label for event in events.order_by("pgh_id")] == ["insert", "delete"]
    assert events.last().pgh_context.metadata["undo"] == done.pk


def test_a_row_changed_since_keeps_the_whole_import(branch, user):
    done = load(user, line(1), line(2, name="王五"))
    with acting(user):
        Person.objects.filter(name="王五").update(phone="9")
    with pytest.raises(Refused, match=r"1 rows have been changed since .王五"):
        imports.undo(done, by=user)
    assert Person.objects.count() == 2


def test_a_record_that_hangs_on_a_new_row_keeps_it(county, user):
    content = xlsx(
        ("组织", [["代码", "名称", "类别", "上级党组织"], ["9902", "新村党支部", "党支部", "99"]])
    )
    outcome = imports.load(pages.get("organization"), content, "组织.xlsx", by=user)
    fresh = Organization.objects.get(code="9902")
    with acting(user):
        Village.objects.create(code="990000000001", name="新村", organization=fresh)
    with pytest.raises(Refused, match="1 villages hang on new rows"):
        imports.undo(Import.objects.get(pk=outcome.number), by=user)
    assert Organization.objects.filter(code="9902").exists()
    Village.objects.all().delete()
    imports.undo(Import.objects.get(pk=outcome.number), by=user)
    assert not Organization.objects.filter(code="9902").exists()


def test_nobody_undoes_twice_nor_what_others_reach(branch, county, user):
    done = load(user, line(1))
    elsewhere = user_over(OrganizationFactory(parent=county, code="9903"))
    with pytest.raises(Refused, match="outside the organizations"):
        imports.undo(done, by=elsewhere)
    with pytest.raises(Refused, match="may not undo"):
        imports.undo(done, by=user_over(county, "view_person"))
    imports.undo(done, by=user)
    with pytest.raises(Refused, match="undone already"):
        imports.undo(done, by=user)


def test_an_import_that_changed_nothing_leaves_no_line(branch, user):
    load(user, line(1))
    content = xlsx(("名册", [HEAD, line(1)]))
    assert imports.load(pages.get("person"), content, by=user).number is None
    assert Import.objects.count() == 1


def test_the_page_lists_imports_of_the_own_subtree_and_undoes_one(
    branch, county, user, client, django_capture_on_commit_callbacks
):
    done = load(user, line(1))
    other = user_over(OrganizationFactory(parent=county, code="9904"))
    client.force_login(other)
    assert "名册.xlsx" not in client.get(reverse("person-imports")).content.decode()
    assert client.get(reverse("person-import-undo", args=[done.pk])).status_code == 404
    assert client.get(reverse("person-import-file", args=[done.pk])).status_code == 404
    client.force_login(user)
    page = client.get(reverse("person-imports")).content.decode()
    assert "名册.xlsx" in page
    file = client.get(reverse("person-import-file", args=[done.pk]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("person-import-undo", args=[done.pk]))
    done.refresh_from_db()
    assert done.undone_by == user
    assert not Person.objects.exists()


def test_two_imports_in_the_name_of_one_are_told_apart(branch, user):
    with acting(user):
        first = load(user, line(1))
    with acting(user):
        second = load(user, line(2))
    imports.undo(second, by=user)
    assert Person.objects.get().id_number == number(1)
    imports.undo(first, by=user)
    assert not Person.objects.exists()
