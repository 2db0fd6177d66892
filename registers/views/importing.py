"""A workbook into a register: upload, look at what would change, bring it in."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import tasks
from portal.errors import Refused
from portal.models import Job
from registers.attachments import MIB, refuse_size
from registers.views.page import Page
from web import contents
from web.downloads import download
from web.views.jobs import result
from workbooks import exports
from workbooks.imports.returned import write_template
from workbooks.models import Import

KINDS = ("import-preview", "import")
ROWS = 100  # on one page


def keep_upload(request: HttpRequest, limit: int = 0) -> dict[str, str]:
    """Put the uploaded file where a worker finds it: what its job must know of it."""
    file = request.FILES.get("file")
    if not file:
        raise Refused(_("Choose a file first."))
    refuse_size(file, limit or settings.UPLOAD_LIMIT)
    name = contents.clean_name(str(file.name))
    suffix = Path(name).suffix[:6].lower()
    return {"upload": default_storage.save(f"uploads/{uuid.uuid4()}{suffix}", file), "name": name}


class Importing(Page):
    """What the pages of an import share."""

    needs = "import"

    def steps(self, at: int) -> dict[str, Any]:
        return {"step": at, "steps": [_("Choose a file"), _("Check"), _("Look at it"), _("Done")]}

    def title(self) -> str:
        return _("Import: %(register)s") % {"register": self.label}

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        if self.pages.form is None:
            raise Http404
        crumbs = [*self.crumbs(), (_("Import"), "")]
        return super().show(template, status, title=self.title(), crumbs=crumbs, **context)


class ImportPage(Importing):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.choose()

    def choose(self, refused: str = "") -> HttpResponse:
        columns = [
            {
                "label": capfirst(str(field.label or name)),
                "required": field.required,
                "words": self.words(name),
            }
            for name, field in (self.pages.form.base_fields.items() if self.pages.form else ())
        ]
        context = {
            "columns": columns,
            "limit": settings.UPLOAD_LIMIT // MIB,
            "refused": refused,
            **self.steps(1),
        }
        return self.show("import", status=422 if refused else 200, **context)

    def words(self, name: str) -> str:
        synonyms = self.pages.form.synonyms.get(name, ()) if self.pages.form else ()
        return "、".join(str(word) for word in synonyms)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file outside the web's reach and let a worker look at it."""
        if self.pages.form is None:
            raise Http404
        try:
            kept = keep_upload(request)
        except Refused as no:
            return self.choose(str(no))
        job = tasks.start("import-preview", request.user, register=self.pages.name, **kept)
        return redirect(f"{self.pages.name}-import-preview", job.pk)


class PreviewPage(Importing):
    """The page of one import, from the check to the result."""

    def get(self, request: HttpRequest, job: int) -> HttpResponse:
        found = self.job(job)
        outcome = found.outcome
        good = outcome.get("new", 0) + outcome.get("changed", 0)
        at = 2 if not found.is_over else 4 if outcome.get("written") else 3
        told = [*outcome.get("refused", ()), *outcome.get("warnings", ())]
        context = {
            "job": found,
            "outcome": outcome,
            "good": good,
            "sheets": len({one["sheet"] for one in told}) > 1,
            **self.steps(at),
            **result(found),
            **self.judged(outcome.get("rows", "")),
        }
        return self.show("preview", **context)

    def judged(self, name: str) -> dict[str, Any]:
        """Every row with its verdict, a page at a time, those of one verdict when asked. Of the
        file that holds them only the rows shown are read as more than lines."""
        asked, lines = self.request.GET.get("state", ""), []
        if name and default_storage.exists(name):
            with default_storage.open(name) as file:
                lines = file.read().splitlines()
        mark = f'["{asked}",'.encode()
        fitting = [line for line in lines if not asked or line.startswith(mark)]
        shown = Paginator(fitting, ROWS).get_page(self.request.GET.get("page"))
        shown.object_list = [json.loads(line) for line in shown]
        return {"shown": shown, "state": asked, "states": ("new", "changed", "same", "refused")}

    def post(self, request: HttpRequest, job: int) -> HttpResponse:
        """Bring the checked file in. It is judged anew: rows may have changed since."""
        found = self.job(job)
        if found.kind != "import-preview" or not found.outcome:
            raise PermissionDenied
        good = request.POST.get("mode") == "good"
        params = {**found.params, "only_good": good}
        going = tasks.start("import", request.user, **params)
        return redirect(f"{self.pages.name}-import-preview", going.pk)

    def job(self, pk: int) -> Job:
        found = get_object_or_404(Job, pk=pk, asked_by=self.request.user, kind__in=KINDS)
        if found.params.get("register") != self.pages.name:
            raise Http404
        return found


class PastPage(Importing):
    """What was brought into this register, by whom, and with what outcome."""

    def past(self) -> Any:
        """The imports of people who belong to the organizations where the user may import."""
        scope = self.request.user.scope(self.pages.perm("import"))  # type: ignore[union-attr]
        rows = Import.objects.filter(scope.q("by__organization"), register=self.pages.name)
        return rows.select_related("by", "undone_by")

    def one_of(self, done: int) -> Import:
        found: Import = get_object_or_404(self.past(), pk=done)
        return found

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        shown = Paginator(self.past(), ROWS).get_page(request.GET.get("page"))
        return self.show("imports", shown=shown)


class PastFilePage(PastPage):
    """The workbook as it was sent in; who fetches it is logged as an export."""

    def get(self, request: HttpRequest, done: int) -> HttpResponseBase:  # type: ignore[override]
        found = self.one_of(done)
        if not self.may("export"):
            raise PermissionDenied
        if not found.file or not found.file.storage.exists(str(found.file.name)):
            raise Http404
        query, address = f"import {found.pk}", request.META.get("REMOTE_ADDR")
        count = found.new + found.changed + found.same + found.refused
        exports.record(self.pages, request.user, query, "file", count, address)
        return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)


class UndoPage(PastPage):
    def get(self, request: HttpRequest, done: int) -> HttpResponseBase:  # type: ignore[override]
        return self.show("import_undo", done=self.one_of(done))

    def post(self, request: HttpRequest, done: int) -> HttpResponse:
        going = tasks.start(
            "import-undo",
            request.user,
            **{"register": self.pages.name, "import": self.one_of(done).pk},
        )
        return redirect("job", going.pk)


class TemplatePage(Importing):
    """An empty workbook with the register's columns, drop-down lists and notes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.pages.form is None:
            raise Http404
        out = io.BytesIO()
        write_template(out, self.pages, request.user)
        name = _("%(register)s template.xlsx") % {"register": self.label}
        return download(out, name)
