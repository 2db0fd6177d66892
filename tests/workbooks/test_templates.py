"""Every register's own template, filled with 200 rows, goes in whole; its export changes nothing.

A new record type is covered by being registered; where its rules want more than plain words, its
form says so in `examples`.
"""

import io
from itertools import count, islice

import openpyxl
import pytest
from django.utils import translation

from organizations.choices.tree import Kind
from portal import pages
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    UserFactory,
    make,
    user_over,
)
from workbooks import excel, exports, imports
from workbooks.examples import Examples

pytestmark = pytest.mark.django_db
ROWS = 200
WRITABLE = [of for of in pages.every() if of.form]


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def user():
    """Somebody over a county with a township, twenty branches and three hundred persons."""
    county = OrganizationFactory(code="99", name="示范县委")
    town = TownshipFactory(parent=county, code="9901", name="示范镇党委")
    for number in range(20):
        branch = OrganizationFactory(parent=town, kind=Kind.BRANCH, name=f"示范第{number}党支部")
        for _ in range(15):
            PersonFactory(organization=branch)
    for _ in range(12):
        UserFactory(organization=county)
    return user_over(county)


def prepare(of, user):
    """A few records of each kind that rows must name."""
    named = {field.related_model for field in of.model._meta.fields if not field.null}
    for other in {one.model for one in pages.every()} & named:
        for _ in range(0 if other.objects.exists() else 8):
            make(other, user.organization)


def filled(of, user):
    """The register's template with 200 rows below its header."""
    out = io.BytesIO()
    imports.write_template(out, of, user)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    sheet = book.worksheets[0]
    examples = Examples(of.form(user=user))
    numbers = (number for number in count() if str(user) not in examples.row(number).values())
    for row, number in enumerate(islice(numbers, ROWS), 3):
        for column, value in enumerate(examples.row(number).values(), 1):
            sheet.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusals(outcome):
    return sorted({(one.field, one.value[:20], one.message) for one in outcome.refused})[:5]


@pytest.mark.parametrize("of", WRITABLE, ids=lambda of: of.name)
def test_two_hundred_rows_go_in_and_the_export_changes_nothing(user, of):
    prepare(of, user)
    before = of.model.objects.count()
    outcome = imports.load(of, filled(of, user), "模板.xlsx", by=user)
    assert refusals(outcome) == []
    assert (outcome.new, of.model.objects.count() - before) == (ROWS, ROWS)
    for kind in ("xlsx", "csv"):
        out = io.BytesIO()
        exports.write(of, exports.rows_of(of, user, "ended=all"), kind, out)
        book = excel.read_bytes(out.getvalue(), f"导出.{kind}")
        again = imports.apply(of, book, by=user)
        assert refusals(again) == []
        assert (again.new, again.changed) == (0, 0), [one.fields for one in again.changes[:3]]
