from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, Permission
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from organizations.models.tree import Organization
from portal.models import Record
from portal.scope import Scope, ScopedQuerySet

PERMISSION = "role__permissions"
backends = cache(get_backends)  # a page asks a hundred and fifty times
# Permissions by number, of each database: they change with the program only.
_names: dict[str, dict[int, str]] = {}


def names_of(numbers: Set[int]) -> dict[int, str]:
    """What permissions are called, asked once: each request has a thousand of them."""
    place = connection.settings_dict
    known = _names.setdefault(f"{place['HOST']} {place['NAME']}", {})
    if not known.keys() >= numbers:
        rows = Permission.objects.values_list("pk", "content_type__app_label", "codename")
        known |= {pk: f"{app}.{codename}" for pk, app, codename in rows}
    return known


class Users(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(name=username)
        return user


class User(AbstractBaseUser, Record):
    """Somebody who logs in. What they may do, and where, is in their grants."""

    key = ("name",)
    handles = ("name", "full_name")
    untracked = ("password", "last_login")

    name = models.CharField(_("login name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=60, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="users", verbose_name=_("organization")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    preferences = models.JSONField(default=dict, blank=True)

    USERNAME_FIELD = "name"
    objects: ClassVar[Any] = Users()

    class Meta(Record.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.full_name or self.name

    @cached_property
    def held(self) -> dict[str, Scope]:
        """Every permission the user holds, with the subtrees it holds in."""
        lines = self.grants.values_list("organization__path").annotate(all=ArrayAgg(PERMISSION))
        paths: dict[int, set[str]] = {}
        for path, perms in lines:
            for perm in {*perms} - {None}:
                paths.setdefault(perm, set()).add(path)
        names = names_of(paths.keys())
        scopes: dict[frozenset[str], Scope] = {}
        for found in map(frozenset, paths.values()):
            scopes.setdefault(found, Scope(tuple(sorted(found))))
        return {names[perm]: scopes[frozenset(found)] for perm, found in paths.items()}

    def scope(self, perm: str) -> Scope:
        """The subtrees over which the user holds `perm`, through any of their grants."""
        return self.held.get(perm, Scope(())) if self.is_active else Scope(())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return any(one.has_perm(self, perm, obj) for one in backends())  # type: ignore[attr-defined]

    def has_module_perms(self, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.held)


class Grant(Record):
    """A role given to a user over one organization and all below it."""

    key = ("user", "role", "organization")
    handles = ("pk",)

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("user"))
    role = models.ForeignKey(Group, models.PROTECT, verbose_name=_("role"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="grants", verbose_name=_("organization")
    )

    class Meta(Record.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(name="one_grant_each", fields=["user", "role", "organization"])
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organization}"
