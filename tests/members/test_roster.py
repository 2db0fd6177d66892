"""A county's roster, in the layouts and with the dirt of real ones, comes in exactly."""

import pytest

from members.models import Person
from portal import pages
from tests import rosters
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db
FIELDS = [
    "name",
    "sex",
    "ethnicity",
    "born",
    "education",
    "standing",
    "joined",
    "confirmed",
    "phone",
]


@pytest.fixture
def county():
    return OrganizationFactory(code="990101", name="某县委员会")


@pytest.fixture
def branches(county):
    """Two townships, in each a branch of the same name."""
    towns = [TownshipFactory(parent=county, name=f"{n}镇党委", short_name=f"{n}镇") for n in "东西"]
    made = []
    for town in towns:
        for name in ("团结村党支部", f"{town.short_name}街道社区党支部"):
            branch = OrganizationFactory(parent=town, name=name)
            word = name if name.startswith(town.short_name) else town.short_name + name
            made.append((word, branch.code))
    return made


def stored():
    """Every person as the answers have them, by ID number."""
    rows = Person.objects.values("id_number", "organization__code", *FIELDS)
    return {row.pop("id_number"): row for row in rows}


def expected(line):
    truth = {name: line.truth[name] for name in FIELDS}
    return truth | {"organization__code": line.truth["organization"]}


@pytest.mark.parametrize("layout", rosters.LAYOUTS)
@pytest.mark.parametrize(("seed", "dirt"), [(1, 0), (2, 5), (3, 20), (4, 60)])
def test_a_roster_arrives_as_its_answers_say(county, branches, layout, seed, dirt):
    content, lines = rosters.roster(layout, branches, dirt=dirt, seed=seed)
    user = user_over(county)
    outcome = imports.load(pages.get("person"), content, "名册.xlsx", by=user, only_good=True)
    good = [line for line in lines if not line.field]
    refused = {(one.row, one.field) for one in outcome.refused}
    assert sorted(refused ^ {(line.row, line.field) for line in lines if line.field}) == []
    there = stored()
    wrong = [line for line in good if there.pop(line.truth["id_number"], None) != expected(line)]
    assert wrong == []
    assert there == {}
    again = imports.load(pages.get("person"), content, "名册.xlsx", by=user, only_good=True)
    assert (again.new, again.changed, again.same) == (0, 0, len(good))


def test_one_wrong_row_keeps_the_whole_file_out(county, branches):
    content, _lines = rosters.roster("national", branches, dirt=30)
    outcome = imports.load(pages.get("person"), content, "名册.xlsx", by=user_over(county))
    assert outcome.refused
    assert not outcome.written
    assert not Person.objects.exists()


def test_a_roster_costs_the_same_queries_however_long(
    county, branches, django_assert_max_num_queries
):
    user = user_over(county)
    for rows in (20, 300):
        content, _lines = rosters.roster("national", branches, rows=rows, dirt=0, seed=rows)
        with django_assert_max_num_queries(20):
            imports.load(pages.get("person"), content, "名册.xlsx", by=user)


def test_history_of_an_import_names_who_and_which_file(county, branches):
    content, _lines = rosters.roster("national", branches, rows=5, dirt=0)
    user = user_over(county)
    imports.load(pages.get("person"), content, "名册.xlsx", by=user)
    event = Person.objects.first().events.get()
    assert event.pgh_label == "insert"
    assert event.pgh_context.metadata["user"] == user.pk
    assert event.pgh_context.metadata["file"] == "名册.xlsx"
    assert Person.objects.first().affiliations.get().organization_id


def test_no_id_number_leaves_the_import_in_clear(county, branches):
    content, lines = rosters.roster("national", branches, dirt=60)
    outcome = imports.load(pages.get("person"), content, "名册.xlsx", by=user_over(county))
    told = str(outcome.as_json()) + str(outcome.report())
    assert outcome.refused
    assert [line for line in lines if line.truth["id_number"] in told] == []
