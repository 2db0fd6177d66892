"""On whom a programme gives a verdict."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.rules import Found


def judges_members(values: dict[str, Any]) -> Found:
    person = values.get("person")
    if person and not person.is_member:
        yield "person", _("%(person)s is not a member.") % {"person": person}
