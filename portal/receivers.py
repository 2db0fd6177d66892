"""Logins, failed ones too, and logouts leave a line in the security log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from portal.models import SecurityEvent

Kind = SecurityEvent.Kind


def note(kind: str, user: Any, request: HttpRequest | None, **details: Any) -> None:
    address = request.META.get("REMOTE_ADDR") if request else None
    SecurityEvent.objects.create(kind=kind, user=user, details=details, address=address or None)


def logged_in(user: Any, request: HttpRequest | None = None, **_: Any) -> None:
    note(Kind.LOGIN, user, request)


def logged_out(user: Any, request: HttpRequest | None = None, **_: Any) -> None:
    if user:
        note(Kind.LOGOUT, user, request)


def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Names the account that was tried, if there is one; a password may have been typed there."""
    users = get_user_model()
    field = users.USERNAME_FIELD
    known = users._base_manager.filter(**{field: credentials.get("username", "")}).first()
    note(Kind.LOGIN_FAILED, known, request)


user_logged_in.connect(logged_in, dispatch_uid="security-log")
user_logged_out.connect(logged_out, dispatch_uid="security-log")
user_login_failed.connect(login_failed, dispatch_uid="security-log")
