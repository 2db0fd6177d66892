"""Charts drawn by the server as SVG: no script, they print, and each has its numbers as a table.

    {% load charts %}
    {% bar_chart rows title=_("Done, third quarter") unit="%" line=75 line_label=_("Expected") %}
        rows: dictionaries {"label", "value"} and, if wanted, "status" (a word of STATUSES: colours
        the bar) and "url" (links it). A value of None is "No data", never zero.
    {% line_chart labels series title=... unit=... %}
        labels: the words under the axis; series: dictionaries {"label", "values"} (None is a gap).
    {% stacked_chart labels series title=... unit=... %}     same shape; bars of parts
    {% sparkline values label=... %}                         a word-sized line
`line=` draws a dashed mark; `maximum=` fixes the top of the axis (100 for percentages).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from web.templatetags.portal import STATUSES, _render, plain

register = template.Library()

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 620, 250, 38, 6, 18, 24
MOST_STANDING = 24  # bars side by side
CJK = "\u2e80"  # from here on letters are square
TONES = ("one", "two", "three", "four", "five", "six")


class Plot:
    """Where numbers land on the drawing: `y(value)`, the middle of the nth of `count` places."""

    def __init__(self, values: Iterable[Any], maximum: Any = None) -> None:
        top = max((float(v) for v in values if v is not None), default=0.0)
        self.top, self.step = nice(float(maximum) if maximum else top)

    def y(self, value: Any) -> float:
        return round(HEIGHT - BOTTOM - float(value) / self.top * (HEIGHT - BOTTOM - TOP), 1)

    def place(self, index: int, count: int) -> tuple[float, float]:
        """The middle of a place and how wide it is."""
        wide = (WIDTH - LEFT - RIGHT) / max(count, 1)
        return round(LEFT + wide * (index + 0.5), 1), round(wide, 1)

    def axis(self) -> list[dict[str, Any]]:
        count = round(self.top / self.step)
        marks = [self.step * n for n in range(count + 1)]
        return [{"y": self.y(m), "label": plain(m), "text_y": self.y(m) + 4} for m in marks]

    def frame(self, line: Any) -> dict[str, Any]:
        return {
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "axis": self.axis(),
            "label_y": HEIGHT - 8,
            "line_y": None if line is None else self.y(min(float(line), self.top)),
        }


def nice(top: float) -> tuple[float, float]:
    """A round top for the axis at or above `top`, and the step between its lines (five at most)."""
    top = top or 1.0
    power = 10.0 ** math.floor(math.log10(top / 5))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m * 5 >= top - 1e-9)
    return step * math.ceil(top / step - 1e-9), step


def described(title: str, parts: Iterable[tuple[Any, Any]], unit: str) -> str:
    said = ", ".join(f"{label} {plain(value) or '-'}{unit}" for label, value in parts)
    return f"{title}: {said}" if title else said


@register.simple_tag
def bar_chart(
    rows: Iterable[Mapping[str, Any]],
    title: str = "",
    unit: str = "",
    line: Any = None,
    line_label: str = "",
    maximum: Any = None,
) -> SafeString:
    """One bar per row; on a phone, or where they are many, a list of lying bars."""
    rows = list(rows)
    plot = Plot([*(row["value"] for row in rows), line], maximum)
    bars = [_bar(plot, n, len(rows), row, unit) for n, row in enumerate(rows)]
    return _render(
        "parts/charts/bar.html",
        bars=bars,
        title=title,
        unit=unit,
        line=line,
        line_label=line_label,
        line_share=None if line is None else _share(line, plot.top),
        standing=len(rows) <= MOST_STANDING,
        said=described(title, [(row["label"], row["value"]) for row in rows], unit),
        **plot.frame(line),
    )


def _share(value: Any, top: float) -> str:
    return f"{min(max(float(value or 0) / top, 0.0), 1.0) * 100:.2f}%"


def _bar(plot: Plot, index: int, count: int, row: Mapping[str, Any], unit: str) -> dict[str, Any]:
    middle, wide = plot.place(index, count)
    value = row["value"]
    top = plot.y(min(float(value or 0), plot.top))
    thick = round(min(wide * 0.56, 44), 1)
    status = str(row.get("status") or "").replace("-", "_")
    label = str(row["label"])
    return {
        "x": round(middle - thick / 2, 1),
        "y": top,
        "width": thick,
        "height": round(HEIGHT - BOTTOM - top, 1),
        "middle": middle,
        "text_y": top - 4,
        "tone": STATUSES.get(status, ("info",))[0],
        "text": "–" if value is None else plain(value) + unit,
        "number": "–" if value is None else plain(value),
        "share": _share(value, plot.top),
        "label": label,
        "short": shortened(label, wide),
        "status": STATUSES[status][2] if status in STATUSES else "",
        "url": row.get("url", ""),
    }


def shortened(label: str, wide: float) -> str:
    """As much of a label as fits below its bar: a Chinese character is about 11 wide, a Latin 6."""
    room = wide + 2
    for n, letter in enumerate(label):
        room -= 11 if letter >= CJK else 6
        if room < 0:
            return label[: max(n - 1, 1)] + "…"
    return label


@register.simple_tag
def line_chart(  # noqa: PLR0913, PLR0917 - the words beside the numbers
    labels: Sequence[Any],
    series: Iterable[Mapping[str, Any]],
    title: str = "",
    unit: str = "",
    line: Any = None,
    line_label: str = "",
    maximum: Any = None,
) -> SafeString:
    """One line per series over the same labels; a None breaks the line."""
    series = list(series)
    plot = Plot([*(v for one in series for v in one["values"]), line], maximum)
    count = len(labels)
    lines = [
        {
            "label": one["label"],
            "tone": TONES[n % len(TONES)],
            "path": _path(plot, one["values"]),
            "dots": [
                {"x": plot.place(i, count)[0], "y": plot.y(v), "text": plain(v) + unit}
                for i, v in enumerate(one["values"])
                if v is not None
            ],
        }
        for n, one in enumerate(series)
    ]
    return _render(
        "parts/charts/line.html",
        lines=lines,
        line_label=line_label,
        **_table(plot, labels, series, title, unit),
        **plot.frame(line),
    )


def _table(
    plot: Plot, labels: Sequence[Any], series: Sequence[Mapping[str, Any]], title: str, unit: str
) -> dict[str, Any]:
    """What line and stacked charts share: the words under the axis and the numbers as a table."""
    count = len(labels)
    places = [plot.place(i, count) for i in range(count)]
    return {
        "title": title,
        "unit": unit,
        "places": [
            {"x": x, "label": shortened(str(label), wide)}
            for (x, wide), label in zip(places, labels, strict=True)
        ],
        "series": series,
        "rows": [
            {"label": label, "values": [plain(one["values"][i]) or "–" for one in series]}
            for i, label in enumerate(labels)
        ],
        "said": "; ".join(
            described(str(one["label"]), zip(labels, one["values"], strict=True), unit)
            for one in series
        ),
    }


def _path(plot: Plot, values: Sequence[Any]) -> str:
    steps, drawing = [], False
    for i, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        steps.append(f"{'L' if drawing else 'M'}{plot.place(i, len(values))[0]} {plot.y(value)}")
        drawing = True
    return "".join(steps)


@register.simple_tag
def stacked_chart(
    labels: Sequence[Any],
    series: Iterable[Mapping[str, Any]],
    title: str = "",
    unit: str = "",
    maximum: Any = None,
) -> SafeString:
    """A bar per label, made of one part per series."""
    series = list(series)
    totals = [sum(float(one["values"][i] or 0) for one in series) for i in range(len(labels))]
    plot = Plot(totals, maximum)
    return _render(
        "parts/charts/stacked.html",
        parts=[part for i in range(len(labels)) for part in _stack(plot, labels, series, i)],
        legend=[
            {"label": one["label"], "tone": TONES[n % len(TONES)]} for n, one in enumerate(series)
        ],
        **_table(plot, labels, series, title, unit),
        **plot.frame(None),
    )


def _stack(
    plot: Plot, labels: Sequence[Any], series: Sequence[Mapping[str, Any]], index: int
) -> list[dict[str, Any]]:
    middle, wide = plot.place(index, len(labels))
    thick, base, parts = round(min(wide * 0.56, 44), 1), 0.0, []
    for n, one in enumerate(series):
        value = float(one["values"][index] or 0)
        top, bottom = plot.y(base + value), plot.y(base)
        base += value
        parts.append(
            {
                "x": round(middle - thick / 2, 1),
                "y": top,
                "width": thick,
                "height": round(bottom - top, 1),
                "tone": TONES[n % len(TONES)],
                "text": f"{labels[index]} · {one['label']}: {plain(value)}",
            }
        )
    return parts


@register.simple_tag
def sparkline(values: Iterable[Any], label: str = "") -> SafeString:
    """A line as small as a word, for table cells; None values are left out."""
    known = [float(v) for v in values if v is not None]
    if len(known) <= 1:
        return SafeString("")
    low, high = min(known), max(known)
    step, spread = 76 / (len(known) - 1), (high - low) or 1
    points = [(2 + i * step, 18 - (v - low) / spread * 16) for i, v in enumerate(known)]
    return _render(
        "parts/charts/sparkline.html",
        path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points),
        x=f"{points[-1][0]:.1f}",
        y=f"{points[-1][1]:.1f}",
        said=described(label, (("", v) for v in known), "").replace(":  ", ": "),
    )
