"""What must fit together in the other records about cadres."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cadres.choices.checks import CheckState, Filing, FilingState, View
from cadres.choices.elections import Electing, ElectionState
from cadres.choices.posts import Position
from cadres.choices.reserves import ReserveState
from cadres.choices.rules import Limit
from cadres.choices.standards import Standard
from cadres.rules.limits import limit_on
from portal.filters import age_on
from portal.rules import Found


def filed_after_it_happened(values: dict[str, Any]) -> Found:
    post, kind, sent = values.get("post"), values.get("kind"), values.get("sent_on")
    if post and kind == Filing.REMOVAL and not post.until:
        yield "kind", _("The post has not ended: there is no removal to file.")
    happened = post and (post.until if kind == Filing.REMOVAL else post.since)
    if happened and sent and sent < happened:
        yield "sent_on", _("It is filed after it happened, on %(day)s.") % {"day": happened}
    if values.get("state") == FilingState.FILED and not values.get("filed_on"):
        yield "filed_on", _("Give the day it was filed.")


def held_election_has_a_day(values: dict[str, Any]) -> Found:
    held = values.get("state") == ElectionState.HELD
    if held and "held_on" in values and not values["held_on"]:
        yield "held_on", _("Give the day it was held.")


def quorum_was_there(values: dict[str, Any]) -> Found:
    """Old elections are entered as they were: only a caution (domain 2.1)."""
    due, present, day = (values.get(name) for name in ("due", "present", "held_on"))
    if due is None or present is None or not day:
        return
    party = values.get("electing") == Electing.PARTY
    quorum = limit_on(Limit.QUORUM if party else Limit.VILLAGERS_QUORUM, day)
    if quorum is not None and present * 100 <= due * quorum:
        words = _("%(present)s of %(due)s were present; more than %(quorum)s %% are needed.")
        yield "present", words % {"present": present, "due": due, "quorum": quorum}


def judgement_is_whole(values: dict[str, Any]) -> Found:
    """ "One good, two strong" has three parts (000-02)."""
    if values.get("standard") == Standard.ONE_TWO and values.get("politics") == "":
        yield "politics", _("“One good, two strong” judges politics and conduct, too.")


def mentor_is_somebody_else(values: dict[str, Any]) -> Found:
    if values.get("person") and values.get("person") == values.get("mentor"):
        yield "mentor", _("Nobody is their own mentor.")


def reserve_state_fits(values: dict[str, Any]) -> Found:
    state, since, until = (values.get(name) for name in ("state", "since", "until"))
    if state == ReserveState.LISTED and "since" in values and not since:
        yield "since", _("Give the day since when the person is in the reserve.")
    if state in {ReserveState.DROPPED, ReserveState.APPOINTED} and not until:
        yield "until", _("Give the day until when the person was in the reserve.")
    if since and until and until < since:
        yield "until", _("The end lies before the beginning.")
    if since and values.get("proposed_on") and since < values["proposed_on"]:
        yield "since", _("Nobody is in the reserve before being proposed.")


def reserve_is_young_enough(values: dict[str, Any]) -> Found:
    person, day = values.get("person"), values.get("proposed_on")
    if not person or not day or values.get("position") == Position.OTHER:
        return
    age, most = age_on(person.born, day), limit_on(Limit.NEW_AGE, day)
    if age is not None and most is not None and age > most:
        words = _("This person was %(age)s on that day; new cadres are %(limit)s at most.")
        yield "person", words % {"age": age, "limit": most}


def visit_lies_within(values: dict[str, Any]) -> Found:
    point, day = values.get("point"), values.get("visited_on")
    if not point or not day:
        return
    if day < point.since or (point.until and day > point.until):
        yield "visited_on", _("The contact point was not kept on this day.")


def objection_has_grounds(values: dict[str, Any]) -> Found:
    bare = not values.get("item") and not values.get("note")
    if values.get("view") == View.OBJECTION and bare:
        yield "note", _("Say which item of the negative list the objection rests on.")


def concluded_check_has_a_day(values: dict[str, Any]) -> Found:
    over = values.get("state") in {CheckState.PASSED, CheckState.FAILED}
    if over and "concluded_on" in values and not values["concluded_on"]:
        yield "concluded_on", _("Give the day it was concluded.")
