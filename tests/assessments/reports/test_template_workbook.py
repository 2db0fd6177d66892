"""A template as a workbook, there and back; and tried before it is issued."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.reports.template_reading import NotTaken, read_template_book
from assessments.actions.reports.template_writing import PARTS, write_template_book
from assessments.actions.reports.templates import (
    copy_template,
    load_template,
)
from assessments.models import (
    Report,
    ReportCell,
    ReportTemplate,
)
from portal.errors import Refused
from portal.models import fields_of
from tests.factories import OrganizationFactory
from tests.factories.assessments import ReportTemplateFactory

pytestmark = pytest.mark.django_db


SHEETS = {"form": 0, "sections": 1, "items": 2, "checks": 3}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


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
        page = client.get(template.get_absolute_url()).content.decode()
        assert (reverse("template-upload") in page) == (status == 200)
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
