"""What must fit together in courses, in taking part and in what is owed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from members.choices.training import Outcome
from portal import pages
from portal.errors import Refused
from portal.rules import Found

LONGEST_DAY = 10  # class hours


def days_fit(values: dict[str, Any]) -> Found:
    """A course has no more days than lie between its first and its last."""
    first, last, days = (values.get(name) for name in ("first_day", "last_day", "days"))
    if not first or not last or days is None:
        return
    span = (last - first).days + 1
    if 0 < span < days:
        yield (
            "days",
            _("From the first to the last day there are only %(span)s days.") % {"span": span},
        )


def hours_fit(values: dict[str, Any]) -> Found:
    days, hours = values.get("days"), values.get("hours")
    if hours and days is not None and hours > LONGEST_DAY * max(days, Decimal(1)):
        yield "hours", _("That is more than ten class hours a day.")


def topics_differ(values: dict[str, Any]) -> Found:
    named = [
        (name, values[name])
        for name in ("topic", "second_topic", "third_topic")
        if values.get(name)
    ]
    for index, (name, topic) in enumerate(named):
        if any(topic == other for _name, other in named[:index]):
            yield name, _("This topic is named already.")


def fill_attendance(values: dict[str, Any]) -> None:
    """What was left empty is the whole course; whoever was absent took part in none of it."""
    training = values.get("training")
    if not training:
        return
    absent = values.get("outcome") == Outcome.ABSENT
    for name, usual in (
        ("attended_on", training.first_day),
        ("days", Decimal(0) if absent else training.days),
        ("hours", Decimal(0) if absent else training.hours),
    ):
        if name in values and values[name] is None:
            values[name] = usual


def no_more_than_the_course(values: dict[str, Any]) -> Found:
    training = values.get("training")
    if not training:
        return
    for name in ("days", "hours"):
        if values.get(name) is not None and values[name] > getattr(training, name):
            yield name, _("The course has only %(most)s.") % {"most": getattr(training, name)}
    day, last = values.get("attended_on"), training.last_day
    if day and (day < training.first_day or (last and day > last)):
        yield "attended_on", _("This day is not one of the course's.")


def absent_for_no_hours(values: dict[str, Any]) -> Found:
    if values.get("outcome") == Outcome.ABSENT and (values.get("hours") or values.get("days")):
        yield "outcome", _("Whoever was absent has no hours and no days.")


def asks_for_something(values: dict[str, Any]) -> Found:
    names = ("hours", "days", "times")
    if all(name in values for name in names) and not any(values[name] for name in names):
        yield "hours", _("Say how many hours, days or times are owed.")


def filters_fit(values: dict[str, Any]) -> Found:
    """Both query strings are such as the lists understand."""
    for name, register in (("who", "person"), ("courses", "training")):
        if not values.get(name):
            continue
        try:
            pages.get(register).filter(values.get(name) or "").chosen()
        except Refused as no:
            yield name, str(no)
