"""What templates say: dates, numbers, statuses, bars and charts."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from registers.templatetags.lists import numbers
from web.templatetags.charts import Plot, nice, shortened
from web.templatetags.portal import day, masked, plain, status_tag, target_bar, thousands


def drawn(text, **context):
    return Template("{% load portal charts %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("1985-07-03", "1985年7月3日", "3 Jul 1985"),
        ("1985-07", "1985年7月", "July 1985"),
        ("1985", "1985年", "1985"),
        (date(2026, 11, 22), "2026年11月22日", "22 Nov 2026"),
        (None, "", ""),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_date_stays_as_exact_as_it_is(value, chinese, english):
    with translation.override("zh-hans"):
        assert day(value) == chinese
    with translation.override("en"):
        assert day(value) == english


def test_numbers_are_grouped_by_three_in_every_language():
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert thousands(1234567) == "1,234,567"
            assert thousands(Decimal("1500.0000")) == "1,500"
            assert thousands(Decimal("1500.50")) == "1,500.50"
            assert (plain(1234.5), plain(85.0), plain(76.789), plain(None)) == (
                "1,234.5",
                "85",
                "76.79",
                "",
            )


def test_an_id_number_is_masked():
    assert masked("341721199001011234") == "341721********1234"
    assert masked(None) == ""


def test_a_status_is_shape_word_and_colour():
    with translation.override("en"):
        tag = status_tag("far-behind")
        assert 'class="tag bad"' in tag
        assert "<svg" in tag
        assert tag.endswith("Far behind</span>")
        assert "<script>" not in status_tag("<script>")


def test_a_bar_without_a_value_says_so_and_draws_none():
    with translation.override("en"):
        bar = target_bar(None, 85)
    assert "No data" in bar
    assert 'class="fill"' not in bar


def test_a_bar_is_as_long_as_its_largest_number():
    bar = target_bar(42.5, 85, 63.75, full=100)
    assert re.findall(r'class="fill" y="3" width="([\d.]+)%"', bar) == ["42.50"]
    assert 'x="85.00%"' in bar
    assert 'x="63.75%"' in bar


@pytest.mark.parametrize("top", [0, 0.3, 1, 7, 42, 99, 100, 101, 1234, 250_000])
def test_an_axis_ends_on_a_round_number_above_everything(top):
    end, step = nice(float(top))
    assert end >= top
    assert 1 <= round(end / step) <= 5


def test_a_chart_tells_no_data_from_zero_and_carries_its_numbers():
    rows = [
        {"label": "城关镇", "value": 0, "status": "far_behind"},
        {"label": "<b>", "value": None, "url": "/x/"},
    ]
    with translation.override("en"):
        chart = drawn('{% bar_chart rows title="Done" unit="%" line=75 %}', rows=rows)
    table = chart[chart.index("<table") :]
    assert re.findall(r'<td class="num">([^<]*)</td>', table) == ["0%", "–"]
    assert "&lt;b&gt;" in table
    assert "<b>" not in chart
    assert "style=" not in chart


def test_a_gap_breaks_the_line():
    series = [{"label": "A", "values": [1, None, 3, 4]}]
    chart = drawn('{% line_chart "abcd" series %}', series=series)
    path = re.search(r'class="line" d="([^"]+)"', chart).group(1)
    assert (path.count("M"), path.count("L")) == (2, 1)


def test_parts_of_a_stack_stand_on_one_another():
    series = [{"label": "A", "values": [10]}, {"label": "B", "values": [30]}]
    chart = drawn('{% stacked_chart "x" series %}', series=series)
    bars = re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"><title>', chart)
    (low_top, _low), (high_top, high_height) = [tuple(map(float, bar)) for bar in bars]
    assert high_top + high_height == pytest.approx(low_top, abs=0.2)
    assert Plot([40]).y(40) == pytest.approx(high_top, abs=0.2)


def test_a_sparkline_needs_two_values():
    assert drawn("{% sparkline values %}", values=[1, None]) == ""
    assert "<svg" in drawn("{% sparkline values %}", values=[1, None, 2])


def test_long_labels_are_cut_to_their_place():
    assert shortened("城关镇", 40) == "城关镇"
    assert shortened("经济开发区管委会", 40).endswith("…")


@pytest.mark.parametrize(
    ("at", "last", "offered"),
    [(1, 1, [1]), (1, 9, [1, 2, 3, 0, 9]), (5, 9, [1, 0, 3, 4, 5, 6, 7, 0, 9]), (2, 3, [1, 2, 3])],
)
def test_the_pager_offers_the_ends_and_the_neighbours(at, last, offered):
    assert numbers(SimpleNamespace(number=at, last=last)) == offered
