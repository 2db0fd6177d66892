from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from members.choices.standing import MEMBERS
from members.choices.talent import Cultivation, Reached
from portal.rules import Found

FROM_MEMBERS = {Cultivation.TO_PROSPER, Cultivation.TO_CADRE}


def names_a_mentor(values: dict[str, Any]) -> Found:
    if "mentor_name" in values and not values["mentor_name"]:
        yield "mentor_name", _("Name the mentor.")
    if values.get("mentor") and values.get("mentor") == values.get("person"):
        yield "mentor", _("Nobody is their own mentor.")


def stage_fits(values: dict[str, Any]) -> Found:
    """Whoever is led into the party is not in it yet; the two later stages start from a member."""
    person, stage = values.get("person"), values.get("stage")
    if not person or values.get("reached") == Reached.REACHED:
        return
    if stage == Cultivation.TO_MEMBER and person.standing in MEMBERS:
        yield "stage", _("%(person)s is a member already.") % {"person": person}
    if stage in FROM_MEMBERS and person.standing not in MEMBERS:
        yield "stage", _("This stage is for members; %(person)s is none yet.") % {"person": person}


def result_has_a_day(values: dict[str, Any]) -> Found:
    reached = values.get("reached")
    if reached and reached != Reached.UNDER_WAY and "until" in values and not values["until"]:
        yield "until", _("Give the day on which the mentoring ended.")
