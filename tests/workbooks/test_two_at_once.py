"""Two imports at once, or an import and its undoing: as if one had come after the other."""

import pytest

from members.models import Person
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, id_number, user_over
from tests.files import xlsx
from tests.web.test_two_at_once import at_once
from workbooks import excel, imports
from workbooks.models import Import

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ["姓名", "性别", "民族", "出生日期", "身份证号", "人员类别", "党支部", "联系电话"]


@pytest.fixture
def user():
    county = OrganizationFactory(code="99")
    OrganizationFactory(parent=county, code="9901", name="团结村党支部")
    return user_over(county)


def line(n, number="", phone="1"):
    return [
        "张" + "一二三"[n - 1],
        "男",
        "汉族",
        f"1970-01-{n:02d}",
        number,
        "群众",
        "团结村党支部",
        phone,
    ]


def load(user, *lines):
    found = imports.load(pages.get("person"), xlsx(("名册", [HEAD, *lines])), "名册.xlsx", by=user)
    assert not found.refused, found.refused
    return found


@pytest.mark.parametrize("number", ["", id_number("1970-01-01", "1", 1)], ids=["alike", "numbered"])
def test_the_same_file_twice_at_once_comes_in_once(user, number):
    found = []
    work = lambda: found.append(load(user, line(1, number), line(2)))  # noqa: E731
    assert at_once(work, work) == ["done", "done"]
    assert sorted((one.new, one.same) for one in found) == [(0, 2), (2, 0)]
    assert (Person.objects.count(), Import.objects.count()) == (2, 1)


def test_an_import_is_undone_once(user):
    done = Import.objects.get(pk=load(user, line(1)).number)
    undo = lambda: imports.undo(done, by=user)  # noqa: E731
    assert at_once(undo, undo) == ["done", "refused"]
    assert not Person.objects.exists()


def test_an_import_and_the_undoing_of_the_one_before_do_not_mix(user):
    done = Import.objects.get(pk=load(user, line(1), line(2)).number)
    came = at_once(
        lambda: load(user, line(1, phone="2"), line(2, phone="2")),
        lambda: imports.undo(done, by=user),
    )
    done.refresh_from_db()
    assert came == (["done", "done"] if done.undone_at else ["done", "refused"])
    assert [*Person.objects.values_list("phone", flat=True)] == ["2", "2"]


def test_what_somebody_changed_since_a_file_was_judged_is_not_written_over(user):
    load(user, line(1), line(2))
    book = excel.read_bytes(
        xlsx(("名册", [HEAD, line(1, phone="2"), line(2, phone="2")])), "名册.xlsx"
    )
    judge = imports.judged(pages.get("person"), book, user, lambda *_: None)
    edited = Person.objects.get(name="张一")
    edited.phone = "3"
    edited.save()
    with pytest.raises(Refused):
        imports.write(judge)
    assert sorted(Person.objects.values_list("phone", flat=True)) == ["1", "3"]
