"""Django's form widgets as plain Python, letter by letter what its templates say but for the line
breaks: a list's filters draw a thousand options, for which templates took most of a page's time
(tests/web/test_widgets.py compares the two)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

Widget = dict[str, Any]
PLACE = "django/forms/widgets"
INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox")


def attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def entry(widget: Widget) -> str:
    value = widget["value"]
    held = "" if value is None else f' value="{escape(str(value))}"'
    kind, name = widget["type"], escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{held}{attributes(widget)}>'


def select(widget: Widget) -> str:
    inside = []
    for title, options, _index in widget["optgroups"]:
        drawn = "".join(option(one) for one in options)
        inside.append(f'<optgroup label="{escape(title)}">{drawn}</optgroup>' if title else drawn)
    return f'<select name="{escape(widget["name"])}"{attributes(widget)}>{"".join(inside)}</select>'


def option(widget: Widget) -> str:
    value = escape(str(widget["value"]))
    return f'<option value="{value}"{attributes(widget)}>{escape(widget["label"])}</option>'


def ticks(widget: Widget) -> str:
    inside = []
    for title, options, _index in widget["optgroups"]:
        drawn = "".join(f"<div>{tick(one)}</div>" for one in options)
        inside.append(f"<div><label>{escape(title)}</label>{drawn}</div>" if title else drawn)
    given = {name: widget["attrs"].get(name) for name in ("id", "class")}
    named = {"attrs": {name: value for name, value in given.items() if value}}
    return f"<div{attributes(named)}>{''.join(inside)}</div>"


def tick(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return entry(widget)
    to = {"attrs": {"for": widget["attrs"].get("id") or False}}
    return f"<label{attributes(to)}>{entry(widget)} {escape(widget['label'])}</label>"


LEAN: dict[str, Callable[[Widget], str]] = {
    **{f"{PLACE}/{name}.html": entry for name in INPUTS},
    f"{PLACE}/select.html": select,
    f"{PLACE}/checkbox_select.html": ticks,
}


def draw(template: str, context: dict[str, Any]) -> SafeString | None:
    """The widget, or nothing where its template is not one of these."""
    if not (lean := LEAN.get(template)):
        return None
    return SafeString(lean(context["widget"]))  # every part is escaped above
