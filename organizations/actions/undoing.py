"""A change undone: the opposite of each, as if it had not been made, while nothing newer builds on
it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import signals
from organizations.actions.changes import locked
from organizations.actions.tree import on_day
from organizations.models import (
    ChangeLine,
    Organization,
    OrganizationChange,
    Placement,
    User,
    Village,
    VillagePlacement,
)
from portal.errors import Refused


@transaction.atomic
def undo_change(change: OrganizationChange, *, reason: str, by: Any) -> None:
    """Take the change back."""
    change = OrganizationChange.objects.select_for_update().get(pk=change.pk)
    (organization,) = locked(change.organization)
    check_undo(change, organization)
    kept, now = change.kept, timezone.now()
    into = kept.get("made") or organization.parent_id
    given: list[tuple[Any, str]] = [(Village, "villages"), (User, "users")]
    with on_day(change.day):
        restore(organization, kept.get("fields", {}))
        for model, name in given:
            rows = model.objects.filter(pk__in=kept.get(name, []), organization=into)
            rows.update(organization=organization, changed_at=now)
        children = kept.get("children", [])
        rows = Organization.objects.filter(pk__in=children)
        rows.update(parent=organization, changed_at=now)
        signals.undoing.send(sender=None, change=change, kept=kept)
    mend(Placement, "organization", "parent", [*children, organization.pk], change.day)
    mend(VillagePlacement, "village", "organization", kept.get("villages", []), change.day)
    if made := kept.get("made"):
        withdraw(made)
    change.undone_on, change.undone_why = timezone.localdate(), reason
    change.save()


def check_undo(change: OrganizationChange, organization: Organization) -> None:
    if change.undone_on:
        raise Refused(_("This change has been undone already."))
    check_newest(change)
    check_unchanged(change, organization)
    if made := change.kept.get("made"):
        check_empty(change, made)


def check_newest(change: OrganizationChange) -> None:
    """None of its organizations has been changed since; establishing does not build on others."""
    mine = change.lines.values("organization")
    newer = ChangeLine.objects.filter(
        organization__in=mine, change__pk__gt=change.pk, change__undone_on=None
    )
    if line := newer.select_related("change").order_by("-change__pk").first():
        raise Refused(
            _("A newer change builds on this one: %(change)s on %(day)s. Undo that first.")
            % {"change": line.change, "day": f"{line.change.day:%Y-%m-%d}"}
        )


def check_unchanged(change: OrganizationChange, organization: Organization) -> None:
    """Everything is still where the change put it."""
    moved = Organization.objects.filter(pk__in=change.kept.get("children", []))
    into = change.kept.get("made") or organization.parent_id
    gone = list(moved.exclude(parent=into)[:1])
    for name, (_before, after) in change.kept.get("fields", {}).items():
        field: Any = organization._meta.get_field(name)
        if field.value_to_string(organization) != after:
            gone.append(organization)
    if gone:
        raise Refused(
            _("%(organization)s has been changed since; this change can no longer be undone.")
            % {"organization": gone[0]}
        )


def check_empty(change: OrganizationChange, made: int) -> None:
    """Nothing has come to the organization that was made, but what the change itself brought.

    What was founded below it and withdrawn again does not count.
    """
    others = Organization.objects.filter(parent=made).exclude(
        Q(pk__in=change.kept.get("children", [])) | Q(closed=F("established"))
    )
    villages = Village.objects.filter(organization=made).exclude(
        pk__in=change.kept.get("villages", [])
    )
    users = User.objects.filter(organization=made)
    for rows in (others, villages, users):
        if found := rows.first():
            raise Refused(
                _("%(record)s has come to it since; this change can no longer be undone.")
                % {"record": found}
            )


def restore(organization: Organization, fields: dict[str, list[str]]) -> None:
    for name, (before, _after) in fields.items():
        field: Any = organization._meta.get_field(name)
        value = None if before in ("None", "") and field.null else before
        setattr(organization, field.attname, field.to_python(value))
    if fields:
        organization.save()
        organization.refresh_from_db()


def mend(model: Any, owner: str, place: str, ids: list[int], day: date) -> None:
    """Join the intervals that the change had cut in two: the place is the same on both sides."""
    cut = dict(
        model.objects.filter(**{f"{owner}__in": ids, "until": day}).values_list(owner, place)
    )
    after = model.objects.filter(**{f"{owner}__in": list(cut), "since": day, "until": None})
    same = [
        (pk, one) for pk, one, here in after.values_list("pk", owner, place) if cut[one] == here
    ]
    model.objects.filter(pk__in=[pk for pk, _one in same]).delete()
    healed = model.objects.filter(**{f"{owner}__in": [one for _pk, one in same], "until": day})
    healed.update(until=None, changed_at=timezone.now())


def withdraw(made: int) -> None:
    """What was founded by mistake was never in force on any day; its code is free again."""
    organization = Organization.objects.get(pk=made)
    organization.closed = organization.established
    organization.code = f"{organization.code[:20]}~{made}"
    organization.save()
