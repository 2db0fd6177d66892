"""Plans from the library, from year to year, and down to the townships (000-22)."""

import html
import json
import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.actions.targets.library import LIBRARY, library, load_plan
from assessments.actions.targets.planning import copy_plan, lines, weight_sum
from assessments.actions.targets.results import Targets
from assessments.forms.targets import TargetForm
from assessments.models import Plan, Target
from portal import pages
from portal.errors import Refused
from tests.assessments.county import make_county
from tests.factories import user_over
from workbooks import imports

pytestmark = pytest.mark.django_db
SOURCES = ("county-2012-2016", "five-good-five-leads", "three-projects")
# What the ledger lets be counted besides: floors reached, budgets that do not shrink.
OF_MONEY = {"000-57": 100, "000-58": 100, "001-21": 100, "001-23": 100}
# Every quantity of requirements 1.2, as it is to be aimed at.
QUANTITIES = {
    "000-09": 85, "000-10": 90, "000-14": 100, "000-30": 100, "000-37": 70, "000-44": 50,
    "001-01": 65, "001-02": 65, "001-03": 60, "001-11": 100, "001-12": 100, "001-13": 100,
    "001-16": 100, "001-22": 30,
    "003-04": 70, "003-08": 70, "003-12": 1500000, "003-15": 20, "003-20": 100, "003-24": 100,
    "003-26": 100, "003-27": 100, "003-29": 100, "003-30": 100, "003-31": 100, "003-32": 18,
    "003-33": 70000, "003-36": 100, "003-41": 100, "003-48": 100, "003-51": 100, "003-54": 70,
    "003-55": 90, "003-59": 100, "003-61": 100, "003-64": 100, "003-66": 100,
}  # fmt: skip
# How many each village, township or person owes: the number a share's organizations must reach.
LEAST = {"001-11": 1, "001-12": 2, "001-16": 1, "003-24": 2, "003-26": 1, "003-30": 3,
         "003-31": 1, "003-41": 1, "003-48": 1, "003-51": 2, "003-66": 1}  # fmt: skip
WORDS = (
    *("add_plan", "change_plan", "view_plan", "add_target", "change_target", "view_target"),
    *("import_target", "export_target"),
    *("view_indicator", "view_organization"),
)


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def staff(county):
    return user_over(county.top, *WORDS)


def texts():
    return {name: json.loads((LIBRARY / f"{name}.json").read_text("utf-8")) for name in library()}


def test_every_quantity_of_the_sources_is_a_target_of_a_shipped_plan():
    rows, found = [], texts()
    assert set(SOURCES) < set(found)
    for name in SOURCES:
        text = found[name]
        indicators = {one["code"]: one for one in text["indicators"]}
        assert sum(Decimal(one["weight"]) for one in text["targets"]) == 100
        for target in text["targets"]:
            rows.append((target, indicators[target["indicator"]]))
            assert target["reading"]
            assert target["confidence"] in {"H", "M", "L"}
            assert target["requirement"] == target["clause"]
    first = {}
    for target, indicator in rows:
        first.setdefault(target["requirement"], (float(target["value"]), indicator))
    assert {code: value for code, (value, _one) in first.items()} == QUANTITIES | OF_MONEY
    floors = {code: one["threshold"] for code, (_n, one) in first.items() if "threshold" in one}
    assert floors == LEAST
    assert {t["value"] for t, _i in rows if t["requirement"] == "000-37"} == {"70", "50"}


def test_what_two_plans_share_is_the_same_in_both_and_has_two_names():
    known = {}
    for text in texts().values():
        assert text["name"] != text["name_en"]
        for part in ("measures", "indicators"):
            for row in text[part]:
                assert known.setdefault((part, row["code"]), row) == row
                assert re.search(r"[\u4e00-\u9fff]", row["name"])
                assert not re.search(r"[\u4e00-\u9fff]", row["name_en"])


def test_one_command_loads_the_library_and_loading_again_changes_nothing(county, capsys):
    call_command("load_plan", "--all", "--year", "2024")
    assert Plan.objects.filter(year=2024).count() == len(library())
    kept = Target.objects.get(plan__code="three-projects-2024", indicator__code="003-27")
    assert (kept.printed, kept.confidence) == ("不低于7元", "H")
    Target.objects.filter(pk=kept.pk).update(value=80)
    capsys.readouterr()
    call_command("load_plan", "--all", "--year", "2024")
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["0"] * 4
    assert Target.objects.get(pk=kept.pk).value == 80
    with pytest.raises(CommandError, match="county-2012-2016"):
        call_command("load_plan")


def test_a_plan_is_copied_with_its_values_to_another_years_days(county):
    plan, _new = load_plan("county", at=county.top, year=2024)
    first = plan.targets.order_by("pk").first()
    plan.targets.filter(pk=first.pk).update(value=88, milestones="02-29=10; 06-30=40")
    Plan.objects.filter(pk=plan.pk).update(ranked=False, small=5, alike_parts=2, alike_least=4)
    plan.refresh_from_db()
    own = {"organization": county.towns[0], "level": "township", "plan": plan, "year": 2024}
    Target.objects.create(indicator=first.indicator, value=70, **own)
    made = copy_plan(plan, year=2026, by=None)
    assert (made.code, made.year, made.source) == ("county-2026", 2026, plan.source)
    assert (made.ranked, made.small, made.alike_parts, made.alike_least) == (False, 5, 2, 4)
    copied = made.targets.get(indicator=first.indicator, organization=None)
    assert (copied.value, copied.year, copied.clause) == (88, 2026, first.clause)
    assert [f"{day}" for day, _mark in copied.marks()] == ["2026-02-28", "2026-06-30"]
    assert made.targets.get(organization=county.towns[0]).value == 70
    assert plan.targets.count() == made.targets.count() == 8
    with pytest.raises(Refused, match="county-2026"):
        copy_plan(made, year=2026, by=None)


