"""Templates as data: what keeps them sound, their versions, their workbook."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.reports.openings import open_reports, plan_year
from assessments.actions.reports.shapes import check_faults, faults_of, item_faults
from assessments.actions.reports.template_reading import NotTaken, read_template_book
from assessments.actions.reports.template_writing import PARTS, write_template_book
from assessments.actions.reports.templates import (
    LIBRARY,
    copy_template,
    issue_template,
    load_template,
    remove_item,
    withdraw_template,
)
from assessments.actions.reports.trying import Trial
from assessments.models import (
    Report,
    ReportCell,
    ReportCheck,
    ReportItem,
    ReportSection,
    ReportTemplate,
)
from portal import pages
from portal.errors import Refused
from portal.models import fields_of
from tests.assessments.reporting import in_role, small_template
from tests.factories import OrganizationFactory
from tests.factories.assessments import ReportTemplateFactory

pytestmark = pytest.mark.django_db

SHEETS = {"form": 0, "sections": 1, "items": 2, "checks": 3}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def admin(county):
    return in_role("county_admin", county)


@pytest.fixture
def template(county):
    return small_template(county)


@pytest.mark.parametrize("name", sorted(path.stem for path in LIBRARY.glob("*.json")))
def test_a_shipped_template_is_whole_sound_and_in_both_languages(county, name):
    made = load_template(name, county)
    assert made.items.count() >= 40
    assert list(faults_of(made)) == []
    kinds = set(made.items.values_list("kind", flat=True))
    assert kinds >= {"integer", "decimal", "percent", "yes_no", "choice", "date", "text", "file"}
    named = [*made.items.values_list("name", "name_en")]
    named += made.sections.values_list("title", "title_en")
    assert not [pair for pair in named if pair[0].isascii() or not pair[1].isascii() or not pair[1]]
    assert {one.severity for one in made.checks.all()} == {"error", "warning"}


@pytest.mark.parametrize(("satisfied", "told"), [(14, False), (13, True), ("", False)])
def test_more_than_65_of_a_hundred_offices_satisfy_the_grassroots(county, satisfied, told):
    """001-02: the villages' view of county departments and stations; empty: nobody was asked."""
    trial = Trial(load_template("party_building", county), {})
    cells = trial.township.cells
    typed = {cells["town_offices"].pk: "20", cells["town_offices_satisfied"].pk: f"{satisfied}"}
    found = [fault.text for fault in Trial(trial.template, typed).faults]
    assert any("No more than 65%" in text for text in found) == told


USES = ("pay_basic", "pay_performance", "office", "upkeep", "party_activity", "member_training")
SOURCES = ("from_central", "from_county", "from_dues", "from_collective", "from_society")


def test_funds_are_asked_by_source_and_use_and_held_against_budget_and_floor(county):
    """000-25, 003-34, 003-37: what money may be spent on, basic pay beside reward; 000-26, 003-35:
    where it comes from; 000-57, 000-58: the floor, and the budget that must not lie below it."""
    template = load_template("village_funds", county)
    blank = Trial(template, {})
    cells = blank.villages[0].cells
    parts = [code for sum_ in ("arrived", "spent") for code in blank.by_code[sum_].computed.codes]
    figures = dict.fromkeys(parts, "0") | dict.fromkeys(USES, "1") | dict.fromkeys(SOURCES, "2")
    figures |= {"floor": "8", "budget": "7", "closing": "4"}
    trial = Trial(template, {cells[code].pk: text for code, text in figures.items()})
    place, computed = trial.villages[0].organization.pk, trial.computed()
    shown = [computed[f"{place}-{trial.by_code[code].pk}"] for code in ("arrived", "spent")]
    assert shown == ["10", "6"]
    said = [fault.text for fault in trial.faults]
    assert "The budget lies below the floor: say why." in said


# --- what a sound template is made of

