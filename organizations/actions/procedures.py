"""What a step of a procedure asks of attendance, votes and notices (domain 2.10).

Read by the form, the importer and the action alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from organizations.actions.calendar import counts_working_days
from organizations.choices.decisions import Share, Whole

# More than (or, with True, at least) this part.
PARTS = {
    Share.HALF: (1, 2, False),
    Share.TWO_THIRDS: (2, 3, True),
    Share.FOUR_FIFTHS: (4, 5, False),
}


def reaches(some: int, whole: int, share: str) -> bool:
    """Whether `some` of `whole` is the share asked for, in whole numbers: 2 of 3 are two thirds.
    Of nobody nothing is a share."""
    if share not in PARTS:
        return True
    over, under, equal = PARTS[Share(share)]
    left, right = some * under, whole * over
    return whole > 0 and (left >= right if equal else left > right)


def step_allows(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What contradicts the rules of the step; each a field and a sentence."""
    step = values.get("step")
    if step:
        yield from attendance(step, values)
        yield from votes(step, values)
        yield from notice(step, values)


def attendance(step: Any, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    due, present = values.get("due"), values.get("present")
    if due is not None and present is not None and present > due:
        yield "present", _("More present than were due to attend.")
    elif step.present_share != Share.NONE:
        if due is None or present is None:
            yield "present", _("Say how many were due and how many were present.")
        elif not reaches(present, due, step.present_share):
            yield (
                "present",
                _("Too few came: it needs %(share)s of those due.")
                % {"share": step.get_present_share_display()},
            )


def votes(step: Any, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    due, present = values.get("due"), values.get("present")
    favour, against = values.get("in_favour"), values.get("against")
    cast = (favour or 0) + (against or 0)
    if present is not None and cast > present:
        yield "in_favour", _("More votes than were present.")
    elif due is not None and cast > due:
        yield "in_favour", _("More votes than were due to attend.")
    elif step.favour_share != Share.NONE:
        whole = due if step.favour_of == Whole.DUE else present
        if favour is None or whole is None:
            yield "in_favour", _("Say how many voted in favour.")
        elif not reaches(favour, whole, step.favour_share):
            yield (
                "in_favour",
                _("Too few agreed: it needs %(share)s %(whole)s.")
                % {
                    "share": step.get_favour_share_display(),
                    "whole": step.get_favour_of_display(),
                },
            )


def notice(step: Any, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    begins, ends = values.get("notice_from"), values.get("notice_until")
    if begins and ends and ends < begins:
        yield "notice_until", _("The end lies before the beginning.")
    elif step.notice_days:
        if not begins or not ends:
            yield "notice_until", _("Say from when to when the notice stood.")
        elif counts_working_days(begins, ends) < step.notice_days:
            yield (
                "notice_until",
                _("The notice must stand for %(n)s working days.") % {"n": step.notice_days},
            )
