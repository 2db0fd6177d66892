"""The workbook of a year's dues: what branches keep on a sheet is compared, asked about, taken."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from funding.actions.codes import load_codes
from funding.actions.dues_book_reading import kind_of
from funding.actions.dues_book_taking import preview_book, take_dues_book
from funding.actions.dues_books import heads
from funding.actions.dues_months import Sheet, save_months
from funding.actions.dues_posting import post_dues
from funding.actions.dues_rates import load_dues_rules
from funding.models import DuesPayment, Source
from portal.errors import Refused
from portal.models import Job
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over
from tests.factories.funding import DuesBaseFactory
from workbooks.excel import read_bytes
from workbooks.imports.headers import folded

LAST = timezone.localdate().year - 1
HEADS = ["姓名", "身份证号后四位", "月应缴", *(f"{n}月" for n in range(1, 13)), "合计", "备注"]
MONTHS = range(1, 13)


@pytest.fixture
def branch(db):
    """A branch of a township: 李明, and two who are called 王伟."""
    county = OrganizationFactory(kind="county_committee", parent=None)
    load_codes(county)
    load_dues_rules(county)
    town = TownshipFactory(parent=county)
    branch = OrganizationFactory(parent=town, kind="branch", name="河口村党支部")
    branch.refresh_from_db()
    return branch


def member(branch, name, **more):
    person = PersonFactory(organization=branch, name=name, **more)
    return DuesBaseFactory(organization=branch, person=person, year=LAST)


def book_of(*rows, heads=HEADS, title=f"{LAST}年党费收缴表"):
    book = openpyxl.Workbook()
    for row in ([title], heads, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(name, *months, tail="", due=0.5, total=None, note=""):
    return [name, tail, due, *months, *[None] * (12 - len(months)), total, note]


def looked_at(branch, content, day=date(LAST, 12, 31), within=True):
    book, user = read_bytes(content, "党费.xlsx"), user_over(branch)
    return preview_book(book, branch, Sheet(LAST, day, {}, within=within), by=user)


def words(listed):
    return [(one["at"], one["who"], one["words"]) for one in listed.rows]


def test_a_branch_sheet_is_compared_and_taken_by_the_grids_saving(branch):
    ming = member(branch, "李明")
    save_months(branch, Sheet(LAST, date(LAST, 2, 9), {(ming.pk, 1): Decimal("0.50")}), by=None)
    post_dues(
        branch.parent,
        source=Source.objects.get(code="dues-retained"),
        day=date(LAST, 2, 10),
        by=user_over(branch.parent),
    )
    save_months(branch, Sheet(LAST, date(LAST, 3, 9), {(ming.pk, 2): Decimal("0.50")}), by=None)
    sheet = book_of(row("李 明（预备）", 0.6, 0.7, "=", "√", "０.５元"), ["合计", None, None, 0.6])
    with translation.override("en"):
        found = looked_at(branch, sheet)
        assert (found.new, found.new_sum, found.wrong.rows) == (3, "1.50", [])
        assert [one["months"] for one in found.gains.rows] == ["3–5"]
        assert [(one["was"], one["now"]) for one in found.changed.rows] == [("0.50", "0.70")]
        assert [one["at"] for one in found.ledger.rows] == ["Sheet D3"]
        assert DuesPayment.objects.count() == 2  # nothing is written yet
        assert take_dues_book(branch, found, compared=False, by=None) == "4 months taken over."
    paid = {one.month: one for one in DuesPayment.objects.all()}
    assert {month: str(one.amount) for month, one in paid.items()} == {
        2: "0.70",
        **dict.fromkeys((1, 3, 4, 5), "0.50"),
    }
    assert paid[4].paid_on == date(LAST, 4, 30)  # each month within itself
    assert looked_at(branch, sheet).same == 4


def test_what_is_in_doubt_is_named_by_row_and_column_and_nothing_is_guessed(branch):
    ming = member(branch, "李明")
    one = member(branch, "王伟")
    other = member(branch, "王伟")
    tail = other.person.id_number[-4:]
    sheet = book_of(
        row("李明", "五毛", -1, 0.505, 0.5, total=9, due=1),
        row("王伟", 0.5),
        row("王伟", 0.5, tail=tail, total=0.6),
        row("赵无名", 0.5),
        row("李明", 0.5),
        ["合计", None, None, None, None, None, 0.9],
    )
    with translation.override("en"):
        found = looked_at(branch, sheet)
        said = {at: text for at, _who, text in words(found.wrong)}
        assert set(said) == {f"Sheet {at}" for at in ("D3", "E3", "F3", "4", "6", "7")}
        assert "no amount" in said["Sheet D3"]
        assert "finer than a fen" in said["Sheet F3"]
        assert one.person.id_number[-4:] in said["Sheet 4"]
        assert "Nobody of this name" in said["Sheet 6"]
        assert "Sheet 3 already" in said["Sheet 7"]
        assert [at for at, _who, _text in words(found.asked)] == ["Sheet P5", "Sheet G8"]
        assert "1.00 yuan are due" in words(found.told)[0][2]
        assert set(found.typed) == {f"{ming.pk}x4", f"{other.pk}x1"}
        with pytest.raises(Refused, match="compare them first"):
            take_dues_book(branch, found, compared=False, by=None)
        # Somebody types meanwhile: nothing of the workbook goes in.
        typed = {(ming.pk, 4): Decimal("0.40")}
        save_months(branch, Sheet(LAST, date(LAST, 5, 1), typed), by=None)
        with pytest.raises(Refused, match="meanwhile"):
            take_dues_book(branch, found, compared=True, by=None)
        assert DuesPayment.objects.count() == 1
    with translation.override("zh-hans"):
        assert "没有叫这个名字的" in words(looked_at(branch, sheet).wrong)[-2][2]
        with pytest.raises(Refused, match=f"{LAST - 1}"):
            looked_at(branch, book_of(row("李明", 0.5), title=f"{LAST - 1}年度党费"))
        with pytest.raises(Refused, match="姓名"):
            looked_at(branch, book_of(["1", "2"], heads=["甲", "乙"]))


def test_the_workbook_of_the_year_goes_out_and_comes_back(
    client, branch, django_capture_on_commit_callbacks
):
    bases = [member(branch, name) for name in ("李明", "王伟", "王伟")]
    save_months(branch, Sheet(LAST, date(LAST, 2, 9), {(bases[0].pk, 1): Decimal("0.50")}), by=None)
    client.force_login(user_over(branch))
    url = reverse("dues-book", args=[branch.pk, LAST])
    client.cookies["django_language"] = "zh-hans"
    assert client.get(url).status_code == 200
    fetched = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}?fetch=1").content))
    page = fetched.active
    assert page["F5"].value == Decimal("0.50")
    assert page["R5"].value == "=SUM(F5:Q5)"
    page["G5"], page["H6"], page["I7"] = 0.5, 0.5, "x"
    out = io.BytesIO()
    fetched.save(out)
    file = SimpleUploadedFile("党费.xlsx", out.getvalue())
    sent = {"file": file, "day": f"{LAST}-12-31", "within": "month"}
    assert client.post(url, {**sent, "day": "2999-01-01"}).status_code == 422
    file.seek(0)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, sent)
    checked = client.get(page.url)
    assert Job.objects.filter(kind="dues-book", state="done").count() == 1
    assert "I7" in checked.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page.url).status_code == 302
    assert DuesPayment.objects.filter(amount=Decimal("0.50")).count() == 3


def test_our_own_heads_are_understood_in_both_languages(settings):
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            kinds = [kind_of(folded(head)) for head in heads()]
        assert kinds == ["number", "name", "id", "branch", "due", *[""] * 12, "total", "note"]