VILLAGE = ReportSection(pk=1, scope="village")
TOWN = ReportSection(pk=2, scope="township")
KNOWN = {
    item.code: item
    for item in (
        ReportItem(code="a", section=VILLAGE, name="甲"),
        ReportItem(code="b", section=VILLAGE, name="乙", register="person"),
        ReportItem(code="c", section=VILLAGE, name="丙", formula="a + d"),
        ReportItem(code="d", section=VILLAGE, name="丁", formula="c - a"),
        ReportItem(code="word", section=VILLAGE, name="词", kind="text"),
        ReportItem(code="day", section=VILLAGE, name="日", kind="date"),
        ReportItem(code="town", section=TOWN, name="镇"),
    )
}


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"code": "2nd"}, "code", "small letters"),
        ({"code": "Members"}, "code", "small letters"),
        ({"kind": "choice"}, "choices", "at least two"),
        ({"kind": "choice", "choices": "好\n好"}, "choices", "“好” stands there twice"),
        ({"kind": "choice", "choices": "好 | good\n差 | good"}, "choices", "“good”"),
        ({"kind": "choice", "choices": "2\n1"}, "choices", "place of a choice"),
        ({"choices": "好\n差"}, "choices", "Only an item"),
        ({"kind": "text", "maximum": 3}, "maximum", "Only numbers"),
        ({"minimum": 5, "maximum": 3}, "maximum", "below the least"),
        ({"formula": "a +"}, "formula", "is not a sum"),
        ({"formula": "a / b"}, "kind", "makes a per cent"),
        ({"formula": "a + b", "kind": "percent"}, "kind", "makes a per cent"),
        ({"formula": "a + nobody"}, "formula", "no item “nobody”"),
        ({"formula": "a + town"}, "formula", "“镇” is asked of the township"),
        ({"formula": "a + word"}, "formula", "kind “text”"),
        ({"formula": "a + last.b"}, "formula", "belongs in a check"),
        ({"formula": "c"}, "", ""),
        ({"code": "a", "formula": "c"}, "formula", "computed from itself"),
        ({"formula": "new + a"}, "formula", "computed from itself"),
        ({"formula": "a", "register": "person"}, "formula", "either computed"),
        ({"carried": "nobody"}, "carried", "no item “nobody”"),
        ({"carried": "c"}, "carried", "is computed"),
        ({"carried": "town"}, "carried", "other rows"),
        ({"carried": "day"}, "carried", "cannot be reckoned"),
        ({"carried": "a", "locked": True}, "", ""),
        ({"locked": True}, "locked", "Nobody could fill this in"),
        ({"register": "nothing"}, "register", "no register “nothing”"),
        ({"register": "person", "query": "sex=9999"}, "query", "9999"),
        ({"register": "person", "query": "on=2026-01-01"}, "query", "“on”"),
        ({"register": "person", "kind": "text"}, "kind", "Registers count"),
        ({"query": "sex=2"}, "query", "needs its register"),
    ],
)
def test_an_item_that_could_not_be_filled_or_computed_is_refused(values, field, says):
    item = ReportItem(**{"code": "new", "section": VILLAGE, "name": "新", **values})
    found = list(item_faults(item, {**KNOWN, item.code: item}))
    assert [name for name, _text in found][:1] == ([field] if field else [])
    assert says in " ".join(text for _name, text in found)


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("a <= b", ""),
        ("a >= 0.5 * last.a", ""),
        ("b = known.b", ""),
        ("town = sum(a) + sum(c)", ""),
        ("a = known.a", "“甲” is filled from no register"),
        ("a <= nobody", "no item “nobody”"),
        ("a <= town", "asked of the same"),
        ("a = sum(b)", "adds the villages or branches"),
        ("town = sum(town)", "adds the villages or branches"),
        ("last.a <= 3", "at least one item of the report itself"),
        ("a <= day", "cannot be reckoned with"),
        ("a + b", "is not a check"),
    ],
)
def test_a_check_compares_what_can_be_compared(expression, says):
    found = [text for _field, text in check_faults(ReportCheck(expression=expression), KNOWN)]
    assert len(found) == bool(says)
    assert says in " ".join(found)


def sent(record, user, **changes):
    form = pages.get(record._meta.model_name).form
    shown = form(instance=record, user=user)
    data = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    for name in {"template", "section"} & set(data):
        data[name] = getattr(record, name).handle()
    return form(data | changes, instance=record, user=user)


def test_a_version_in_use_keeps_its_shape_and_may_change_its_words(template, admin):
    """Until reports have begun with it everything can be changed."""
    item, check = template.items.get(code="committee"), template.checks.first()
    assert sent(item, admin, kind="decimal").is_valid()
    plan_year(template, year=2026)
    open_reports(template.periods.get(quarter=1))
    for record, changes in (
        (item, {"kind": "decimal"}),
        (item, {"formula": "assembly + lecture"}),
        (item, {"code": "more"}),
        (check, {"expression": "women <= start"}),
        (template.sections.first(), {"scope": "branch"}),
        (template, {"version": "7"}),
        (template, {"since": "2026-02-01"}),
    ):
        form = sent(type(record).objects.get(pk=record.pk), admin, **changes)
        assert not form.is_valid(), changes
    for record, changes in (
        (item, {"name": "支委会会议", "maximum": "50", "position": "70"}),
        (check, {"severity": "warning", "says": "请核对"}),
        (template.sections.first(), {"title": "全镇"}),
    ):
        form = sent(type(record).objects.get(pk=record.pk), admin, **changes)
        assert form.is_valid(), form.errors
    with pytest.raises(Refused):
        remove_item(item, by=admin)


