import random
from datetime import date

import pytest
from django.utils import timezone

from members.choices.standing import Standing
from members.filters.persons import PersonFilter
from members.models import Person
from organizations.actions.tree import on_day
from organizations.filters.tree import VillageFilter
from organizations.models import Organization, Village
from portal.filters import age_on
from portal.measures import Tree, count, standing
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, VillageFactory

QUERIES = (
    "",
    "age_under=35",
    "age_over=60",
    "standing=full",
    "standing=probationary",
    "standing=activist&sex=2",
    "education_at_least=61&age_under=35",
    "standing=full&standing=probationary&ethnicity=01",
)


@pytest.fixture
def tree():
    county = OrganizationFactory(code="county")
    towns = [TownshipFactory(code=f"T{n}", parent=county) for n in range(3)]
    branches = [
        OrganizationFactory(code=f"B{n}{m}", parent=town)
        for n, town in enumerate(towns)
        for m in range(3)
    ]
    return [county, *towns, *branches]


def counts(queries, day, first=None, model=Person, filter_class=PersonFilter):
    """{organization code: [n, ...]}, rolled up."""
    found = standing(model, day, first)
    asked = [
        filter_class(query, model.objects.all()).condition(day, found.prefix) for query in queries
    ]
    total = Tree.at(day).roll_up(count(found, asked), len(queries))
    codes = dict(Organization.objects.values_list("pk", "code"))
    return {codes[pk]: numbers for pk, numbers in total.items()}


@pytest.mark.django_db
def test_every_count_is_the_length_of_the_list_with_the_same_filter(tree):
    """The promise that a click on a figure opens exactly the rows counted: every organization,
    every filter, today and in the past, with people and villages that have moved."""
    rng = random.Random(3)  # noqa: S311
    for n in range(120):
        PersonFactory(
            organization=rng.choice(tree),
            sex="2" if n % 3 else "1",
            born=f"{rng.randint(1940, 2005)}-{rng.randint(1, 12):02d}-15"[: rng.choice((7, 10))],
            education=rng.choice(("21", "61", "71", "")),
            ethnicity=rng.choice(("01", "03")),
            **rng.choice(
                (
                    {"standing": Standing.FULL},
                    {"standing": Standing.FULL, "left": "2025-03-01", "left_why": "died"},
                    {"standing": Standing.PROBATIONARY, "joined": f"2026-{rng.randint(1, 11):02d}"},
                    {"standing": Standing.ACTIVIST, "activist_on": "2024-10-10"},
                )
            ),
        )
    people = list(Person.objects.order_by("pk"))
    for moved in rng.sample(people, 15):
        with on_day(date(2025, rng.randint(1, 12), 3)):
            Person.objects.filter(pk=moved.pk).update(organization=rng.choice(tree))
    with on_day(date(2025, 7, 1)):
        Organization.objects.filter(code="B00").update(parent=tree[2])
    for day, first in (
        (date(2026, 11, 22), None),
        (date(2025, 6, 30), None),
        (date(2025, 7, 1), None),
        (date(2026, 11, 22), date(2026, 1, 1)),
        (date(2026, 5, 31), date(2026, 4, 1)),
    ):
        found = counts(QUERIES, day, first)
        for organization in tree:
            for place, query in enumerate(QUERIES):
                time = f"on={day}" + (f"&during={first}" if first else "")
                whole = f"{query}&{time}&organization={organization.code}"
                listed = PersonFilter(whole, Person.objects.all()).qs.count()
                assert found[organization.code][place] == listed, (whole, organization.code)
        assert found["county"][0] > 0


@pytest.mark.django_db
def test_counted_and_not_counted_are_all(tree):
    for year in range(1950, 2006):
        PersonFactory(
            organization=tree[year % len(tree)], born=f"{year}-06-15" if year % 5 else None
        )
    for query in QUERIES[1:]:
        everybody = PersonFilter("on=2026-11-22", Person.objects.all()).qs
        inside = PersonFilter(f"{query}&on=2026-11-22", Person.objects.all()).qs
        escaped = query.replace("&", "%26").replace("=", "%3D")
        outside = PersonFilter(f"except={escaped}&on=2026-11-22", Person.objects.all()).qs
        assert inside.count() + outside.count() == everybody.count()
        assert not set(inside) & set(outside)


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_filters_or_organizations(tree, django_assert_num_queries):
    PersonFactory(organization=tree[-1])
    day = timezone.localdate()

    def ask(queries):
        found = standing(Person, day)
        rows = Person.objects.all()
        asked = [PersonFilter(query, rows).condition(day, found.prefix) for query in queries]
        return Tree.at(day).roll_up(count(found, asked), len(queries))

    with django_assert_num_queries(3):
        ask(QUERIES[:1])
    for _ in range(20):
        OrganizationFactory(parent=tree[1])
    with django_assert_num_queries(3):
        ask(QUERIES * 3)


@pytest.mark.django_db
def test_records_that_do_not_move_by_themselves_are_counted_by_their_organization(tree):
    VillageFactory(organization=tree[1], border=True)
    VillageFactory(organization=tree[1])
    VillageFactory(organization=tree[2], border=True)
    day = timezone.localdate()
    found = counts(["", "border=true"], day, model=Village, filter_class=VillageFilter)
    assert (found["county"], found["T0"], found["T1"]) == ([3, 2], [2, 1], [1, 1])


@pytest.mark.django_db
def test_the_tree_is_the_one_of_the_day(tree):
    with on_day(date(2025, 7, 1)):
        Organization.objects.filter(code="B00").update(parent=tree[2])
    branch, old, new = tree[4].pk, tree[1].pk, tree[2].pk
    assert Tree.at(date(2025, 6, 30)).parents[branch] == old
    assert Tree.at(date(2025, 7, 1)).parents[branch] == new
    assert branch in Tree.at(date(2025, 7, 1)).below(new)
    assert Tree.at(date(2025, 6, 30)).above(branch) == [branch, old, tree[0].pk]


def test_sums_roll_up_and_every_node_is_there():
    tree = Tree({1: None, 2: 1, 3: 1, 4: 2, 5: 4, 6: None})
    assert tree.roll_up({4: [1, 2], 5: [10, 0], 3: [0, 5], 6: [7, 7]}, 2) == {
        1: [11, 7],
        2: [11, 2],
        3: [0, 5],
        4: [11, 2],
        5: [10, 0],
        6: [7, 7],
    }
    assert tree.below(2) == {2, 4, 5}
    assert tree.order.index(1) < tree.order.index(2) < tree.order.index(4) < tree.order.index(5)


def test_rolling_up_leaves_what_was_counted_as_it_was():
    counted = {2: [1]}
    Tree({1: None, 2: 1}).roll_up(counted, 1)
    assert counted == {2: [1]}


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1991-11-22", date(2026, 11, 22), 35),
        ("1991-11-23", date(2026, 11, 22), 34),
        ("1991-11", date(2026, 11, 1), 35),
        ("1991", date(2026, 1, 1), 35),
        ("1992-02-29", date(2026, 2, 28), 33),
        ("1992-02-29", date(2026, 3, 1), 34),
        (None, date(2026, 1, 1), None),
    ],
)
def test_ages_are_whole_years_on_the_day(born, day, age):
    assert age_on(born, day) == age
