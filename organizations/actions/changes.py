"""What may be done to an organization. Each is a row of the register of changes, takes effect on
a day that may lie in the past, moves on that day what it moves, and can be undone.

What is merged does not vanish: closed, it hangs from that day below what it was merged into, so
that its records stay where figures of earlier days look for them and its successor sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import signals
from organizations.actions.checking import check, check_code, check_hangs, living
from organizations.actions.tree import on_day
from organizations.choices.changes import ChangeKind, Role
from organizations.models import ChangeLine, Organization, OrganizationChange, User, Village
from organizations.signals import Restructuring
from portal.errors import Refused
from portal.history import fresh_plans

PAPERS = ("approval_no", "document", "note")


def locked(*organizations: Organization | None) -> list[Any]:
    """The same organizations as they are now, kept from other changes until the end of this one.

    Changes of the tree wait for one another: two that are far apart (each moves below what hangs
    below the other) could make a ring that neither sees.
    """
    fresh_plans()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tree'))")
    wanted = [one.pk for one in organizations if one]
    rows = Organization.objects.select_for_update().order_by("pk").in_bulk(wanted)
    return [rows[one.pk] if one else None for one in organizations]


def record(
    plan: Restructuring, before: str, after: str, papers: dict[str, Any], *, about: Any = None
) -> OrganizationChange:
    return OrganizationChange.objects.create(
        organization=about or plan.organization,
        kind=plan.kind,
        day=plan.day,
        before=before,
        after=after,
        **{name: papers.get(name) or "" for name in PAPERS},
    )


def line(change: OrganizationChange, role: Role, organizations: Iterable[Organization]) -> None:
    """Keep how they are called and formed at this moment."""
    ChangeLine.objects.bulk_create(
        [
            ChangeLine(
                change=change,
                organization=one,
                role=role,
                code=one.code,
                name=one.name,
                kind=one.kind,
                setting=one.setting,
            )
            for one in organizations
        ]
    )


def put(organization: Organization, **values: Any) -> dict[str, list[Any]]:
    """Set the fields; says what they were and are, for undoing."""
    told = {}
    for name, value in values.items():
        field: Any = organization._meta.get_field(name)
        before = field.value_from_object(organization)
        setattr(organization, name, value)
        after = field.value_from_object(organization)
        if before != after:
            told[name] = [field.value_to_string(_holding(field, v)) for v in (before, after)]
    organization.save()
    organization.refresh_from_db()
    return told


def _holding(field: Any, value: Any) -> Organization:
    holder = Organization()
    setattr(holder, field.attname, value)
    return holder


def keep(change: OrganizationChange, plan: Restructuring, **kept: Any) -> None:
    """Let the registers above do their part, and keep what undoing needs."""
    for answer in signals.answers(signals.applied, plan=plan):
        kept |= answer
    change.kept = {name: value for name, value in kept.items() if value}
    change.save()


def move_below(organizations: Sequence[Organization], superior: Organization) -> list[int]:
    ids = [one.pk for one in organizations]
    rows = Organization.objects.filter(pk__in=ids)
    rows.update(parent=superior, changed_at=timezone.now())
    return ids


def hand_over(model: Any, rows: Any, into: Organization) -> list[int]:
    """Give rows of a register (villages, users) to another organization."""
    ids = list(rows.select_for_update().values_list("pk", flat=True))
    model.objects.filter(pk__in=ids).update(organization=into, changed_at=timezone.now())
    return ids


@transaction.atomic
def establish_organization(  # noqa: PLR0913 - what the decision to establish says
    superior: Organization,
    *,
    code: str,
    name: str,
    kind: str,
    setting: str,
    day: date,
    by: Any,
    short_name: str = "",
    **papers: Any,
) -> None:
    """Found an organization below `superior`."""
    (superior,) = locked(superior)
    plan = Restructuring(ChangeKind.ESTABLISH, superior, day, form=(kind, setting))
    check(plan)
    check_code(code)
    fresh = found(superior, code, name, short_name, plan, papers)
    change = record(plan, "", name, papers, about=fresh)
    line(change, Role.INTO, [fresh])
    keep(change, plan, made=fresh.pk)


def found(
    superior: Organization,
    code: str,
    name: str,
    short_name: str,
    plan: Restructuring,
    papers: dict[str, Any],
) -> Organization:
    kind, setting = plan.form
    fresh = Organization.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        setting=setting,
        parent=superior,
        established=plan.day,
        approved_on=plan.day,
        approval_no=papers.get("approval_no") or "",
    )
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def rename_organization(
    organization: Organization, *, name: str, day: date, by: Any, **values: Any
) -> None:
    """Another name (and short and full name) from that day; the old one stays in the lineage."""
    (organization,) = locked(organization)
    plan = Restructuring(ChangeKind.RENAME, organization, day)
    check(plan)
    names = {"name": name} | {
        field: values[field] for field in ("short_name", "full_name") if field in values
    }
    if all(getattr(organization, field) == value for field, value in names.items()):
        raise Refused(_("It has this name already. Type the new one."))
    alter(organization, plan, names, values)


@transaction.atomic
def upgrade_organization(
    organization: Organization, *, kind: str, setting: str, day: date, by: Any, **values: Any
) -> None:
    """Another form: a branch becomes a general branch or a committee, or the other way (003-03)."""
    (organization,) = locked(organization)
    plan = Restructuring(
        ChangeKind.UPGRADE, organization, day, form=(kind, setting or organization.setting)
    )
    check(plan)
    named = {name: values[name] for name in ("name", "short_name") if values.get(name)}
    formed = dict(zip(("kind", "setting"), plan.form, strict=True))
    alter(organization, plan, formed | named, values)


def alter(
    organization: Organization,
    plan: Restructuring,
    values: dict[str, Any],
    papers: dict[str, Any],
) -> None:
    """Change an organization's own fields and keep how it was."""
    before = organization.name
    change = record(plan, before, values.get("name", before), papers)
    line(change, Role.FROM, [organization])
    fields = put(organization, **values)
    line(change, Role.INTO, [organization])
    keep(change, plan, fields=fields)


