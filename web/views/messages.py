"""What a user has been told, and whether they have read it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from web.messages import read, unread
from web.models import Message

SHOWN = 50


def message_list(request: HttpRequest) -> HttpResponse:
    """One's own messages, the newest first."""
    title = _("Messages")
    found = Message.objects.filter(user_id=request.user.pk or 0).select_related("by")
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {"title": title, "crumbs": [(title, "")], "page": page, "new": unread(request.user)}
    return render(request, "pages/messages.html", context)


@require_POST
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go to what it is about."""
    message = get_object_or_404(Message, pk=pk, user_id=request.user.pk or 0)
    read(request.user, pk=pk)
    return redirect(message.url or "messages")


@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    read(request.user)
    return redirect("messages")


def message_badge(request: HttpRequest) -> HttpResponse:
    """How many are unread, for the bell in the top band."""
    return render(request, "parts/message_count.html", {"message_count": unread(request.user)})
