"""The jobs of workbooks: an export, the check of an import, the import itself."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import pages
from portal.celery import app
from portal.errors import Refused
from portal.models import Job
from portal.tasks import job
from workbooks import excel, exports, imports
from workbooks.imports.returned import write_marked
from workbooks.models import Import

DAY = timedelta(days=1)


job("export", gettext_lazy("Export"))(exports.run)


@job("import-preview", gettext_lazy("Check of an import"))
def import_preview(made: Job) -> None:
    """Judge an uploaded workbook; nothing is written."""
    of, book = pages.get(made.params["register"]), uploaded(made)
    outcome = imports.preview(of, book, by=made.asked_by, progress=made.progress)
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
    give_back(made, book, outcome)


@job("import-undo", gettext_lazy("Undo of an import"))
def undo_import(made: Job) -> None:
    """Take an import back."""
    done = imports.undo(Import.objects.get(pk=made.params["import"]), by=made.asked_by)
    made.outcome = {"url": pages.get(done.register).url("imports")}


@app.task(ignore_result=True)
def sweep() -> None:
    """Delete the files that nobody can fetch any more: results of jobs that have expired, workbooks
    of old imports, uploads that never became one. None younger than a day, which may be in use."""
    now = timezone.now()
    jobs = Job.objects.filter(Q(expires_at__gt=now) | Q(finished_at=None))
    old = Import.objects.filter(at__lt=now - settings.IMPORT_FILES_KEPT)
    kept = set(jobs.values_list("file", "params__upload", "outcome__rows"))
    wanted = {name for names in kept for name in names}
    wanted |= set(Import.objects.exclude(pk__in=old).values_list("file", flat=True))
    for folder in filter(default_storage.exists, ("jobs", "uploads", "imports")):
        for name in (f"{folder}/{file}" for file in default_storage.listdir(folder)[1]):
            if name not in wanted and default_storage.get_modified_time(name) < now - DAY:
                default_storage.delete(name)
    old.exclude(file="").update(file="")
    Job.objects.exclude(pk__in=jobs).exclude(file="").update(file="")


def judged(made: Job, outcome: imports.Outcome) -> dict[str, Any]:
    """What the page of an import shows. The verdict on every row lies in a file of its own."""
    rows = default_storage.save(f"jobs/{made.key}.rows", ContentFile(outcome.verdicts()))
    url = pages.get(made.params["register"]).url("import-preview", made.pk)
    return outcome.as_json() | {"rows": rows, "url": url}


def give_back(made: Job, book: excel.Book, outcome: imports.Outcome) -> None:
    """The user's own workbook with the errors in their cells, where there are any."""
    made.outcome = judged(made, outcome)
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
