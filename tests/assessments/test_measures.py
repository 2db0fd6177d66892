"""Every register can be measured: what a scan counts is what its list shows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.targets.rows import packed, per_place, unpacked
from assessments.actions.targets.scans import Figures, Scan, gather, no_progress, scans
from assessments.models import Indicator, KeptRows, Measure, Plan, Run
from portal import pages
from portal.measures import Tree
from tests.factories import AwardFactory, OrganizationFactory, PersonFactory, TownshipFactory, make
from tests.worlds import kept

FIRST = date(2020, 1, 1)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """A county with two townships and a village, and what stands in them."""
    with kept(django_db_blocker):
        top = OrganizationFactory(code="C")
        towns = [TownshipFactory(parent=top, code=f"T{n}") for n in (1, 2)]
        yield [top, *towns, OrganizationFactory(parent=towns[0], code="V")]


def bases(model):
    dated = model.dated or model.in_force
    return ["at", "during"] if dated else ["at"]


@pytest.mark.django_db
@pytest.mark.parametrize("of", pages.every(), ids=lambda of: of.name)
def test_a_register_is_counted_as_its_list_shows_it(county, of):
    for place in county[1:]:
        make(of.model, place)
    today = timezone.localdate()
    run = Run(plan=Plan(organization=county[0]), day=today, first=FIRST)
    tree, everything = Tree.at(today), of.model.objects.all()
    for basis in bases(of.model):
        scan = Scan(of.name, basis, run)
        scan.ask(Measure(pk=1, register=of.name))
        with CaptureQueriesContext(connection) as asked:
            counts = scan.count()
        assert len(asked) == 1
        rows = scan.rows()
        assert {
            place: line for place, line in per_place(rows, scan.asked).items() if any(line)
        } == {place: line for place, line in counts.items() if any(line)}
        assert same(unpacked(KeptRows(**packed(rows))), rows)
        rolled = tree.roll_up(counts, 1)
        period = f"&during={FIRST}" if basis == "during" else ""
        for place in county[:2]:
            shown = of.filter(f"on={today}{period}&organization={place.code}", everything)
            assert rolled[place.pk] == [shown.qs.count()], (basis, place.code)


def same(one, other):
    marks = all((one.marks[key] == other.marks[key]).all() for key in other.marks)
    return (one.ids == other.ids).all() and (one.places == other.places).all() and marks


@pytest.mark.django_db
def test_different_ones_are_counted_once_up_the_tree(county):
    """One person trained in two townships is one person of the county."""
    top, one, two, village = county
    person = PersonFactory(organization=village)
    for place in (one, two, village):
        AwardFactory(organization=place, person=person)
    AwardFactory(organization=two)
    run = Run(plan=Plan(organization=top), day=timezone.localdate(), first=FIRST)
    measure = Measure(pk=1, register="award", aggregate="distinct", column="person")
    indicator = Indicator(pk=1, kind="amount", numerator=measure)
    for kept_rows in (None, {}):
        asked = scans([indicator], run)
        counts, in_force = gather(asked, run, no_progress, kept_rows)
        keys = [key for scan in asked for key in scan.keys]
        total = Figures(Tree.at(run.day), keys, counts, in_force).total(1)
        assert [total[place.pk] for place in county] == [2, 1, 2, 1]
