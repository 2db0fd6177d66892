"""The door: who is not logged in sees the login page; what is shown to somebody stays with them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

ALWAYS_OPEN = {"password-change", "logout", "set-language", "health"}


class DoorMiddleware(LoginRequiredMiddleware):
    """Anonymous gets the login page on every route that is not marked as open.

    A one-time password lets its user reach only the page that replaces it. The API's views answer
    anonymous callers themselves, by DRF's permission: 403.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        sent = (request.path, *said(request.GET), *said(request.POST))
        if any("\x00" in value for value in sent):
            return HttpResponseBadRequest()  # nobody types it, and PostgreSQL cannot be asked
        user = request.user
        if user.is_authenticated and getattr(user, "must_change_password", False):
            name = request.resolver_match.url_name if request.resolver_match else ""
            return None if name in ALWAYS_OPEN else redirect("password-change")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        answer = super().handle_no_permission(request, view_func)
        if "HX-Request" in request.headers:  # a part of a page cannot be a login page
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return answer


def said(sent: QueryDict) -> Iterator[str]:
    return (str(value) for name, values in sent.lists() for value in [name, *values])


class PrivateMiddleware:
    """Nothing that a logged-in user was shown is left in a browser's or proxy's cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        return response
