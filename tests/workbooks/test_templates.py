"""Every register's own template, filled with 200 rows, goes in whole; its export changes nothing.

A new record type is covered by being registered; where its rules want more than plain words, its
form says so in `examples`.
"""

import io
from itertools import count, islice

import openpyxl
import pytest
from django.utils import translation

from assessments.models import ReportItem, ReportTemplate
from organizations.choices.tree import Kind
from organizations.models import User
from portal import pages
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    UserFactory,
    make,
    user_over,
)
from tests.worlds import kept
from workbooks import excel, exports, imports
from workbooks.examples import Examples

pytestmark = pytest.mark.django_db
ROWS = 200
FEW = 8
WRITABLE = [of for of in pages.every() if of.form]


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """Somebody over a county with a township, twenty branches and a hundred persons; made once,
    each test works on a savepoint of its own."""
    with kept(django_db_blocker):
        county = OrganizationFactory(code="99", name="示范县委")
        town = TownshipFactory(parent=county, code="9901", name="示范镇党委")
        for number in range(20):
            branch = OrganizationFactory(
                parent=town, kind=Kind.BRANCH, name=f"示范第{number}党支部"
            )
            for _ in range(11):
                PersonFactory(organization=branch)
        for _ in range(12):
            UserFactory(organization=county)
        yield user_over(county)


@pytest.fixture
def user(county, db):
    return User.objects.get(pk=county.pk)


def prepare(of, user):
    """A few records of each kind that rows must name; enough for 200 rows about different ones."""
    named = {field.related_model for field in of.model._meta.fields if not field.null}
    others = [one.model for one in pages.every() if one.model in named]
    for other in others:
        for _ in range(0 if other.objects.exists() else FEW):
            make(other, user.organization)
    if of.name == "reportcheck":
        ask_what_the_example_checks(user)
    for more in (FEW, 24, 60, 120) if others and of.model.key != ("code",) else ():
        if len(set(keys(of, user))) >= ROWS:
            break
        for other in others * more:
            make(other, user.organization)


def ask_what_the_example_checks(user):
    for template in ReportTemplate.objects.all():
        for code in ("women", "members"):
            make(ReportItem, user.organization, template=template, code=code)


def keys(of, user):
    """What tells the example rows from each other."""
    return [tuple(str(row[name]) for name in of.model.key if name in row) for row in rows(of, user)]


def rows(of, user):
    """200 example rows; nobody may give rights to themselves."""
    examples = Examples(of.form(user=user))
    made = (examples.row(number) for number in count())
    return list(islice((row for row in made if str(user) not in row.values()), ROWS))


def filled(of, user):
    """The register's template with 200 rows below its header."""
    out = io.BytesIO()
    imports.write_template(out, of, user)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    sheet = book.worksheets[0]
    for line, row in enumerate(rows(of, user), 3):
        for column, value in enumerate(row.values(), 1):
            sheet.cell(line, column, value)
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
    assert not refusals(outcome), refusals(outcome)
    assert (outcome.new, of.model.objects.count() - before) == (ROWS, ROWS)
    for kind in ("xlsx", "csv"):
        out = io.BytesIO()
        exports.write(of, exports.rows_of(of, user, "ended=all"), kind, out)
        book = excel.read_bytes(out.getvalue(), f"导出.{kind}")
        again = imports.apply(of, book, by=user)
        assert refusals(again) == []
        assert (again.new, again.changed) == (0, 0), [one.fields for one in again.changes[:3]]