def test_an_item_takes_its_template_from_its_section_and_the_next_place(template, admin):
    section = template.sections.first()
    data = {"section": section.handle(), "code": "more", "name": "新项", "kind": "integer"}
    form = pages.get("reportitem").form(data | {"basis": "at", "over": "sum"}, user=admin)
    assert form.is_valid(), form.errors
    made = form.save()
    assert (made.template, made.position) == (template, template.items.count())


def test_a_part_is_removed_from_a_draft_unless_others_speak_of_it(client, template, admin):
    client.force_login(admin)
    committee, expected = (template.items.get(code=code) for code in ("committee", "expected"))
    page = client.get(committee.get_absolute_url()).content.decode()
    assert "remove_item" in page
    address = reverse("reportitem-remove_item", args=[committee.pk])
    assert client.post(address).url == template.get_absolute_url()
    assert not template.items.filter(code="committee").exists()
    refused = client.post(reverse("reportitem-remove_item", args=[expected.pk]))
    assert refused.status_code == 422
    assert template.items.filter(code="expected").exists()


# --- versions


def test_the_next_version_takes_the_quarters_that_begin_from_its_day_on(client, template, admin):
    plan_year(template, year=2026)
    first, second, third = (template.periods.get(quarter=number) for number in (1, 2, 3))
    open_reports(first)
    client.force_login(admin)
    gone_to = client.post(reverse("reporttemplate-copy_template", args=[template.pk])).url
    following = ReportTemplate.objects.get(form=template.form, version=2)
    assert gone_to == following.get_absolute_url()
    assert (following.state, following.code) == ("draft", f"{template.form}-2")
    assert [i.code for i in following.items.all()] == [i.code for i in template.items.all()]
    assert {item.section.template for item in following.items.all()} == {following}
    with pytest.raises(Refused):
        open_reports(
            type(first).objects.create(
                template=following,
                year=2031,
                quarter=1,
                first=date(2031, 1, 1),
                last=date(2031, 3, 31),
                opens=date(2031, 1, 1),
                due=date(2031, 4, 10),
            )
        )
    following.since = third.first
    following.save()
    issue_template(following, by=admin)
    for period in (first, second, third):
        period.refresh_from_db()
    assert [one.template.version for one in (first, second, third)] == [1, 1, 2]
    assert first.reports.get().cells.first().item.template == template
    withdraw_template(following, by=admin)
    plan_year(template, year=2027)
    assert {one.template for one in type(first).objects.filter(year=2027)} == {template}


def test_a_quarter_takes_the_version_in_force_and_no_other(template, admin):
    following = copy_template(template, by=admin)
    form = pages.get("reportperiod").form

    def fits(version, quarter):
        data = {"template": version.code, "year": "2026", "quarter": str(quarter)}
        return form(data, user=admin).is_valid()

    assert (fits(following, 3), fits(template, 3)) == (False, True)
    following.since = date(2026, 7, 1)
    following.save()
    issue_template(following, by=admin)
    assert (fits(following, 2), fits(template, 2)) == (False, True)
    assert (fits(following, 3), fits(template, 3)) == (True, False)


def test_a_template_with_a_fault_is_not_issued(template, admin):
    following = copy_template(template, by=admin)
    following.items.filter(code="expected").delete()
    with pytest.raises(Refused, match="expected"):
        issue_template(following, by=admin)


def test_a_code_follows_from_form_and_version(county, admin):
    form = pages.get("reporttemplate").form
    data = {"form": "poverty", "version": "3", "name": "季报", "organization": county.code}
    made = form(data, user=admin)
    assert made.is_valid(), made.errors
    assert made.save().code == "poverty-3"


# --- the workbook


