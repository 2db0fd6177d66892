"""Every address: the shell's own, the pages of registers, each app's `urls.py`, the API."""

from collections.abc import Iterator
from importlib import import_module

from django.contrib.auth import views as auth
from django.urls import URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from portal import pages
from web.views import jobs, messages, quality, refusals, search, session, tokens


def app_urls() -> Iterator[URLResolver]:
    """The hand-made pages of the apps above; they name their own paths."""
    for name in dict.fromkeys(one.app for one in pages.every()):
        if module_has_submodule(import_module(name), "urls"):
            yield path("", include(f"{name}.urls"))


urlpatterns = [
    path("", session.home, name="home"),
    path("login/", session.LoginPage.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", session.PasswordPage.as_view(), name="password-change"),
    path("language/", session.set_language, name="set-language"),
    path("health/", session.health, name="health"),
    path("todo/", session.todo, name="todo"),
    path("todo/count/", session.todo_badge, name="todo-count"),
    path("messages/", messages.message_list, name="messages"),
    path("messages/read/", messages.messages_read, name="messages-read"),
    path("messages/count/", messages.message_badge, name="message-count"),
    path("messages/<int:pk>/", messages.message_open, name="message-open"),
    path("search/", search.search, name="search"),
    path("quality/", quality.quality, name="quality"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job-file"),
    path("", include("registers.urls")),
    *app_urls(),
    path("tokens/", tokens.token_list, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("docs/api/", include("api.docs")),
    path("api/", include("api.urls")),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.server_error
