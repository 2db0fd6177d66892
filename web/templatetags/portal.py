"""What every template may say: icons, status tags, target bars, dates, numbers, masked IDs.

{% load portal %}
{% icon "people" %}                      decoration; with a name: {% icon "warn" label=_("Late") %}
{% status_tag report.state %}            shape + word + colour; the words are STATUSES below
{% status_tag "met" "96%" url="/x/" %}   other text, and a link
{% target_bar value target expected status="behind" %}
{{ person.born|day }} {{ run.day|day }} {{ count|thousands }} {{ value|plain:1 }}
{{ person.id_number|masked }}
"""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.fields import mask_id
from web.icons import PATHS

register = template.Library()

Number = int | float | Decimal
YEAR = 4  # figures of a year: "3" is no date

# word -> (tone, icon, text); tones are ok info warn bad idle
STATUSES: dict[str, tuple[str, str, Any]] = {
    "met": ("ok", "check", _("Met")),
    "on_pace": ("info", "arrow-right", _("On pace")),
    "behind": ("warn", "warn", _("Behind")),
    "far_behind": ("bad", "cross", _("Far behind")),
    "ahead": ("warn", "arrow-up", _("Ahead of the year")),
    "overspent": ("bad", "cross", _("More than its budget")),
    "no_data": ("idle", "dash", _("No data")),
    "draft": ("idle", "edit", _("Draft")),
    "open": ("warn", "edit", _("Being filled in")),
    "not_begun": ("idle", "dash", _("Not begun")),
    "filling": ("warn", "edit", _("Being filled in")),
    "submitted": ("info", "arrow-up", _("Submitted")),
    "returned": ("warn", "undo", _("Returned")),
    "reopened": ("warn", "undo", _("Reopened")),
    "accepted": ("ok", "check", _("Accepted")),
    "overdue": ("bad", "cross", _("Overdue")),
    "not_due": ("idle", "dash", _("Not due yet")),
    "queued": ("idle", "clock", _("Waiting")),
    "running": ("info", "arrow-right", _("Running")),
    "done": ("ok", "check", _("Done")),
    "failed": ("bad", "cross", _("Failed")),
    "wrong": ("bad", "cross", _("Wrong")),
    "new": ("ok", "plus", pgettext_lazy("row of an import", "New")),
    "changed": ("info", "edit", pgettext_lazy("row of an import", "Changed")),
    "same": ("idle", "dash", pgettext_lazy("row of an import", "Unchanged")),
    "refused": ("bad", "cross", pgettext_lazy("row of an import", "Refused")),
    "in_force": ("ok", "check", _("In force")),
    "ended": ("idle", "dash", _("Ended")),
    "withdrawn": ("idle", "cross", _("Withdrawn")),
    "prefilled": ("info", "table", _("From the registers")),
    "corrected": ("warn", "edit", _("Not as in the registers")),
    "disputed": ("warn", "flag", _("Disputed")),
    "put_right": ("ok", "check", _("Register put right")),
    "upheld": ("bad", "cross", _("Register is right")),
    "rating_due": ("warn", "edit", _("Self-rating due")),
    "rated": ("info", "arrow-up", _("Self-rated")),
    "reviewed": ("info", "arrow-right", _("Reviewed")),
    "confirmed": ("ok", "check", _("Confirmed")),
    "removed": ("idle", "cross", _("Taken out of the round")),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon by its name in web/icons.py; without a label it is decoration."""
    return drawn(name, label) if label else decoration(name)


@cache
def decoration(name: str) -> SafeString:
    return drawn(name)


def drawn(name: str, label: str = "") -> SafeString:
    path = PATHS.get(name, PATHS["file"])
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" {}><path d="{}"/></svg>', SafeString(said), path
    )


@register.simple_tag
def status_tag(status: str | None, text: Any = "", url: str = "", title: str = "") -> SafeString:
    """A status as shape, word and colour. A word nobody listed shows as it is, in grey."""
    word = str(status or "no_data").replace("-", "_")
    tone, shape, own = STATUSES.get(word, ("idle", "dash", status))
    tip = format_html(' title="{}"', title) if title else ""
    said = text and word in STATUSES
    spoken = format_html('<span class="visually-hidden">{}</span>', own) if said else ""
    inside = format_html("{}{}{}", icon(shape), spoken, text or own)
    if url:
        return format_html('<a class="tag {}" href="{}"{}>{}</a>', tone, url, tip, inside)
    return format_html('<span class="tag {}"{}>{}</span>', tone, tip, inside)


@register.simple_tag
def days_left(due: datetime.date) -> str:
    """How long there is until a due day, which counts itself, or how long ago it was."""
    left = (due - timezone.localdate()).days
    if not left:
        return gettext("due today")
    words = (
        ngettext("due %(day)s, %(n)s day left", "due %(day)s, %(n)s days left", left)
        if left > 0
        else ngettext("was due %(day)s, %(n)s day ago", "was due %(day)s, %(n)s days ago", -left)
    )
    return words % {"day": day(due), "n": abs(left)}


@register.simple_tag
def target_bar(
    value: Number | None,
    target: Number | None,
    expected: Number | None = None,
    full: Number | None = None,
    status: str = "",
    label: str = "",
) -> SafeString:
    """How far a value is on its way: bar, target mark, tick of what is expected by today.

    All numbers in the same unit. The track is as long as the largest of them (and `full`, such
    as 100 for percentages). No value draws an empty track and says "No data"."""
    tone = STATUSES.get(status.replace("-", "_"), ("ok" if value is not None else "idle",))[0]
    known = [float(n) for n in (value, target, expected, full) if n is not None]
    scale = max([n for n in known if n > 0], default=1.0)
    share = {
        name: None if n is None else _percent(float(n) / scale)
        for name, n in (("value", value), ("target", target), ("expected", expected))
    }
    return _render(
        "parts/target_bar.html",
        tone=tone,
        share=share,
        show_target=target is not None and float(target) < scale,
        said=_say_bar(label, value, target, expected),
    )


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


def _say_bar(label: str, value: Any, target: Any, expected: Any) -> str:
    said = [gettext("No data") if value is None else plain(value)]
    if target is not None:
        said.append(gettext("target %(n)s") % {"n": plain(target)})
    if expected is not None:
        said.append(gettext("expected by today %(n)s") % {"n": plain(expected)})
    return (f"{label}: " if label else "") + ", ".join(said)


def _render(name: str, **context: Any) -> SafeString:
    return SafeString(render_to_string(name, context).strip())


@register.filter
def thousands(value: Any) -> str:
    """12345 -> 12,345 in every language (Django's Chinese format groups by four). Of four decimals
    no trailing zeros; of two all, for that is how amounts are written."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal) and value.as_tuple().exponent in (-4, -3):
        return f"{value.normalize():,f}"
    return f"{value:,}" if isinstance(value, int | float | Decimal) else str(value)


@register.filter
def plain(value: Any, decimals: int | None = None) -> str:
    """A number as people write it: grouped, no trailing zeros, at most `decimals` places (2)."""
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@register.filter
def day(value: Any) -> str:
    """A date in the reader's language; "1985-07" and "1985" stay as exact as they are."""
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        value = value.isoformat()
    parts = str(value or "").split("-")
    if not parts[0].isdigit() or len(parts[0]) != YEAR:
        return str(value or "")
    chinese = (get_language() or "").startswith("zh")
    numbers = [int(part) for part in parts]
    return _chinese(numbers) if chinese else _english(numbers)


def _chinese(numbers: list[int]) -> str:
    return "".join(f"{n}{mark}" for n, mark in zip(numbers, "年月日", strict=False))


def _english(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return str(numbers[0])
    year, month, *days = numbers
    first = datetime.date(year, month, *days or [1])
    return date_format(first, "j M Y" if days else "F Y", use_l10n=False)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Day and time, in the county's time zone: 2026-11-22 14:32."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def masked(value: Any) -> str:
    """An ID number as it may be shown."""
    return mask_id(str(value)) if value else ""
