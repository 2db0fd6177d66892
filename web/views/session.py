"""Logging in and out, the password, the language, and whether the portal is alive."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal import pages
from web.menu import todo_count


class LoginForm(AuthenticationForm):
    """One sentence for every wrong login, whatever was wrong about it."""

    error_messages = {
        "invalid_login": gettext_lazy("The login name or the password is wrong."),
        "inactive": gettext_lazy("The login name or the password is wrong."),
    }


class LoginPage(auth.LoginView):
    form_class = LoginForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The language that the account once chose; before that, the browser's."""
        response = super().form_valid(form)
        remember_language(response, getattr(form.get_user(), "language", ""))
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_default_redirect_url(self) -> str:
        return reverse("home")


class PasswordPage(auth.PasswordChangeView):
    form_class = PasswordChangeForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        form.user.must_change_password = False
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def remember_language(response: HttpResponse, language: str | None) -> None:
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            httponly=True,
        )


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the page one is on, and keep it with the account."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    remember_language(response, wanted)
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES):
        get_user_model()._base_manager.filter(pk=request.user.pk).update(language=wanted)
    return response


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def home(request: HttpRequest) -> HttpResponse:
    """Where the user begins: a page that says so, the dashboard, or the first register."""
    for link in pages.links():
        if link.first_for(request.user):
            return redirect(link.route)
    try:
        return redirect("dashboard")
    except NoReverseMatch:
        mine = [
            one for one in pages.every() if one.menu and request.user.has_perm(one.perm("view"))
        ]
        return redirect(mine[0].url("list") if mine else "todo")


def todo(request: HttpRequest) -> HttpResponse:
    """What waits for the user."""
    context: dict[str, Any] = {"title": _("To do"), "todo": pages.todo_of(request.user)}
    return render(request, "pages/todo.html", {**context, "crumbs": [(context["title"], "")]})


def todo_badge(request: HttpRequest) -> HttpResponse:
    """How much waits for the user, for the top band."""
    return render(request, "parts/todo_count.html", {"todo_count": todo_count(request.user)})
