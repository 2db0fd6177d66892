"""What a change would touch, told before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from organizations import signals
from organizations.actions.changes import check_chosen
from organizations.actions.checking import check, check_code, living
from organizations.choices.changes import ChangeKind
from organizations.choices.tree import Level
from organizations.models import Grant, Organization, User, Village
from organizations.signals import Restructuring
from portal.pages import Touched


def lines(plan: Restructuring) -> list[Touched]:
    found = list(own(plan))
    for answer in signals.answers(signals.previewing, plan=plan):
        found += answer
    return found


def told(plan: Restructuring) -> list[Touched]:
    check(plan)
    return lines(plan)


def own(plan: Restructuring) -> Iterator[Touched]:
    """The tree's own part: organizations, villages, users, rights."""
    organization = plan.organization
    here = f"?organization={organization.code}"
    below = Organization.objects.filter(path__startswith=organization.path, closed=None)
    if plan.kind == ChangeKind.MOVE:
        yield Touched(
            _("Organizations that move, itself among them"),
            below.count(),
            reverse("organization-list") + here,
        )
        villages = Village.objects.filter(organization__path__startswith=organization.path)
        yield Touched(_("Villages that move"), villages.count(), reverse("village-list") + here)
    if plan.kind == ChangeKind.MERGE:
        yield from merged(plan, here)


def merged(plan: Restructuring, here: str) -> Iterator[Touched]:
    organization, into = plan.organization, plan.into
    words = {"into": into}
    yield Touched(
        _("Organizations that come directly below %(into)s") % words,
        living(organization).count(),
        reverse("organization-list") + here,
    )
    yield Touched(
        _("Villages that %(into)s will lead") % words,
        organization.villages.count(),
        reverse("village-list") + here,
    )
    users = User.objects.filter(organization=organization)
    yield Touched(_("Accounts that come to %(into)s") % words, users.count())
    grants = Grant.objects.filter(organization=organization).count()
    if grants:
        yield Touched(
            _("Rights over %(organization)s that reach nothing afterwards; give new ones")
            % {"organization": organization},
            grants,
            warns=True,
        )
    if Level.TOWNSHIP in (organization.level, into.level) and organization.level != into.level:
        yield Touched(
            _("The two stand on different levels: %(one)s and %(other)s")
            % {"one": organization.get_level_display(), "other": into.get_level_display()},
            warns=True,
        )


def preview_establish(
    superior: Organization,
    *,
    code: str,
    kind: str,
    setting: str,
    day: date,
    by: Any,
    **_values: Any,
) -> list[Touched]:
    check_code(code)
    return told(Restructuring(ChangeKind.ESTABLISH, superior, day, form=(kind, setting)))


def preview_upgrade(
    organization: Organization, *, kind: str, setting: str, day: date, by: Any, **_values: Any
) -> list[Touched]:
    form = (kind, setting or organization.setting)
    return told(Restructuring(ChangeKind.UPGRADE, organization, day, form=form))


def preview_move(
    organization: Organization, *, parent: Organization, day: date, by: Any, **_values: Any
) -> list[Touched]:
    return told(Restructuring(ChangeKind.MOVE, organization, day, into=parent))


def preview_merge(
    organization: Organization, *, into: Organization, day: date, by: Any, **_values: Any
) -> list[Touched]:
    return told(Restructuring(ChangeKind.MERGE, organization, day, into=into))


def preview_split(  # noqa: PLR0913 - as the action
    organization: Organization,
    *,
    code: str,
    kind: str,
    day: date,
    by: Any,
    setting: str = "",
    branches: Any = (),
    villages: Any = (),
    members: Any = (),
    **_values: Any,
) -> list[Touched]:
    form = (kind, setting or organization.setting)
    plan = Restructuring(ChangeKind.SPLIT, organization, day, form=form, members=members)
    check_chosen(plan, code, branches, villages)
    own_lines = [
        Touched(_("Branches that go along"), len(branches)),
        Touched(_("Villages that go along"), len(villages)),
    ]
    return [*own_lines, *lines(plan)]


def preview_close(
    organization: Organization, *, day: date, by: Any, **_values: Any
) -> list[Touched]:
    touched = told(Restructuring(ChangeKind.CLOSE, organization, day))
    users = User.objects.filter(organization=organization).count()
    return [Touched(_("Accounts that are left in it"), users, warns=bool(users)), *touched]
