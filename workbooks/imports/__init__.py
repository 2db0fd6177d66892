"""Workbooks into registers: columns to form fields to rows, all or nothing.

`preview` judges, `apply` judges and writes, `load` does so from a file. Rows are told apart by
`Record.key`. A column that the file lacks leaves its field alone; an empty cell in a column that
is there clears the field, as clearing it on the edit page would (the preview shows it), except
keys and required fields.
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.history import acting
from portal.pages import Pages
from portal.refusing import refusing
from workbooks import excel
from workbooks.excel import Book
from workbooks.imports.judging import Judge
from workbooks.imports.outcome import Change, Finding, Outcome, Progress
from workbooks.imports.returned import write_marked, write_template
from workbooks.imports.undoing import undo
from workbooks.imports.writing import write_changed, write_new
from workbooks.models import Import

__all__ = [
    "Change",
    "Finding",
    "Outcome",
    "apply",
    "load",
    "preview",
    "quietly",
    "undo",
    "write_marked",
    "write_template",
]


def quietly(done: int, total: int) -> None:
    """Nobody watches."""


def preview(pages: Pages, book: Book, *, by: Any, progress: Progress = quietly) -> Outcome:
    """What `apply` would do; writes nothing. Raises Refused when the whole file does not fit."""
    with acting(by), transaction.atomic():
        _judge, outcome = grown(pages, book, by, progress)
        transaction.set_rollback(True)
    return outcome


def apply(
    pages: Pages,
    book: Book,
    *,
    by: Any,
    only_good: bool = False,
    progress: Progress = quietly,
    kept: str = "",
) -> Outcome:
    """Bring the rows in, all in one transaction: every row or, unless `only_good`, none.

    The same file again changes nothing. `kept`: where the file lies in the storage; it is noted
    beside what came of it. Raises Refused when the file does not fit at all.
    """
    sha256 = digest(kept) if kept else ""
    details = {"import": pages.name, "file": book.name, "sha256": sha256}
    with acting(by, **details) as context, transaction.atomic():
        Import.wait_for(pages.name)
        judge, outcome = grown(pages, book, by, progress)
        outcome.written = only_good or not outcome.refused
        if outcome.written:
            write(judge)
            note(pages, book, outcome, by=by, context=context.id, file=kept, sha256=sha256)
        else:
            transaction.set_rollback(True)
    return outcome


def digest(kept: str) -> str:
    with default_storage.open(kept) as file:
        return hashlib.sha256(file.read()).hexdigest()


def load(
    pages: Pages, content: bytes | Path, name: str = "", *, by: Any, **options: Any
) -> Outcome:
    """Read a workbook and bring it in; options as for `apply`."""
    raw = content.read_bytes() if isinstance(content, Path) else content
    book = excel.read_bytes(raw, name or getattr(content, "name", ""))
    kept = default_storage.save(f"uploads/{uuid.uuid4()}{Path(book.name).suffix}", ContentFile(raw))
    return apply(pages, book, by=by, kept=kept, **options)


def note(pages: Pages, book: Book, outcome: Outcome, **facts: Any) -> None:
    """One line in the list of past imports, where anything was written."""
    if outcome.new or outcome.changed:
        counts = {name: getattr(outcome, name) for name in ("new", "changed", "same")}
        counts["refused"] = outcome.refused_rows
        done = Import.objects.create(register=pages.name, name=book.name[:200], **counts, **facts)
        outcome.number = done.pk


def grown(pages: Pages, book: Book, by: Any, progress: Progress) -> tuple[Judge, Outcome]:
    """Judge the rows; where some hang from others of the same file, write those level by level."""
    judge = judged(pages, book, by, progress)
    outcome = judge.outcome
    while judge.new and judge.awaits_parents():
        write(judge)
        judge = judged(pages, book, by, progress)
        outcome = judge.outcome.after(outcome)
    return judge, outcome


def judged(pages: Pages, book: Book, by: Any, progress: Progress) -> Judge:
    if not pages.form:
        raise Refused(_("%(register)s cannot be imported.") % {"register": pages.label})
    if not by.has_perm(pages.perm("import")):
        raise Refused(_("You may not import %(register)s.") % {"register": pages.label})
    judge = Judge(pages, book, by, progress)
    judge.judge()
    return judge


def write(judge: Judge) -> None:
    with refusing():
        write_new(judge.model, judge.names, judge.new)
        write_changed(judge.model, judge.names, judge.changed)
