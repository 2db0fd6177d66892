"""What must fit together when somebody takes a post; page, importer, API and actions ask these."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices.posts import GOVERNING, MEMBERS_ONLY, PARTY, TOWNSHIP, Position
from cadres.choices.rules import Limit
from cadres.rules.limits import limit_on
from members.choices.standing import MEMBERS, LeftWhy, Standing
from organizations.choices.tree import Level
from portal.fields import first_day
from portal.filters import age_on
from portal.rules import Found, in_order, not_in_future

ADULT = 18
TERM_ENDS_LATER = in_order(
    "since", "term_ends", later=True, sentence=gettext_lazy("The term ends before it begins.")
)


def ending_has_a_reason(values: dict[str, Any]) -> Found:
    if "until" not in values or "left_why" not in values:
        return
    if values["until"] and not values["left_why"]:
        yield "left_why", _("Say why the post ended.")
    if values["left_why"] and not values["until"]:
        yield "until", _("Give the day when the post ended, or clear the reason.")


def within_the_life_of_the_organization(values: dict[str, Any]) -> Found:
    """No post before its organization was established or after it was closed."""
    organization, since, until = (values.get(n) for n in ("organization", "since", "until"))
    if not organization or not since:
        return
    if organization.established and since < organization.established:
        yield (
            "since",
            _("The organization was established on %(day)s, after this day.")
            % {"day": organization.established},
        )
    if organization.closed and not (until and until <= organization.closed):
        yield (
            "until",
            _("The organization was closed on %(day)s: the post ended then.")
            % {"day": organization.closed},
        )


def holder_is_there(values: dict[str, Any]) -> Found:
    """The holder is grown up and has neither died nor left before the post begins."""
    person, since = values.get("person"), values.get("since")
    if not person or not since:
        return
    age = age_on(person.born, since)
    if age is not None and age < ADULT:
        yield "person", _("This person was under 18 on that day.")
    gone = person.left and person.left_why == LeftWhy.DIED
    if gone and first_day(person.left) <= since:
        yield "person", _("This person had died by that day.")


def party_posts_are_held_by_members(values: dict[str, Any]) -> Found:
    person, position = values.get("person"), values.get("position")
    if person and position in MEMBERS_ONLY and person.standing not in MEMBERS:
        yield "person", _("Only a member of the party can hold this post.")
    if person and position in PARTY and person.standing == Standing.PROBATIONARY:
        yield "person", _("A probationary member cannot be elected into a party organization.")


def body_works_there(values: dict[str, Any]) -> Found:
    """A post in a body beside the party is kept with the organization the body belongs to."""
    body, organization = values.get("body"), values.get("organization")
    if body and organization:
        if organization.pk not in {body.organization_id, body.led_by_id}:
            yield "body", _("This body belongs to another organization.")
        if values.get("since") and body.since and values["since"] < body.since:
            yield "since", _("The body was founded on %(day)s.") % {"day": body.since}


POST_RULES = (
    in_order(),
    ending_has_a_reason,
    within_the_life_of_the_organization,
    holder_is_there,
    party_posts_are_held_by_members,
    TERM_ENDS_LATER,
    body_works_there,
)


def fits_the_level(values: dict[str, Any]) -> Found:
    organization, position = values.get("organization"), values.get("position")
    if not organization or not position:
        return
    if position in TOWNSHIP and organization.level != Level.TOWNSHIP:
        yield "position", _("This is a post of a township; the organization is none.")
    if position in GOVERNING and organization.level != Level.VILLAGE:
        yield "position", _("This is a post of a village; the organization is none.")
    if position == Position.SECRETARY and organization.level == Level.TOWNSHIP:
        yield "position", _("The secretary of a township has a post of their own in the list.")


def within_the_age(values: dict[str, Any]) -> Found:
    """Usual ages of village cadres (domain 2.10); the file decides, so it only warns."""
    person, since, organization = (values.get(n) for n in ("person", "since", "organization"))
    if not person or not since or not organization or organization.level != Level.VILLAGE:
        return
    age, limit = age_on(person.born, since), limit_on(Limit.NEW_AGE, since, organization.path)
    if age is not None and limit is not None and age > limit:
        yield (
            "person",
            _("This person was %(age)s on that day; new cadres are %(limit)s at most.")
            % {
                "age": age,
                "limit": limit,
            },
        )


POST_CAUTIONS = (fits_the_level, within_the_age, not_in_future("since"))
