from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.actions.studies import refuse_days
from cadres.models import Award
from portal.errors import Refused


@transaction.atomic
def withdraw_award(award: Award, *, on: date, why: str, by: Any) -> None:
    """Take a commendation back; it stays on record with its reason."""
    if award.withdrawn_on:
        raise Refused(_("It was withdrawn on %(day)s.") % {"day": award.withdrawn_on})
    refuse_days(award.granted_on, on)
    award.withdrawn_on, award.withdrawn_why = on, why
    award.save()
