"""When organizations change, the posts in them end or go along (organizations/signals.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.actions.rules import load_rules
from cadres.choices.posts import PostLeft
from cadres.choices.reserves import ReserveState
from cadres.models import ContactPoint, Post, Reserve
from organizations import signals
from organizations.actions.undoing import as_left
from organizations.choices.changes import ChangeKind, Role
from organizations.signals import Restructuring
from portal.errors import Refused
from portal.pages import Touched

ENDING = {ChangeKind.MERGE, ChangeKind.CLOSE}
POSTS, RESERVES, POINTS = "cadres_posts", "cadres_reserves", "cadres_points"


def held_in(plan: Restructuring) -> Any:
    return Post.objects.filter(organization=plan.organization, until=None)


def kept_by(plan: Restructuring) -> Any:
    """The reserve of an organization: those listed, and those being selected."""
    states = [ReserveState.SELECTING, ReserveState.LISTED]
    return Reserve.objects.filter(organization=plan.organization, state__in=states)


@receiver(signals.checking, dispatch_uid="cadres")
def check(plan: Restructuring, **_more: Any) -> None:
    if plan.kind not in ENDING:
        return
    late = held_in(plan).filter(since__gt=plan.day).select_related("person", "organization")
    if post := late.first():
        raise Refused(
            _("%(post)s begins on %(day)s, after this day.") % {"post": post, "day": post.since}
        )
    if plan.kind == ChangeKind.CLOSE and kept_by(plan).exists():
        raise Refused(
            _("%(n)s reserve cadres are still kept here: drop them, or merge the organization.")
            % {"n": kept_by(plan).count()}
        )


@receiver(signals.previewing, dispatch_uid="cadres")
def preview(plan: Restructuring, **_more: Any) -> list[Touched]:
    return list(touched(plan)) if plan.kind in ENDING else []


def touched(plan: Restructuring) -> Iterator[Touched]:
    here = f"?organization={plan.organization.code}"
    if posts := held_in(plan).count():
        yield Touched(_("Posts that end"), posts, reverse("post-list") + here)
    if plan.kind == ChangeKind.MERGE and (reserves := kept_by(plan).count()):
        yield Touched(_("Reserve cadres who go along"), reserves, reverse("reserve-list") + here)


@receiver(signals.applied, dispatch_uid="cadres")
def apply(plan: Restructuring, **_more: Any) -> dict[str, Any]:
    """Posts end that day; a merged organization's reserve goes along."""
    if plan.kind not in ENDING:
        return {}
    now = timezone.now()
    posts, reserves = list(ids(held_in(plan))), []
    Post.objects.filter(pk__in=posts).update(
        until=plan.day, left_why=PostLeft.REORGANIZED, changed_at=now
    )
    if plan.kind == ChangeKind.MERGE:
        reserves = list(ids(kept_by(plan)))
        Reserve.objects.filter(pk__in=reserves).update(organization=plan.into, changed_at=now)
    open_then = Q(until=None) | Q(until__gt=plan.day)
    rows = ContactPoint.objects.filter(open_then, organization=plan.organization)
    points = list(ids(rows.filter(until=None, since__lte=plan.day)))
    ContactPoint.objects.filter(pk__in=points).update(until=plan.day, changed_at=now)
    return {POSTS: posts, RESERVES: reserves, POINTS: points}


def ids(rows: Any) -> Any:
    return rows.order_by().values_list("pk", flat=True)


@receiver(signals.undoing, dispatch_uid="cadres")
def undo(change: Any, kept: dict[str, Any], **_more: Any) -> None:
    now = timezone.now()
    ended = {"until": change.day, "left_why": PostLeft.REORGANIZED}
    posts = as_left(Post, kept.get(POSTS, []), **ended)
    posts.update(until=None, left_why="", changed_at=now)
    into = change.lines.filter(role=Role.INTO).values("organization")
    reserves = as_left(Reserve, kept.get(RESERVES, []), organization__in=into)
    reserves.update(organization=change.organization, changed_at=now)
    points = as_left(ContactPoint, kept.get(POINTS, []), until=change.day)
    points.update(until=None, changed_at=now)


@receiver(signals.equipping, dispatch_uid="cadres")
def equip(county: Any, **_more: Any) -> int:
    return load_rules(county)
