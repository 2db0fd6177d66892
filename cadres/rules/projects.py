from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices.projects import CadreProjectState
from portal.rules import Found

PLANNED_FIRST = gettext_lazy("This day lies before the project was planned.")


def project_state_fits(values: dict[str, Any]) -> Found:
    state = values.get("state")
    begun = state in {CadreProjectState.RUNNING, CadreProjectState.ACCEPTED}
    if begun and "letter_on" in values and not values["letter_on"]:
        yield "letter_on", _("Work begins with a signed letter of responsibility: give its day.")
    if (
        state == CadreProjectState.ACCEPTED
        and "accepted_on" in values
        and not values["accepted_on"]
    ):
        yield "accepted_on", _("Give the day it was accepted.")
    if state in {CadreProjectState.PLANNED, CadreProjectState.RUNNING} and values.get(
        "accepted_on"
    ):
        yield "accepted_on", _("A project that is not finished has not been accepted.")


def milestone_shows_what_was_done(values: dict[str, Any]) -> Found:
    if values.get("done_on") and "evidence" in values and not values["evidence"]:
        yield "evidence", _("Say what shows that it was done.")


def happened_after_the_plan(name: str) -> Any:
    def rule(values: dict[str, Any]) -> Found:
        project, day = values.get("project"), values.get(name)
        if project and day and day < project.since:
            yield name, PLANNED_FIRST

    return rule
