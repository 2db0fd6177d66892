from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import ContactPoint
from portal.errors import Refused


@transaction.atomic
def make_demonstration(point: ContactPoint, *, on: date, note: str, by: Any) -> None:
    """A contact point has been built into a demonstration point (001-14)."""
    if point.demonstration_on:
        raise Refused(
            _("It is a demonstration point since %(day)s.") % {"day": point.demonstration_on}
        )
    if on < point.since:
        raise Refused(_("The contact point began on %(day)s.") % {"day": point.since})
    if not point.visits.filter(visited_on__lte=on).exists():
        raise Refused(_("Record at least one visit first."))
    point.demonstration_on, point.demonstration_note = on, note
    point.save()
