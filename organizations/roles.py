"""The roles that the portal comes with, as data; a county changes them later as it sees fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pghistory
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """`may`: patterns of "app.verb_record" ("members.*_person"); a leading "-" takes away again."""

    label: Any
    may: tuple[str, ...]

    def allows(self, perm: str) -> bool:
        refused = any(fnmatchcase(perm, line[1:]) for line in self.may if line.startswith("-"))
        return not refused and any(fnmatchcase(perm, line) for line in self.may)


TREE = (
    "organizations.view_organization",
    "organizations.view_placement",
    "organizations.view_village",
)
TREE_OUT = tuple(line.replace("view_", "export_") for line in TREE)

ROLES: dict[str, Role] = {
    # Everything, and alone the accounts and what they may do.
    "county_admin": Role(
        _("county administrator"),
        (
            "organizations.*",
            "members.*",
            "assessments.*",
            "portal.*",
        ),
    ),
    # Keeps every register, runs the plans, checks and returns the reports that townships submit.
    "county_staff": Role(
        _("county staff"),
        (
            "organizations.*",
            "-organizations.*_user",
            "-organizations.*_grant",
            "members.*",
            "assessments.*",
            "-assessments.submit_*",
            "-assessments.change_report",
        ),
    ),
    # Keeps the persons of the township and its villages; fills its reports and submits them.
    "township_secretary": Role(
        _("township secretary"),
        (
            *TREE,
            *TREE_OUT,
            "members.view_*",
            "members.add_person",
            "members.change_person",
            "members.import_person",
            "members.export_*",
            "assessments.view_*",
            "assessments.export_*",
            "assessments.change_report",
            "assessments.submit_report",
        ),
    ),
    # Sees the village's own persons and figures.
    "village_secretary": Role(
        _("village secretary"),
        (*TREE, "members.view_*", "assessments.view_*"),
    ),
    # Reads, compares and takes out the workbooks. Writes nothing.
    "supervisor": Role(
        _("supervisor"),
        (
            *TREE,
            *TREE_OUT,
            "members.view_*",
            "members.export_*",
            "assessments.view_*",
            "assessments.export_*",
        ),
    ),
    # Reads who did what: accounts, rights, logs, exports. Writes nothing, takes no persons out.
    "auditor": Role(
        _("auditor"),
        (
            "organizations.view_*",
            "organizations.export_user",
            "organizations.export_grant",
            "members.view_*",
            "assessments.view_*",
            "portal.view_*",
        ),
    ),
}


def label(name: str) -> str:
    """What a role is called; one that a county made itself, by its own name."""
    return str(ROLES[name].label) if name in ROLES else name


def permissions(ids: Iterable[int] | None = None, *, using: str) -> Iterator[Permission]:
    """Permissions on what people work with; history tables have none of their own."""
    rows = Permission.objects.using(using).select_related("content_type")
    for row in rows if ids is None else rows.filter(pk__in=ids):
        model = row.content_type.model_class()
        if model and not issubclass(model, pghistory.models.Event):
            yield row


def known(using: str) -> set[int]:
    """The permissions there are; none where the tables have yet to be made."""
    if Permission._meta.db_table not in connections[using].introspection.table_names():
        return set()
    return set(Permission.objects.using(using).values_list("pk", flat=True))


def hand_out(before: set[int], *, using: str) -> None:
    """Make the roles that are missing, and give all roles what they may of the new permissions.

    What a county took from a role, or gave to it, stays as the county wants it.
    """
    fresh = list(permissions(known(using) - before, using=using))
    for name, role in ROLES.items():
        group, made = Group.objects.using(using).get_or_create(name=name)
        offered = permissions(using=using) if made else fresh
        group.permissions.add(*(row for row in offered if role.allows(named(row))))


def named(row: Permission) -> str:
    return f"{row.content_type.app_label}.{row.codename}"
