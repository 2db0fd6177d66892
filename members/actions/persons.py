from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from portal.errors import Refused
from portal.models import SecurityEvent

REVEALS_AN_HOUR = 30  # safety T11b


@transaction.atomic
def reveal_id_number(person: Person, *, reason: str, by: Any) -> str:
    """The sentence with the whole ID number, shown once; who asked and why is logged with it."""
    hour_ago = timezone.now() - timedelta(hours=1)
    seen = by.security_events.filter(kind=SecurityEvent.Kind.REVEAL, at__gt=hour_ago).count()
    if seen >= REVEALS_AN_HOUR:
        raise Refused(_("You have looked at many ID numbers within the hour. Try again later."))
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