@pytest.fixture
def reader(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def read(reader, url):
    return html.unescape(reader.get(url).content.decode())


def test_staff_take_over_a_plan_of_the_library_and_see_its_targets(reader, staff):
    reader.force_login(staff)
    url = reverse("plan-library")
    assert "“Three Projects” plan" in read(reader, url)
    assert reader.post(url, {"name": "three-projects", "year": "20x6"}).status_code == 422
    went = reader.post(url, {"name": "three-projects", "year": "2026"})
    plan = Plan.objects.get(code="three-projects-2026")
    assert went.url == plan.get_absolute_url()
    page = read(reader, went.url)
    for words in ("003-27", "不低于7元", "每月不低于700元", "nearly certain"):
        assert words in page
    assert re.search(r"Weights in all</th><td class=\"num\">100<", page)


def test_targets_are_handed_down_in_one_grid_and_read_by_whom_they_bind(reader, county, staff):
    reader.force_login(staff)
    plan, _new = load_plan("three-projects", at=county.top, year=2026)
    down = reverse("plan-hand-down", args=[plan.pk])
    target = plan.targets.get(indicator__code="003-24")
    first, second = (f"v{target.pk}-{town.pk}" for town in county.towns)
    typed = dict(re.findall(r'name="(v\d+-\d+)" value="([^"]*)"', read(reader, down)))
    assert typed[first] == typed[second] == "100"
    refused = reader.post(down, {**typed, first: "90", second: "viel"})
    assert refused.status_code == 422
    page = html.unescape(refused.content.decode())
    assert f'name="{first}" value="90"' in page
    assert "第2镇党委, Villages with at least two reserve cadres: “viel” is not a number." in page
    assert not plan.targets.exclude(organization=None).exists()
    assert reader.post(down, {**typed, first: "90％"}).url == plan.get_absolute_url()
    own = plan.targets.exclude(organization=None).get()
    kept = (own.organization, own.value, own.level, own.weight)
    assert kept == (county.towns[0], 90, "village", target.weight)
    bound = Targets(plan)
    asked = (*county.towns, county.villages[0], county.villages[2])
    assert [bound.at(own.indicator, one).value for one in asked] == [90, 100, 90, 100]
    emptied = {**typed, first: "", second: " "}
    assert reader.post(down, emptied).url == plan.get_absolute_url()
    own.refresh_from_db()
    assert own.value == 100  # back to the county's; where there was no own value there is none now
    assert plan.targets.exclude(organization=None).count() == 1
    for town, many in zip(county.towns, (1, 0), strict=True):
        reader.force_login(user_over(town, "view_plan", "view_target"))
        assert read(reader, plan.get_absolute_url()).count("1 own value") == many
        assert reader.get(down).status_code == 403


def test_targets_go_out_and_come_in_as_a_workbook_with_their_organizations(county, staff):
    plan, _new = load_plan("county", at=county.top, year=2026)
    own = {"organization": county.towns[0], "level": "township", "plan": plan, "year": 2026}
    Target.objects.create(indicator=plan.targets.first().indicator, value=70, **own)
    head = "plan,indicator,binds,for this one alone,year,comparison,target\n"
    rows = (
        "county-2026,000-09,township,T1,2026,at least,75\n"
        "county-2026,000-10,township,T2,2026,at least,60\n"
    )
    outcome = imports.load(pages.get("target"), (head + rows).encode(), "t.csv", by=staff)
    assert (outcome.new, outcome.changed, outcome.refused) == (1, 1, [])
    found = plan.targets.exclude(organization=None).order_by("organization__code")
    assert list(found.values_list("organization__code", "value")) == [("T1", 75), ("T2", 60)]


def errors(user, **values):
    given = {"level": "county", "year": 2026, "comparison": "gte", "value": 80, "weight": 1}
    form = TargetForm({**given, **values}, user=user)
    return form.is_valid(), dict(form.errors), form


def test_what_a_target_says_fits_together(county, staff):
    plan, _new = load_plan("county", at=county.top, year=2026)
    one = {"plan": plan.code, "indicator": "000-10", "organization": "T1"}
    assert set(errors(staff, **one)[1]) == {"level"}
    assert errors(staff, **one, level="township")[0]
    unread = errors(staff, **one, level="township", milestones="13-01=5")
    assert set(unread[1]) == {"milestones"}
    for steps, odd in (
        ("03-31=20; 06-30=60", False),
        ("03-31=60; 06-30=20", True),
        ("03-31=90", True),
    ):
        valid, _no, form = errors(staff, **one, level="township", milestones=steps)
        assert valid
        assert bool(list(form.warnings())) is odd
    _valid, _no, form = errors(staff, **{**one, "organization": ""}, level="village", weight=5)
    assert [name for name, _why in form.warnings()] == ["weight"]
    assert weight_sum(lines(plan, staff)) == 100


def test_lists_speak_the_readers_language_and_exports_say_what_is_stored(client, county):
    load_plan("three-projects", at=county.top, year=2026)
    client.force_login(user_over(county.top))
    client.cookies["django_language"] = "en"
    page = client.get("/assessments/measure/?q=700").content.decode()
    assert "Of them with 700 yuan a month or more" in page
    assert "月生活补贴" not in page
    file = client.get("/assessments/measure/export/?q=700&format=csv&all=1").content.decode()
    assert "月生活补贴 700 元以上的村,Of them with 700 yuan a month or more,reportcell" in file
