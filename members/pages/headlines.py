"""A person in one line: what stands under the name on every tab of the person's page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Person

HIDDEN = 4  # digits of a phone number that a glance over a shoulder does not get
SHOWN = 4  # at its end
LEAST = 8  # digits of a number of which anything is shown


def headline(person: Person) -> Iterator[tuple[str, str]]:
    """Standing, organization, sex, age, party age, phone masked, what is out of the ordinary."""
    yield capfirst(person.get_standing_display()), ""
    yield person.organization.short, person.organization.get_absolute_url()
    yield person.get_sex_display(), ""
    if (age := person.age()) is not None and not person.left:
        yield ngettext("%(n)s year old", "%(n)s years old", age) % {"n": age}, ""
    if (years := person.party_age) is not None:
        yield ngettext("Party age %(n)s year", "Party age %(n)s years", years) % {"n": years}, ""
    if person.phone:
        yield mask_phone(person.phone), ""
    if person.mobile:
        yield _("Mobile member"), ""
    if person.lost:
        yield _("Contact lost"), ""


def mask_phone(number: str) -> str:
    """ "138****1234": enough to tell two apart, not enough to call."""
    shown = number.strip()
    hidden = "*" * HIDDEN
    return f"{shown[: -HIDDEN - SHOWN]}{hidden}{shown[-SHOWN:]}" if len(shown) > LEAST else hidden
