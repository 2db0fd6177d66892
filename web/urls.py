"""Every address: the generic pages of each registered model, and each app's own `urls.py`."""

from collections.abc import Iterator
from importlib import import_module

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from portal import pages
from web.views import (
    actions,
    attachments,
    detail,
    editing,
    exporting,
    history,
    importing,
    jobs,
    listing,
    printing,
    quality,
    refusals,
    related,
    restoring,
    saved,
    search,
    session,
    setting,
    timeline,
    tokens,
)

PAGES = (
    ("list", "", listing.ListPage),
    ("columns", "columns/", listing.ColumnsPage),
    ("suggest", "suggest/", listing.SuggestPage),
    ("saved", "saved/", saved.SavedPage),
    ("print", "print/", printing.PrintPage),
    ("add", "add/", editing.AddPage),
    ("import", "import/", importing.ImportPage),
    ("import-template", "import/template/", importing.TemplatePage),
    ("import-preview", "import/<int:job>/", importing.PreviewPage),
    ("imports", "imports/", importing.PastPage),
    ("import-file", "imports/<int:done>/file/", importing.PastFilePage),
    ("import-undo", "imports/<int:done>/undo/", importing.UndoPage),
    ("export", "export/", exporting.ExportPage),
    ("detail", "<int:pk>/", detail.DetailPage),
    ("edit", "<int:pk>/edit/", editing.EditPage),
    ("history", "<int:pk>/history/", history.HistoryPage),
    ("restore", "<int:pk>/history/<int:event>/restore/", restoring.RestorePage),
    ("timeline", "<int:pk>/timeline/", timeline.TimelinePage),
    ("panels", "<int:pk>/panels/", detail.PanelsPage),
    ("related", "<int:pk>/related/<slug:register>/<slug:link>/", related.RelatedPage),
    ("attachments", "<int:pk>/attachments/", attachments.FilesPage),
    ("attachment", "<int:pk>/attachments/<int:file>/", attachments.FilePage),
    ("withdraw", "<int:pk>/attachments/<int:file>/withdraw/", attachments.WithdrawPage),
)


def page_urls() -> Iterator[URLPattern]:
    for one in pages.every():
        base = f"{one.app}/{one.name}"
        for page, route, view in PAGES:
            yield path(f"{base}/{route}", view.as_view(pages=one), name=f"{one.name}-{page}")
        if one.bulk and one.form:
            many = setting.SetPage.as_view(pages=one)
            yield path(f"{base}/many/set/", many, name=f"{one.name}-set-many")
        for action in one.actions:
            do = actions.ActionPage.as_view(pages=one, action=action)
            yield path(f"{base}/<int:pk>/{action.name}/", do, name=f"{one.name}-{action.name}")
            if action.many:
                many = actions.BulkPage.as_view(pages=one, action=action)
                yield path(
                    f"{base}/many/{action.name}/", many, name=f"{one.name}-{action.name}-many"
                )


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
    path("search/", search.search, name="search"),
    path("quality/", quality.quality, name="quality"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job-file"),
    *page_urls(),
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
