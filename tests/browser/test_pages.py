"""Every kind of page: nothing for axe to find, no sideways scrolling, a quiet console."""

import pytest
from django.urls import reverse

from members.models import Person
from portal import pages
from tests.browser.conftest import WAYS
from tests.factories import UserFactory, id_number

SIZES = ["desktop", "phone"]
both_sizes = pytest.mark.parametrize("size", SIZES)
in_every_way = pytest.mark.parametrize(("size", "language"), WAYS)
LOOKED_AT = {
    "filtered list": "/members/person/?sex=1&organization=341721&on=2026-06-30",
    "empty list": "/organizations/village/",
    "list of nothing found": "/members/person/?q=nobody",
    "refused filter": "/members/person/?no_such_filter=1",
    "import": "/members/person/import/",
    "jobs": "/jobs/",
    "to do": "/todo/",
    "password": "/password/",
    "nothing there": "/no/such/page/",
}


@in_every_way
def test_the_login_page(visitor, county, size, language):
    guest = visitor(size=size, language=language)
    guest.go("/members/person/")
    assert reverse("login") in guest.page.url
    assert guest.faults() == []


@both_sizes
def test_the_pages_without_a_record(visitor, boss, client, size):
    reader = visitor(size=size).log_in(boss, client)
    for name, path in LOOKED_AT.items():
        reader.go(path)
        assert reader.faults() == [], name


@both_sizes
def test_the_pages_of_a_record(visitor, boss, client, size):
    reader = visitor(size=size, language="en").log_in(boss, client)
    person, of = Person.objects.first(), pages.get("person")
    for page in ("edit", "history", "reveal_id_number"):
        reader.go(of.url(page, person.pk))
        assert reader.faults() == [], page


@both_sizes
def test_a_refused_form(visitor, boss, client, size):
    reader = visitor(size=size).log_in(boss, client)
    reader.go("/members/person/add/")
    reader.page.fill("[name=name]", "李四")
    reader.page.click(".actionbar .btn-primary")
    reader.page.wait_for_selector(".errsum")
    assert reader.faults() == []
    assert reader.page.evaluate("document.activeElement.className") == "errsum"
    assert reader.page.input_value("[name=name]") == "李四"
    reader.page.click(".errsum a >> nth=0")
    assert reader.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


@both_sizes
def test_forbidden_says_so(visitor, county, client, size):
    reader = visitor(size=size).log_in(UserFactory(organization=county), client)
    assert reader.go("/members/person/").status == 403
    assert reader.faults() == []


def test_an_import_from_the_file_to_the_result(visitor, boss, client, county, tmp_path):
    head = "姓名,性别,民族,出生日期,身份证号,学历,人员类别,党支部,入党日期,转正日期"
    number = id_number("1980-07-03", "1", 9000)
    line = f"李四,男,汉族,1980-07-03,{number},大学,正式党员,341721001,2005-05-04,2006-05-04"
    file = tmp_path / "roster.csv"
    file.write_text(f"{head}\n{line}\n{line.replace('李四', '王五')}\n")
    for size in SIZES:
        reader = visitor(size=size).log_in(boss, client)
        reader.go("/members/person/import/")
        reader.page.set_input_files("#id_file", file)
        reader.page.click("form.body button[type=submit]")
        reader.page.wait_for_selector("dl.counts, .note.bad")
        assert reader.faults() == []
    assert reader.page.locator("button[value=all]").is_disabled()
    reader.page.click("button[value=good]")
    reader.page.wait_for_selector(".note.ok")
    assert reader.faults() == []
    assert Person.objects.filter(name="李四").count() == 1
