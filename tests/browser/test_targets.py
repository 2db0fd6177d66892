"""From a list's filter to a target with its trend, by hand, on a wide screen and on a phone."""

import re
from datetime import date

from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions.targets.library import load_plan
from assessments.actions.targets.runs import compute_run, run_for
from assessments.models import Indicator


def test_an_indicator_is_built_set_as_a_target_and_watched(visitor, boss, county, client):
    plan, _new = load_plan("county", at=county, year=timezone.localdate().year)
    reader = visitor(language="en").log_in(boss, client)
    build_by_keyboard(reader, plan)
    made = Indicator.objects.select_related("numerator").get(name="男党员")
    assert (made.kind, made.numerator.query) == ("ratio", "sex=1")
    for day in (date(plan.year - 1, 9, 30), date(plan.year - 1, 12, 31), timezone.localdate()):
        compute_run(run_for(plan, day, by=None), by=None)
    page = reverse("indicator-trend", args=[plan.pk, made.code, county.code])
    below = reverse("dashboard-below", args=[plan.runs.first().pk, county.code])
    for size, language in (("desktop", "zh-hans"), ("phone", "en")):
        looker = visitor(size=size, language=language).log_in(boss, client)
        for address in (page, reverse("dashboard"), below, plan.runs.first().get_absolute_url()):
            looker.go(address)
            looker.settle()
            assert looker.faults() == [], address
        looker.go(page)
        drawn = looker.page.locator(".trendchart canvas")
        expect(drawn).to_have_count(1 if size == "desktop" else 0)


def build_by_keyboard(reader, plan):
    """Count men, as a ratio of all persons, and set it as a target."""
    reader.go("/members/person/?sex=1")
    reader.page.get_by_role("link", name="Use this filter as an indicator").press("Enter")
    figures = reader.page.locator("#figures")
    expect(figures).to_contain_text("50.0%")
    expect(figures).to_contain_text("60")
    reader.page.get_by_label("ratio: sum over sum").press("ArrowDown")
    expect(reader.page.locator("#id_threshold")).to_be_visible()
    expect(reader.page.locator("#id_below")).to_be_hidden()
    expect(figures).to_contain_text("100.0%")  # the one village has at least one man
    reader.page.locator("#id_threshold").fill("31")
    expect(figures).to_contain_text("0.0%")
    reader.page.get_by_label("share: organizations").press("ArrowUp")
    assert reader.faults() == []
    reader.page.get_by_role("button", name="Save the indicator").press("Enter")
    expect(reader.page.locator(".errsum")).to_contain_text("Name in Chinese")
    reader.page.locator("#id_name").fill("男党员")
    reader.page.locator("#id_plan").select_option(str(plan.pk))
    reader.page.locator("[name=value]").fill("60")
    reader.page.get_by_role("button", name="Save the indicator").press("Enter")
    expect(reader.page.locator("#messages")).to_contain_text("is an indicator now")


ACROSS = """([chart, page]) => {
  const block = (height) => {
    const one = document.createElement("div")
    one.style.height = `${height}px`
    return one
  }
  document.body.innerHTML = chart
  const drawn = document.querySelector(".chart"), high = drawn.getBoundingClientRect().height
  document.body.replaceChildren(block(page - high / 2), drawn, block(page - high + 60))
  return high
}"""
WIDE, HIGH = 1122, 793  # A4 across, in pixels


def test_no_chart_is_cut_in_two_by_the_edge_of_a_page(visitor, boss, client):
    """Cut at its middle, its rest and what follows would fit on page two; else there is a third."""
    reader = visitor().log_in(boss, client)
    reader.go(reverse("dashboard"))
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size({"width": WIDE, "height": HIGH})
    for many in (16, 25):  # standing and lying bars
        rows = [{"label": f"第{n}乡", "value": 60 + n, "status": "met"} for n in range(many)]
        text = '{% load charts %}{% bar_chart rows title="得分" maximum=100 %}'
        drawn = Template(text).render(Context({"rows": rows}))
        assert 200 < reader.page.evaluate(ACROSS, [drawn, HIGH]) < HIGH
        paper = reader.page.pdf(format="A4", landscape=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 3
