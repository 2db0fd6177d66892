"""Taking, leaving and changing posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.choices.posts import SOLE, Chosen, Position, PostLeft
from cadres.choices.rules import Limit
from cadres.models import Post
from cadres.rules.limits import limit_on, seats_on
from cadres.rules.posts import POST_RULES
from members.models import Person
from organizations.models import Organization
from portal.dates import months_after
from portal.errors import Refused
from portal.rules import refuse_future


@dataclass(frozen=True)
class Taking:
    """How somebody comes into a post: everything but who, where and what."""

    on: date
    chosen: str = ""
    source: str = ""
    term_ends: date | None = None
    approved_by: str = ""
    approval_no: str = ""


def refuse_what_is_wrong(values: dict[str, Any]) -> None:
    for rule in POST_RULES:
        for _name, sentence in rule(values):
            raise Refused(sentence)


@transaction.atomic
def appoint_person(
    organization: Organization, *, person: Person, position: str, how: Taking, by: Any
) -> Post:
    """Give a person a post. Refused where the seats are filled or a rule of posts says no."""
    values = {
        "person": person,
        "organization": organization,
        "position": position,
        "since": how.on,
        "term_ends": how.term_ends,
    }
    refuse_what_is_wrong(values)
    refuse_without_a_seat(organization, person, position, how.on)
    return Post.objects.create(
        **values,
        chosen=how.chosen,
        source=how.source,
        approved_by=how.approved_by,
        approval_no=how.approval_no,
    )


def refuse_without_a_seat(
    organization: Organization, person: Person, position: str, day: date
) -> None:
    open_then = Q(until=None) | Q(until__gt=day)
    held = Post.objects.filter(open_then, organization=organization, position=position)
    label = Position(position).label
    if held.filter(person=person).exists():
        raise Refused(_("%(person)s holds this post already.") % {"person": person})
    seats = seats_on(organization, day).get(position, 1 if position in SOLE else None)
    if seats is not None and held.count() >= seats:
        raise Refused(
            _("%(organization)s has %(seats)s seats for “%(position)s”, and all are filled.")
            % {"organization": organization.short, "seats": seats, "position": label}
        )


@transaction.atomic
def remove_post(post: Post, *, on: date, why: str, removal_no: str = "", by: Any) -> None:
    """End a post: `on` is the first day without it."""
    if post.until:
        raise Refused(_("This post ended on %(day)s.") % {"day": post.until})
    if on < post.since:
        raise Refused(_("The end lies before the beginning."))
    refuse_future(on)
    post.until, post.left_why, post.removal_no = on, why, removal_no
    post.save()


@transaction.atomic
def transfer_post(
    post: Post, *, on: date, organization: Organization, position: str, approval_no: str, by: Any
) -> None:
    """Move somebody from one post into another on one day."""
    if (organization, position) == (post.organization, post.position):
        raise Refused(_("This is the post held now."))
    remove_post(post, on=on, why=PostLeft.MOVED, by=by)
    how = Taking(on, post.chosen, post.source, approval_no=approval_no)
    appoint_person(organization, person=post.person, position=position, how=how, by=by)


@transaction.atomic
def hand_post(post: Post, *, on: date, person: Person, why: str, approval_no: str, by: Any) -> None:
    """Hand a post over: one leaves and another takes it on the same day."""
    if person == post.person:
        raise Refused(_("%(person)s holds this post already.") % {"person": person})
    remove_post(post, on=on, why=why, by=by)
    how = Taking(on, Chosen.CO_OPTED, term_ends=post.term_ends, approval_no=approval_no)
    appoint_person(post.organization, person=person, position=post.position, how=how, by=by)


@transaction.atomic
def extend_post(post: Post, *, term_ends: date, approval_no: str, by: Any) -> None:
    """Put the end of a term off; by no more than a late election may be (a year)."""
    if post.until:
        raise Refused(_("This post ended on %(day)s.") % {"day": post.until})
    before = post.term_ends
    if before and term_ends <= before:
        raise Refused(_("The term ends on %(day)s already.") % {"day": before})
    most = limit_on(Limit.SHIFT_MONTHS, term_ends, post.organization.path)
    if before and most is not None and term_ends > months_after(before, most):
        raise Refused(_("A term may be extended by %(months)s months at most.") % {"months": most})
    post.term_ends, post.approval_no = term_ends, approval_no
    post.save()
