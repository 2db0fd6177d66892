"""What must fit together in a person's data; the page, the importer and the API all ask these."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.choices.standing import MEMBERS, Standing
from portal.fields import born_of, exact, first_day, sex_of
from portal.filters import years_before
from portal.rules import Found

STANDINGS = frozenset(Standing.values)

# Between the 9th congress and the 11th the party knew no probation (domain 2.2).
NO_PROBATION = (date(1969, 4, 1), date(1977, 8, 31))


def earlier(one: str | None, other: str | None) -> bool:
    """`one` surely lies before `other`, as far as both are known."""
    if not one or not other:
        return False
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def id_number_fits(values: dict[str, Any]) -> Found:
    """The sex inside the ID number is the person's (GB 11643)."""
    number, sex = values.get("id_number"), values.get("sex")
    if number and sex in {"1", "2"} and sex_of(number) != sex:
        yield "sex", _("The sex does not agree with the ID number.")


def dates_in_order(values: dict[str, Any]) -> Found:
    """Nobody joins before birth, is confirmed before joining, or does either in the future."""
    today = f"{timezone.localdate():%Y-%m-%d}"
    for name in ("born", "joined", "confirmed", "left"):
        if earlier(today, values.get(name)):
            yield name, _("This day lies in the future.")
    if earlier(values.get("joined"), values.get("born")):
        yield "joined", _("The day of joining lies before the birth date.")
    if earlier(values.get("confirmed"), values.get("joined")):
        yield "confirmed", _("The day of confirmation lies before the day of joining.")
    if earlier(values.get("left"), values.get("joined")):
        yield "left", _("The day of leaving lies before the day of joining.")


def standing_fits(values: dict[str, Any]) -> Found:
    """The dates say what the standing says.

    Whether a member needs a date of joining: yes, membership begins there.
    """
    standing = values.get("standing")
    if standing in MEMBERS and "joined" in values and not values["joined"]:
        yield "joined", _("A member needs the day of joining (at least its year).")
    if standing in STANDINGS and standing not in MEMBERS and values.get("joined"):
        yield "standing", _("Somebody with a day of joining is a probationary or full member.")
    if standing == Standing.PROBATIONARY and values.get("confirmed"):
        yield "standing", _("Somebody with a day of confirmation is a full member.")


def leaving_has_a_reason(values: dict[str, Any]) -> Found:
    if "left" not in values or "left_why" not in values:
        return
    if values["left"] and not values["left_why"]:
        yield "left_why", _("Say why the person left.")
    if values["left_why"] and not values["left"]:
        yield "left", _("Give the day of leaving, or clear the reason.")


def odd_dates(values: dict[str, Any]) -> Found:
    """Worth a second look, but the personnel file decides (domain 2.12)."""
    number, born, joined = (values.get(name) for name in ("id_number", "born", "joined"))
    if number and born and not born_of(number).startswith(born):
        yield "born", _("The birth date differs from the one in the ID number.")
    if born and joined and exact(born) > f"{years_before(first_day(joined), 18):%Y-%m-%d}":
        yield "joined", _("This person joined before the age of 18.")
    if values.get("standing") == Standing.FULL and joined and not values.get("confirmed"):
        first, last = NO_PROBATION
        if not first <= first_day(joined) <= last:
            yield "confirmed", _("A full member of these years should have a day of confirmation.")