@transaction.atomic
def move_organization(
    organization: Organization, *, parent: Organization, day: date, by: Any, **papers: Any
) -> None:
    """Hang it, with all below it, elsewhere in the tree from that day (004-24)."""
    organization, parent = locked(organization, parent)
    plan = Restructuring(ChangeKind.MOVE, organization, day, into=parent)
    check(plan)
    above = organization.parent
    change = record(plan, f"{organization} · {above}", f"{organization} · {parent}", papers)
    line(change, Role.FROM, [organization])
    with on_day(day):
        fields = put(organization, parent=parent)
    keep(change, plan, fields=fields)


@transaction.atomic
def merge_organization(
    organization: Organization, *, into: Organization, day: date, by: Any, **papers: Any
) -> None:
    """Dissolve it in another: members, branches, villages and users go there from that day."""
    organization, into = locked(organization, into)
    plan = Restructuring(ChangeKind.MERGE, organization, day, into=into)
    check(plan)
    change = record(plan, organization.name, into.name, papers)
    along = list(living(organization).select_for_update(of=("self",)))
    line(change, Role.FROM, [organization])
    line(change, Role.INTO, [into])
    line(change, Role.ALONG, along)
    with on_day(day):
        children = move_below(along, into)
        villages = hand_over(Village, organization.villages, into)
        users = hand_over(User, organization.users, into)
        fields = put(organization, parent=into, closed=day)
        keep(change, plan, fields=fields, children=children, villages=villages, users=users)


@transaction.atomic
def split_organization(  # noqa: PLR0913 - what the decision to split says
    organization: Organization,
    *,
    code: str,
    name: str,
    kind: str,
    day: date,
    by: Any,
    setting: str = "",
    short_name: str = "",
    branches: Sequence[Organization] = (),
    villages: Sequence[Village] = (),
    members: Sequence[str] = (),
    **papers: Any,
) -> None:
    """Found a second organization beside it, of the members, branches and villages chosen."""
    (organization,) = locked(organization)
    form = (kind, setting or organization.setting)
    plan = Restructuring(ChangeKind.SPLIT, organization, day, form=form, members=members)
    check_chosen(plan, code, branches, villages)
    fresh = found(organization.parent, code, name, short_name, plan, papers)  # type: ignore[arg-type]
    change = record(plan, organization.name, f"{organization.name}、{name}", papers)
    line(change, Role.FROM, [organization])
    line(change, Role.INTO, [fresh])
    line(change, Role.ALONG, branches)
    plan = Restructuring(ChangeKind.SPLIT, organization, day, fresh, form, members)
    with on_day(day):
        children = move_below(branches, fresh)
        led = hand_over(Village, Village.objects.filter(pk__in=[v.pk for v in villages]), fresh)
        keep(change, plan, made=fresh.pk, children=children, villages=led)


def check_chosen(
    plan: Restructuring,
    code: str,
    branches: Sequence[Organization],
    villages: Sequence[Village],
) -> None:
    """Something goes along, and all of it is there to go."""
    check(plan)
    check_code(code)
    if not (branches or villages or plan.members):
        raise Refused(_("Choose the members, branches or villages that go along."))
    for branch in branches:
        if branch.parent_id != plan.organization.pk or branch.closed:
            raise Refused(
                _("%(branch)s does not hang directly below %(organization)s.")
                % {"branch": branch, "organization": plan.organization}
            )
    for village in villages:
        if village.organization_id != plan.organization.pk:
            raise Refused(
                _("%(village)s is not led by %(organization)s.")
                % {"village": village, "organization": plan.organization}
            )
    check_hangs(branches, plan.day)


@transaction.atomic
def close_organization(organization: Organization, *, day: date, by: Any, **papers: Any) -> None:
    """End it. Nobody and nothing may be left in it."""
    (organization,) = locked(organization)
    plan = Restructuring(ChangeKind.CLOSE, organization, day)
    check(plan)
    change = record(plan, organization.name, "", papers)
    line(change, Role.FROM, [organization])
    keep(change, plan, fields=put(organization, closed=day))