def book_of(template, user):
    out = io.BytesIO()
    write_template_book(out, template, user)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def bytes_of(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shape_of(template):
    """Everything that a template says, without what tells its versions apart."""
    left_out = {"template", "section", "organization", "version", "code", "position"}
    rows = {"form": [template], "sections": template.sections.all()}
    rows |= {"items": template.items.select_related("section"), "checks": template.checks.all()}
    shape = {
        part: [
            {n: str(getattr(row, n)) for n in fields_of(type(row)) if n not in left_out}
            | {"of": getattr(getattr(row, "section", None), "position", 0)}
            | ({"code": row.code} if part in {"items", "checks"} else {})
            for row in found
        ]
        for part, found in rows.items()
    }
    return json.loads(json.dumps(shape))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_template_comes_back_from_its_workbook_as_the_next_version(
    county, admin, settings, language
):
    settings.LANGUAGE_CODE = language
    template = load_template("party_building", county)
    book = book_of(template, admin)
    assert [book.worksheets[at].title for at in range(4)] == [str(part.title) for part in PARTS]
    assert book.worksheets[2].data_validations.dataValidation
    made = read_template_book(bytes_of(book), "模板.xlsx", by=admin)
    assert (made.form, made.version, made.state) == (template.form, 3, "draft")
    assert shape_of(made) == shape_of(template)


def column(sheet, label):
    return next(cell.column for cell in sheet[1] if cell.value.strip("*") == label)


def test_every_wrong_cell_of_a_workbook_is_named_and_nothing_is_written(client, template, admin):
    book = book_of(template, admin)
    sections, items, checks = book.worksheets[1:4]
    items.cell(3, column(items, "Kind"), "number of sorts")
    items.cell(4, column(items, "Section"), 99)
    items.cell(6, column(items, "Code"), items.cell(5, column(items, "Code")).value)
    items.cell(8, column(items, "At most"), "=1+1")
    sections.cell(2, column(sections, "Title")).value = None
    checks.cell(2, column(checks, "Must hold"), "start <= nobody")
    client.force_login(admin)
    before = ReportTemplate.objects.count()
    file = SimpleUploadedFile("t.xlsx", bytes_of(book))
    answer = client.post(reverse("template-upload"), {"file": file})
    assert answer.status_code == 422
    found = {(one.sheet, one.row, one.label) for _letter, one in answer.context["findings"]}
    assert found >= {
        ("Items", 3, "Kind"),
        ("Items", 4, "Section"),
        ("Items", 6, "Code"),
        ("Items", 8, "At most"),
        ("Sections", 2, "Title"),
        ("Checks", 2, "Must hold"),
    }
    assert {"A", "C"} < {letter for letter, _one in answer.context["findings"]}
    assert ReportTemplate.objects.count() == before


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda book: book.remove(book.worksheets[2]), "no sheet of this name"),
        (lambda book: book.worksheets[2].delete_cols(1), "is missing"),
        (lambda book: book.worksheets[0].delete_rows(2), "one row"),
        (lambda book: book.worksheets[1].cell(1, 40, "Favourite colour"), "none of the sheet's"),
    ],
)
def test_a_workbook_with_a_part_missing_is_refused(template, admin, spoil, says):
    book = book_of(template, admin)
    spoil(book)
    with pytest.raises(NotTaken) as no:
        read_template_book(bytes_of(book), "t.xlsx", by=admin)
    assert says in " ".join(finding.message for finding in no.value.findings)


def test_another_code_makes_a_new_form_and_a_foreign_form_is_refused(county, template, admin):
    book = book_of(template, admin)
    book.worksheets[0].cell(2, 1, "our-own")
    made = read_template_book(bytes_of(book), "t.xlsx", by=admin)
    assert (made.code, made.version, made.organization) == ("our-own-1", 1, county)
    ReportTemplateFactory(form="theirs", organization=OrganizationFactory(code="far"))
    book.worksheets[0].cell(2, 1, "theirs")
    with pytest.raises(Refused):
        read_template_book(bytes_of(book), "t.xlsx", by=admin)


def test_the_workbook_is_taken_and_sent_by_those_who_may(client, template, admin, secretary):
    for user, status in ((admin, 200), (secretary, 403)):
        client.force_login(user)
        assert client.get(reverse("template-upload")).status_code == status
    client.force_login(admin)
    book = client.get(reverse("template-workbook", args=[template.pk]))
    file = SimpleUploadedFile("t.xlsx", book.content)
    answer = client.post(reverse("template-upload"), {"file": file})
    assert answer.url == ReportTemplate.objects.get(version=2).get_absolute_url()
    assert client.post(reverse("template-upload")).status_code == 422
    file = SimpleUploadedFile("t.xlsx", b"no workbook")
    assert client.post(reverse("template-upload"), {"file": file}).status_code == 422


# --- trying it out


def test_a_draft_is_tried_with_made_up_villages_and_nothing_is_stored(client, county, admin):
    draft = copy_template(load_template("party_building", county), by=admin)
    client.force_login(admin)
    address = reverse("template-trial", args=[draft.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert len(queries) <= 12
    assert "Women ≤ At the end" in page.content.decode()
    sheet = page.context["sheet"]
    assert len(sheet.villages) == 3
    assert {fault.kind for fault in sheet.faults} == {"warning"}  # of the noughts it begins with
    row = sheet.villages[0]
    typed = {row.cells["women"].pk: "3", row.cells["venue_state"].pk: "no such state"}
    answer = client.post(address, {f"c{pk}": text for pk, text in typed.items()})
    said = {fault.cell: fault.text for fault in answer.context["sheet"].faults}
    assert said[row.cells["women"].pk] == "Women (3) must not be more than At the end (0)."
    assert "is none of: good, needs repair" in said[row.cells["venue_state"].pk]
    assert not Report.objects.exists()
    assert not ReportCell.objects.exists()
