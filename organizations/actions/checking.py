"""What stands in the way of a change to the tree: each refusal is the sentence the user reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import signals
from organizations.choices.changes import ChangeKind
from organizations.choices.tree import Kind
from organizations.models import ChangeLine, Organization, Placement
from organizations.signals import Restructuring
from portal.errors import Refused


def check(plan: Restructuring) -> None:
    """Refuse what the rules of the tree, or a register above, do not allow."""
    check_day(plan.organization, plan.day)
    RULES[plan.kind](plan)
    signals.checking.send(sender=None, plan=plan)


def check_day(organization: Organization, day: date) -> None:
    """Not in the future, within its life, not before what is recorded already."""
    words: dict[str, Any] = {"organization": organization, "day": f"{day:%Y-%m-%d}"}
    if day > timezone.localdate():
        raise Refused(_("%(day)s lies ahead. Record the change once it takes effect.") % words)
    check_stands(organization, day)
    later = ChangeLine.objects.filter(
        organization=organization, change__day__gt=day, change__undone_on=None
    )
    if line := later.select_related("change").order_by("-change__day").first():
        words |= {"change": line.change, "later": f"{line.change.day:%Y-%m-%d}"}
        raise Refused(
            _(
                "Something later is recorded of %(organization)s: %(change)s on %(later)s. Give a "
                "day that is not before it, or undo it first."
            )
            % words
        )


def check_stands(organization: Organization, day: date) -> None:
    """It must have been there by the day, and be there still."""
    words: dict[str, Any] = {"organization": organization}
    if organization.closed:
        words["day"] = f"{organization.closed:%Y-%m-%d}"
        raise Refused(_("%(organization)s has been closed since %(day)s.") % words)
    if organization.established and day < organization.established:
        words["day"] = f"{organization.established:%Y-%m-%d}"
        raise Refused(
            _("%(organization)s was established on %(day)s only. Give that day or a later one.")
            % words
        )


def check_hangs(organizations: Iterable[Organization], day: date) -> None:
    """None of them has come to where it hangs after the day, or on it."""
    late = Placement.objects.filter(
        organization__in=organizations, until=None, since__gte=day
    ).select_related("organization")
    if placement := late.first():
        raise Refused(
            _(
                "%(organization)s has hung there since %(since)s only; the change must lie after "
                "that day."
            )
            % {"organization": placement.organization, "since": f"{placement.since:%Y-%m-%d}"}
        )


def check_outlives(organization: Organization, day: date) -> None:
    if organization.established and day <= organization.established:
        raise Refused(
            _("%(organization)s was established on %(day)s; it can end only after that day.")
            % {"organization": organization, "day": f"{organization.established:%Y-%m-%d}"}
        )


def check_code(code: str) -> None:
    if taken := Organization.objects.filter(code=code).first():
        raise Refused(
            _("The code %(code)s is that of %(organization)s already.")
            % {"code": code, "organization": taken}
        )


def check_superior(superior: Organization) -> None:
    if superior.kind == Kind.PARTY_GROUP:
        raise Refused(_("Nothing hangs below a party group. Choose the branch it is in."))


def check_not_top(organization: Organization) -> None:
    if organization.parent_id is None:
        raise Refused(
            _("%(organization)s stands at the top of the tree; this cannot be done with it.")
            % {"organization": organization}
        )


def check_upgrade(plan: Restructuring) -> None:
    check_not_top(plan.organization)
    kind, setting = plan.form
    if (kind, setting) == (plan.organization.kind, plan.organization.setting):
        raise Refused(_("It has this form already. Choose another kind or setting."))
    if kind == Kind.COUNTY_COMMITTEE:
        raise Refused(_("There is one county committee, at the top of the tree."))
    if kind == Kind.PARTY_GROUP and living(plan.organization).exists():
        raise Refused(_("It has organizations below it; a party group has none."))


def check_move(plan: Restructuring) -> None:
    check_not_top(plan.organization)
    check_stands(plan.into, plan.day)
    if plan.into.path.startswith(plan.organization.path):
        raise Refused(_("An organization cannot hang below itself."))
    check_superior(plan.into)
    if plan.into.pk == plan.organization.parent_id:
        raise Refused(
            _("%(organization)s hangs below %(superior)s already.")
            % {"organization": plan.organization, "superior": plan.into}
        )
    check_hangs([plan.organization], plan.day)


def check_merge(plan: Restructuring) -> None:
    organization, into = plan.organization, plan.into
    check_not_top(organization)
    if into.pk == organization.pk:
        raise Refused(_("An organization cannot be merged into itself."))
    check_stands(into, plan.day)
    if into.path.startswith(organization.path):
        raise Refused(
            _("%(into)s hangs below %(organization)s. Move it out of there first.")
            % {"into": into, "organization": organization}
        )
    check_outlives(organization, plan.day)
    moving = list(living(organization))
    if moving:
        check_superior(into)
    if organization.parent_id != into.pk:
        moving.append(organization)
    check_hangs(moving, plan.day)


def check_close(plan: Restructuring) -> None:
    organization = plan.organization
    check_not_top(organization)
    check_outlives(organization, plan.day)
    if below := living(organization).count():
        raise Refused(
            _(
                "%(below)d organizations still hang below %(organization)s. Move, merge or close "
                "them first."
            )
            % {"below": below, "organization": organization}
        )
    if villages := "、".join(organization.villages.values_list("name", flat=True)[:5]):
        raise Refused(
            _("%(organization)s still leads %(villages)s. Give them to another organization first.")
            % {"organization": organization, "villages": villages}
        )


def living(organization: Organization) -> Any:
    """The organizations directly below that have not been closed."""
    today = timezone.localdate()
    return organization.children.filter(Q(closed=None) | Q(closed__gt=today))


RULES = {
    ChangeKind.ESTABLISH: lambda plan: check_superior(plan.organization),
    ChangeKind.RENAME: lambda _plan: None,  # any name will do
    ChangeKind.UPGRADE: check_upgrade,
    ChangeKind.MOVE: check_move,
    ChangeKind.MERGE: check_merge,
    ChangeKind.SPLIT: lambda plan: check_not_top(plan.organization),
    ChangeKind.CLOSE: check_close,
}
