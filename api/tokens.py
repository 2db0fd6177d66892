"""Programs speak for a user by a token: `Authorization: Bearer …`, below /api/ and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from portal.models import SecurityEvent
from portal.receivers import note
from web.models import Token

WRONG_AT_MOST = 20  # keys from one address in five minutes that fit nobody
NOTED_EVERY = timedelta(minutes=1)  # how exactly "last used" is kept


class TokenMiddleware:
    """Puts the token's user in place of the session's before anything asks who is there.

    Stands before the door and the history's actor, so rights, log and trail are the user's own.
    A request that names a token is judged by it alone: a session beside it does not count.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not request.path.startswith("/api/"):
            return self.get_response(request)
        wrong = f"wrong-tokens:{request.META.get('REMOTE_ADDR')}"
        if cache.get(wrong, 0) >= WRONG_AT_MOST:
            return refused(429, _("Too many wrong tokens. Wait five minutes."))
        token = Token.valid().filter(digest=Token.hashed(key.strip())).first()
        if token is None:
            cache.add(wrong, 0, 300)
            cache.incr(wrong)
            note(SecurityEvent.Kind.DENIED, None, request, page=request.path, by="token")
            return refused(401, _("The token is unknown, revoked or expired."))
        user = token.user
        if not user.is_active or getattr(user, "must_change_password", False):
            note(SecurityEvent.Kind.DENIED, user, request, page=request.path, by=token.name)
            return refused(401, _("The account of this token is closed, or needs a new password."))
        used(token)
        request.user, request.by_token = user, True  # type: ignore[attr-defined]
        return self.get_response(request)


def refused(status: int, text: str) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {"Retry-After": "300"}  # noqa: PLR2004
    return JsonResponse({"detail": text}, status=status, headers=headers)


def used(token: Token) -> None:
    now = timezone.now()
    if token.used_at is None or now - token.used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)


class TokenAuthentication(BaseAuthentication):
    """Tells DRF what the middleware found; without a session, so no CSRF token is asked for."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        asked = request._request
        return (asked.user, None) if getattr(asked, "by_token", False) else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names a token."""

    target_class = "api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
