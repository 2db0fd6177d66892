"""The pages that say no: 400, 403, 404, 500 and a form that came too late."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.models import SecurityEvent
from portal.receivers import note


def refuse(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": f"{title}: {text}"}, status=status)
    context = {"title": title, "text": text, "status": status}
    return render(request, "refusals/refusal.html", context, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 400, _("This request cannot be understood"), _("Go back and try again."))


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.user.is_authenticated:
        note(SecurityEvent.Kind.DENIED, request.user, request, page=request.path)
    text = _(
        "Your account does not have this permission. Ask the county's administrator if you need it."
    )
    return refuse(request, 403, _("You may not do this"), text)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("The address is wrong, or the record lies outside the organizations you work for.")
    return refuse(request, 404, _("There is nothing here"), text)


@login_not_required
def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "The page was open for too long, or its browser tab belongs to an earlier login. "
        "Go back, reload the page and try again."
    )
    return refuse(request, 403, _("Please send that again"), text)


@login_not_required
def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Draws without the database, the user or the menu: they may be what failed."""
    text = _(
        "Something went wrong on our side. Nothing was changed. Try again; if it stays, "
        "tell the administrator the time."
    )
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": text}, status=500)
    return HttpResponse(
        render(
            None, "refusals/broken.html", {"title": _("Something went wrong"), "text": text}
        ).content,  # type: ignore[arg-type]
        status=500,
    )
