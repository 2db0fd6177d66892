"""History is written by triggers (pghistory); this module says on whose behalf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import connection
from django.http import HttpRequest, HttpResponse


def acting(user: Any, **details: Any) -> Any:
    """Context manager: writes inside are in the name of `user` (None: the system itself), with
    `details`."""
    return pghistory.context(user=getattr(user, "pk", None), **details)


def fresh_plans() -> None:
    """Before one statement writes thousands of rows: history's triggers keep, in a connection, the
    plan of their first run; one made for a single row compares every old row to every new one."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


class ActorMiddleware:
    """Every change a request makes carries its user, page and address.

    Pages only: values never enter it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return self.get_response(request)
        address = request.META.get("REMOTE_ADDR") or ""
        with acting(request.user, page=request.path, address=address):
            return self.get_response(request)
