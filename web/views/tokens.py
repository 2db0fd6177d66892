"""One's own API tokens: make one, see it once, revoke it. Who keeps accounts may revoke any."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal import pages
from portal.errors import Refused
from portal.models import SecurityEvent
from portal.receivers import note
from web.models import Token

BEGINS = "pbp_"  # so that a token in a file or a log is known for what it is
SHOWN = 30
User = get_user_model()
MAY_REVOKE = f"{User._meta.app_label}.change_{User._meta.model_name}"


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=60)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        coerce=int,
        choices=[
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
            (365, gettext_lazy("one year")),
        ],
    )


def token_list(request: HttpRequest) -> HttpResponse:
    """The page; a token just made is in the answer to the form and never again."""
    form = TokenForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = make_token(request.user, form.cleaned_data["name"], form.cleaned_data["days"])
            note(SecurityEvent.Kind.TOKEN, request.user, request, made=form.cleaned_data["name"])
            form = TokenForm()
        except Refused as no:
            form.add_error(None, str(no))
    title = _("API tokens")
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "form": form,
        "made": made,
        "tokens": Token.objects.filter(user_id=request.user.pk or 0)[:SHOWN],
        "most": settings.TOKENS_EACH,
    }
    return render(request, "pages/tokens.html", context, status=422 if form.errors else 200)


@transaction.atomic
def make_token(user: Any, name: str, days: int) -> str:
    """Give the user one more token and return it; raises Refused where they hold enough."""
    User._base_manager.select_for_update().get(pk=user.pk)
    if Token.valid().filter(user_id=user.pk).count() >= settings.TOKENS_EACH:
        most = {"most": settings.TOKENS_EACH}
        raise Refused(_("You hold %(most)s tokens, which is the most. Revoke one first.") % most)
    key = BEGINS + secrets.token_urlsafe(32)
    Token.objects.create(
        user=user,
        name=name,
        digest=Token.hashed(key),
        ends_in=key[-4:],
        expires_at=timezone.now() + timedelta(days=days),
    )
    return key


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.select_related("user"), pk=pk)
    own = token.user_id == request.user.pk
    if not own and not request.user.has_perm(MAY_REVOKE, token.user):
        raise Http404
    if Token.objects.filter(pk=pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=request.user
    ):
        said = {"revoked": token.name, "of": token.user_id}
        note(SecurityEvent.Kind.TOKEN, request.user, request, **said)
    messages.success(request, _("Revoked: %(name)s") % {"name": token})
    return redirect(reverse("tokens") if own else token.user.get_absolute_url())  # type: ignore[attr-defined]


def of_user(record: Any, user: Any) -> dict[str, Any] | None:
    """The panel on an account's page, for those who may close the account."""
    if not user.has_perm(MAY_REVOKE, record):
        return None
    tokens = list(Token.objects.filter(user=record)[:SHOWN])
    return {"tokens": tokens} if tokens else None


pages.panel(User, gettext_lazy("API tokens"), "parts/tokens.html", of_user, perm=MAY_REVOKE)  # type: ignore[type-var]
