from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from portal.errors import Refused
from portal.models import SecurityEvent


@transaction.atomic
def reveal_id_number(person: Person, *, reason: str, by: Any) -> str:
    """The sentence with the whole ID number, shown once; who asked and why is logged with it."""
    if not person.id_number:
        raise Refused(_("No ID number is recorded for this person."))
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.REVEAL,
        user=by,
        register="person",
        record=person.pk,
        details={"reason": reason},
    )
    return _("ID number: %(number)s") % {"number": person.id_number}
