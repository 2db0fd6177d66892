"""A change undone: the opposite of each, as if it had not been made, while nothing newer builds on
it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import signals
from organizations.actions.changes import locked
from organizations.actions.tree import on_day
from organizations.choices.changes import ChangeKind
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
from portal.models import Record

STANDS = {ChangeKind.MOVE, ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.CLOSE}
# What an organization has by being one, or by having been changed.
OWN = (Placement, ChangeLine, OrganizationChange)


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
    if change.kind in STANDS:
        check_is_back(organization)
    if made := kept.get("made"):
        check_empty(made)
        withdraw(made)
    change.undone_on, change.undone_why = timezone.localdate(), reason
    change.save()


def check_undo(change: OrganizationChange, organization: Organization) -> None:
    if change.undone_on:
        raise Refused(_("This change has been undone already."))
    check_newest(change)
    for name, (_before, after) in change.kept.get("fields", {}).items():
        field: Any = organization._meta.get_field(name)
        if field.value_to_string(organization) != after:
            raise changed_since(f"{organization} ({field.verbose_name})")
    into = change.kept.get("made") or organization.parent_id
    as_left(Organization, change.kept.get("children", []), parent=into)


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


def as_left(model: Any, ids: list[int], **left: Any) -> Any:
    """The rows that a change touched, to be taken back. Refused, naming the first, where one of
    them no longer says what the change made of it: nobody's newer work is written over."""
    rows = model.objects.filter(pk__in=ids)
    if other := rows.exclude(pk__in=rows.filter(**left).values("pk")).first():
        raise changed_since(other)
    return rows


def changed_since(what: Any) -> Refused:
    return Refused(
        _(
            "%(record)s has been changed since, so this change can no longer be undone. Put that "
            "back by its history first, or record the opposite change."
        )
        % {"record": what}
    )


def check_is_back(organization: Organization) -> None:
    """Neither it nor what it hangs from again has been closed by another way meanwhile."""
    for one in filter(None, (organization, organization.parent)):
        if one.closed:
            raise Refused(
                _("%(organization)s has been closed since %(day)s. Open it again first.")
                % {"organization": one, "day": f"{one.closed:%Y-%m-%d}"}
            )


def check_empty(made: int) -> None:
    """When what the change brought has gone back, nothing of any register may be left there.

    What was founded below it and withdrawn again does not count.
    """
    withdrawn = Organization.objects.filter(closed=F("established"))
    for link in Organization._meta.related_objects:
        model: Any = link.related_model
        if not issubclass(model, Record) or (model in OWN and link.field.name == "organization"):
            continue
        rows = model._base_manager.filter(**{link.field.name: made})
        rows = rows.exclude(pk__in=withdrawn) if model is Organization else rows
        rows = rows.exclude(organization__in=withdrawn) if model is Placement else rows
        if found := rows.first():
            raise Refused(
                _("%(record)s (%(register)s) has come to it since; move or end it first.")
                % {"record": found, "register": model._meta.verbose_name}
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
