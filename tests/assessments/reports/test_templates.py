"""Templates as data: what keeps them sound, their versions, their workbook."""

import pytest

from assessments.actions.reports.shapes import check_faults, faults_of, item_faults
from assessments.actions.reports.templates import (
    LIBRARY,
    load_template,
)
from assessments.actions.reports.trying import Trial
from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportSection,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


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
