"""The jobs of workbooks: an export, the check of an import, the import itself."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import pages
from portal.errors import Refused
from portal.models import Job
from portal.tasks import job
from workbooks import excel, exports, imports
from workbooks.imports.returned import write_marked
from workbooks.models import Import


@job("export", gettext_lazy("Export"))
def export(made: Job) -> None:
    exports.run(made)


@job("import-preview", gettext_lazy("Check of an import"))
def import_preview(made: Job) -> None:
    """Judge an uploaded workbook; nothing is written."""
    of, book = pages.get(made.params["register"]), uploaded(made)
    outcome = imports.preview(of, book, by=made.asked_by, progress=made.progress)
    made.outcome = outcome.as_json() | {"url": of.url("import-preview", made.pk)}
    give_back(made, book, outcome)


@job("import", gettext_lazy("Import"))
def import_rows(made: Job) -> None:
    """Bring an uploaded workbook in: all of it, or its good rows."""
    of, book = pages.get(made.params["register"]), uploaded(made)
    only_good = bool(made.params.get("only_good"))
    outcome = imports.apply(
        of,
        book,
        by=made.asked_by,
        only_good=only_good,
        progress=made.progress,
        kept=made.params["upload"],
    )
    made.outcome = outcome.as_json() | {"url": of.url("import-preview", made.pk)}
    give_back(made, book, outcome)


@job("import-undo", gettext_lazy("Undo of an import"))
def undo_import(made: Job) -> None:
    """Take an import back."""
    done = imports.undo(Import.objects.get(pk=made.params["import"]), by=made.asked_by)
    made.outcome = {"url": pages.get(done.register).url("imports")}


def give_back(made: Job, book: excel.Book, outcome: imports.Outcome) -> None:
    """The user's own workbook with the errors in their cells, where there are any."""
    if not outcome.refused:
        return
    out = io.BytesIO()
    write_marked(out, book, outcome)
    out.seek(0)
    made.file_name = _("%(file)s - errors.xlsx") % {"file": Path(book.name).stem}
    made.file.save(f"{made.key}.xlsx", File(out), save=False)


def uploaded(made: Job) -> excel.Book:
    path = Path(default_storage.path(made.params["upload"]))
    if not path.exists():
        raise Refused(_("The uploaded file has expired. Upload it again."))
    return excel.read(path, made.params["name"])
