"""Where the hand-made pages of money stand in the menu; money on the page of an organization."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import funding.pages.ledger  # noqa: F401 - its filter is extended below
from funding.actions.figures import arrived_q, spent_q
from funding.actions.glance import glance
from funding.actions.sheets import Quarter, told
from funding.choices import Figure
from funding.models import Entry, MoneySheet
from organizations.models import Organization
from portal import pages

group = gettext_lazy("Funding")
VIEW = "funding.view_entry"


class CountsFacet(django_filters.ChoiceFilter):
    """What a figure of the county table is made of: entries that count as arrived, or as spent."""

    CHOICES = (
        (Figure.ARRIVED.value, Figure.ARRIVED.label),
        (Figure.SPENT.value, Figure.SPENT.label),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=self.CHOICES, **kwargs)

    def condition(self, value: str, _day: date, prefix: str) -> Q:
        return arrived_q(prefix) if value == Figure.ARRIVED else spent_q(prefix)


for _route, _label, _icon in (
    ("money-table", gettext_lazy("Village by use"), "columns"),
    ("money-floors", gettext_lazy("Floors of money"), "ruler"),
    ("money-late", gettext_lazy("Late money"), "clock"),
    ("money-sheets", gettext_lazy("Sheets for the notice board"), "report"),
):
    pages.link(_route, _label, icon=_icon, group=group, perm=VIEW)

pages.extend_filter(Entry, "counts", CountsFacet(label=gettext_lazy("Counts as")))
pages.extend_filter(
    Entry,
    "alone",
    django_filters.CharFilter(
        "account__organization__code", label=gettext_lazy("This organization alone")
    ),
)
pages.extend_filter(
    Entry,
    "for_none",
    django_filters.BooleanFilter("use", "isnull", label=gettext_lazy("For no use in particular")),
)


def money_of(place: Organization, _user: Any) -> dict[str, Any] | None:
    """Money at a glance: years by use and by source, the present year beside its budget."""
    today = timezone.localdate()
    found = glance(place, today, _("other"))
    if found is None:
        return None
    query = f"organization={place.code}&year={today.year}"
    return {"glance": found, "year": today.year, "query": query, "place": place}


pages.panel(
    Organization,
    gettext_lazy("Money at a glance"),
    "funding/glance.html",
    money_of,
    perm=VIEW,
    wide=True,
    place=62,
    costs=4,
)


def sheet_of(sheet: MoneySheet, _user: Any) -> dict[str, Any]:
    return {"told": told(sheet), "period": Quarter(sheet.year, sheet.quarter), "sheet": sheet}


pages.panel(
    MoneySheet,
    gettext_lazy("Money of the quarter"),
    "funding/sheet.html",
    sheet_of,
    wide=True,
    costs=0,
)
