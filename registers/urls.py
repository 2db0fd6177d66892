"""The addresses of the generic pages of each registered model."""

from collections.abc import Iterator

from django.urls import URLPattern, include, path

from portal import pages
from registers.views import (
    actions,
    attachments,
    detail,
    editing,
    exporting,
    history,
    importing,
    listing,
    printing,
    related,
    restoring,
    saved,
    setting,
    timeline,
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


def page_urls(one: pages.Pages) -> Iterator[URLPattern]:
    for page, route, view in PAGES:
        yield path(route, view.as_view(pages=one), name=f"{one.name}-{page}")
    if one.bulk and one.form:
        many = setting.SetPage.as_view(pages=one)
        yield path("many/set/", many, name=f"{one.name}-set-many")
    for action in one.actions:
        do = actions.ActionPage.as_view(pages=one, action=action)
        yield path(f"<int:pk>/{action.name}/", do, name=f"{one.name}-{action.name}")
        if action.many:
            many = actions.BulkPage.as_view(pages=one, action=action)
            yield path(f"many/{action.name}/", many, name=f"{one.name}-{action.name}-many")


# A register below its own prefix: of five thousand addresses, few are tried for a request.
urlpatterns = [
    path(f"{one.app}/{one.name}/", include(list(page_urls(one)))) for one in pages.every()
]
