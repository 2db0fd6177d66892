from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from organizations.models.tree import Organization
from portal.models import Record
from portal.scope import Scope, ScopedQuerySet

PERMISSION = "role__permissions"


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
        lines = self.grants.values_list("organization__path").annotate(
            perms=ArrayAgg(
                Concat(
                    f"{PERMISSION}__content_type__app_label", Value("."), f"{PERMISSION}__codename"
                )
            )
        )
        paths: dict[str, set[str]] = {}
        for path, perms in lines:
            for perm in perms:
                paths.setdefault(perm, set()).add(path)
        return {perm: Scope(tuple(sorted(found))) for perm, found in paths.items()}

    def scope(self, perm: str) -> Scope:
        """The subtrees over which the user holds `perm`, through any of their grants."""
        return self.held.get(perm, Scope(())) if self.is_active else Scope(())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())  # type: ignore[attr-defined]

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
