"""When organizations change, the people in them go along (see organizations/signals.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.actions.defaults import load_defaults
from members.actions.rulesets import load_rules
from members.choices.standing import MEMBERS, Standing
from members.filters.persons import standing_on
from members.models import Affiliation, Person
from organizations import signals
from organizations.actions.formrules import rule_for
from organizations.actions.undoing import mend
from organizations.choices.changes import ChangeKind, Role
from organizations.choices.tree import Kind
from organizations.models import Organization, OrganizationChange
from organizations.signals import Figure, Restructuring
from portal.errors import Refused
from portal.measures import count, standing
from portal.models import Record
from portal.pages import Touched

KEY = "persons"


def there(organization: Organization) -> Any:
    """Who is on the rolls of this very organization."""
    return Person.objects.filter(organization=organization, left=None)


@receiver(signals.checking, dispatch_uid="members")
def check(plan: Restructuring, **_more: Any) -> None:
    if plan.kind == ChangeKind.CLOSE:
        check_nobody_left(plan.organization)
    if plan.kind == ChangeKind.SPLIT:
        chosen(plan)


def check_nobody_left(organization: Organization) -> None:
    found = there(organization)
    if many := found.count():
        members = found.filter(standing__in=MEMBERS).count()
        raise Refused(
            _(
                "%(many)d persons are still in %(organization)s, %(members)d of them members. "
                "Transfer them first, or merge the organization into another."
            )
            % {"many": many, "organization": organization, "members": members}
        )


def chosen(plan: Restructuring) -> list[int]:
    """The persons of the organization that were named; Refused where a name fits none or two."""
    rows = there(plan.organization)
    found: dict[int, None] = {}
    for word in plan.members:
        fitting = list(Record.named.__func__(Person, rows, word)[:2])  # type: ignore[attr-defined]
        fitting = fitting or list(rows.filter(id_number=word.upper())[:2])
        if len(fitting) != 1:
            sentence = (
                _("“%(word)s” is the name of several persons there. Write “#” and the record no.")
                if fitting
                else _("Nobody there is called “%(word)s”.")
            )
            raise Refused(sentence % {"word": word[:40]})
        found[fitting[0].pk] = None
    check_there_by(plan, list(found))
    return list(found)


def check_there_by(plan: Restructuring, persons: list[int]) -> None:
    """Nobody can go along on a day on which they had not come yet."""
    late = Affiliation.objects.filter(person__in=persons, until=None, since__gte=plan.day)
    if one := late.select_related("person").first():
        raise Refused(
            _("%(person)s has been there since %(since)s only; the change must lie after that day.")
            % {"person": one.person, "since": f"{one.since:%Y-%m-%d}"}
        )


@receiver(signals.previewing, dispatch_uid="members")
def preview(plan: Restructuring, **_more: Any) -> list[Touched]:
    return list(lines(plan))


def lines(plan: Restructuring) -> Iterator[Touched]:
    organization = plan.organization
    if plan.kind == ChangeKind.UPGRADE:
        yield from upgraded(plan)
    if plan.kind not in {ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.MOVE}:
        return
    rows = Person.objects.filter(organization__path__startswith=organization.path, left=None)
    if plan.kind == ChangeKind.MERGE:
        rows = there(organization)
    if plan.kind == ChangeKind.SPLIT:
        rows = rows.filter(pk__in=chosen(plan))
        yield from split(plan, rows)
    url = f"{reverse('person-list')}?organization={organization.code}"
    counts = dict(rows.order_by().values_list("standing").annotate(many=Count("pk")))
    for value, label in Standing.choices:
        if many := counts.get(value):
            yield Touched(_("Persons who go along: %(standing)s") % {"standing": label}, many, url)


def split(plan: Restructuring, rows: Any) -> Iterator[Touched]:
    """Three full members at least, on either side (domain 2.1); joint branches are another form."""
    goes = rows.filter(standing=Standing.FULL).count()
    stays = there(plan.organization).filter(standing=Standing.FULL).count() - goes
    for kind, setting, full in (
        (*plan.form, goes),
        (plan.organization.kind, plan.organization.setting, stays),
    ):
        rule = rule_for(kind, setting, plan.day)
        if rule and rule.least_full and full < rule.least_full:
            words = {"full": full, "least": rule.least_full, "kind": Kind(kind).label}
            text = _("A %(kind)s of %(full)d full members; the rule asks for %(least)d at least")
            yield Touched(text % words, warns=True)


def upgraded(plan: Restructuring) -> Iterator[Touched]:
    """Whether the new form fits how many there are."""
    kind, setting = plan.form
    rows = Person.objects.filter(
        organization__path__startswith=plan.organization.path, left=None, standing__in=MEMBERS
    )
    many = rows.count()
    full = rows.filter(standing=Standing.FULL).count()
    yield Touched(_("Members in it and below"), many)
    rule = rule_for(kind, setting, plan.day)
    words = {"kind": Kind(kind).label, "many": many, "full": full}
    if rule and rule.usual_members and many < rule.usual_members:
        words["usual"] = rule.usual_members
        text = _("A %(kind)s usually has %(usual)d members at least; here are %(many)d")
        yield Touched(text % words, warns=True)
    if rule and rule.least_full and full < rule.least_full:
        words["least"] = rule.least_full
        text = _("A %(kind)s of %(full)d full members; the rule asks for %(least)d at least")
        yield Touched(text % words, warns=True)


@receiver(signals.applied, dispatch_uid="members")
def apply(plan: Restructuring, **_more: Any) -> dict[str, Any]:
    """Everybody (a merger) or those chosen (a split) go along from the day."""
    if plan.kind == ChangeKind.MERGE:
        persons = list(there(plan.organization).select_for_update().values_list("pk", flat=True))
    elif plan.kind == ChangeKind.SPLIT:
        persons = chosen(plan)
    else:
        return {}
    rows = Person.objects.filter(pk__in=persons)
    rows.update(organization=plan.into, changed_at=timezone.now())
    return {KEY: persons}


@receiver(signals.undoing, dispatch_uid="members")
def undo(change: OrganizationChange, kept: dict[str, Any], **_more: Any) -> None:
    persons = kept.get(KEY, [])
    if persons:
        into = kept.get("made") or change.lines.get(role=Role.INTO).organization_id
        bring_back(change, persons, into)


def bring_back(change: OrganizationChange, persons: list[int], into: int) -> None:
    """They must still be where the change took them, and not have left since."""
    rows = Person.objects.filter(pk__in=persons)
    gone = rows.exclude(organization=into) | rows.exclude(left=None)
    if person := gone.first():
        raise Refused(
            _("%(person)s has left there since; this change can no longer be undone.")
            % {"person": person}
        )
    rows.update(organization=change.organization, changed_at=timezone.now())
    mend(Affiliation, "person", "organization", persons, change.day)


@receiver(signals.figures, dispatch_uid="members")
def figures(day: date, inside: Q, user: Any, **_more: Any) -> list[Figure]:
    """Full and probationary members by organization, in one grouped query."""
    if not user.has_perm("members.view_person"):
        return []
    found = standing(Person, day)
    rows = found.rows.filter(inside)
    asked = (Standing.FULL, Standing.PROBATIONARY)
    counts = count(
        type(found)(rows, found.place, found.prefix),
        [standing_on(one, day, found.prefix) for one in asked],
    )
    return [
        Figure(
            one.label,
            {place: numbers[at] for place, numbers in counts.items()},
            "person",
            f"standing={one.value}",
        )
        for at, one in enumerate(asked)
    ]


@receiver(signals.equipping, dispatch_uid="members")
def equip(county: Organization, **_more: Any) -> int:
    return load_rules(county) + load_defaults(county)
