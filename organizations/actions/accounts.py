from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Grant, Organization, User
from portal.errors import Refused

# Without the letters and digits that people mistake for one another.
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def one_time_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))


@transaction.atomic
def create_user(name: str, *, role: str, at: Organization, full_name: str = "") -> str:
    """Make an account with one role over one organization. Returns its one-time password.

    Raises Refused: the name is taken, or there is no such role; ValidationError: a name too long.
    """
    if User.objects.filter(name=name).exists():
        raise Refused(_("There is already an account called “%(name)s”.") % {"name": name})
    group = Group.objects.filter(name=role).first()
    if not group:
        known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise Refused(
            _("There is no role “%(role)s”. Roles: %(known)s.") % {"role": role, "known": known}
        )
    user = User(name=name, full_name=full_name, organization=at)
    user.clean_fields(exclude=["password"])
    password = give_password(user)
    Grant.objects.create(user=user, role=group, organization=at)
    return password


def give_password(user: User) -> str:
    """Set a new one-time password, which the user must change at the next login, and return it."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    return password


@transaction.atomic
def reset_password(user: User, *, by: Any) -> str:
    """A new one-time password for somebody who forgot theirs; returns the sentence that shows
    it, once."""
    return _("The one-time password of %(user)s is %(password)s. It is shown only now.") % {
        "user": user.name,
        "password": give_password(user),
    }
