from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from members.choices.duties import Kept
from portal.rules import Found


def review_is_whole(values: dict[str, Any]) -> Found:
    if "grade" not in values or "reviewed_on" not in values:
        return
    if values["grade"] and not values["reviewed_on"]:
        yield "reviewed_on", _("Give the day of the review.")
    if values["reviewed_on"] and not values["grade"]:
        yield "grade", _("A review gives a grade.")


def post_is_offered(values: dict[str, Any]) -> Found:
    """A post is taken on by members, as long as it is offered."""
    post, person = values.get("post"), values.get("person")
    if post and post.closed and not values.get("until"):
        yield "post", _("“%(post)s” is no longer offered.") % {"post": post}
    if person and not person.is_member:
        yield "person", _("%(person)s is not a member.") % {"person": person}


def closing_is_whole(values: dict[str, Any]) -> Found:
    """A commitment is open, or it was closed on a day."""
    kept, day = values.get("kept"), values.get("kept_on")
    if kept and kept != Kept.OPEN and "kept_on" in values and not day:
        yield "kept_on", _("Give the day on which it was closed.")
    if kept == Kept.OPEN and day:
        yield "kept", _("It is open: clear the day, or say how it ended.")
    if day and values.get("made_on") and day < values["made_on"]:
        yield "kept_on", _("It was closed before it was made.")


def seated_is_a_member(values: dict[str, Any]) -> Found:
    person = values.get("person")
    if person and not person.is_member and not values.get("until"):
        yield "person", _("%(person)s is not a member.") % {"person": person}
