"""The files of a record: see them, add them, fetch them, withdraw them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import Refused
from registers.attachments import MIB, attach_file, withdraw_file
from registers.models import Attachment
from registers.views.detail import RecordPage
from web import contents


class FilesPage(RecordPage):
    """The tab. Who may view the record sees it; adding asks for the right to change the record."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.one(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Each file by itself: what is wrong with one does not stop the others, and is named."""
        record = self.one(pk)
        if not self.may("change", record):
            raise PermissionDenied
        sent = [*request.FILES.getlist("files"), *request.FILES.getlist("photo")]
        refused = [] if sent else [_("Choose a file first.")]
        for file in sent:
            try:
                attach_file(record, file=file, note=request.POST.get("note", ""), by=request.user)
            except Refused as no:
                refused.append(str(no))
        if kept := len(sent) - len(refused):
            said = ngettext("%(n)s file added.", "%(n)s files added.", kept) % {"n": kept}
            messages.success(request, said)
        if refused:
            return self.page(record, refused)
        return redirect(f"{self.pages.name}-attachments", pk)

    def page(self, record: Any, refused: list[str] | None = None) -> HttpResponse:
        files = Attachment.of(record).select_related("uploaded_by", "withdrawn_by")
        may_change = self.may("change", record)
        return self.tab(
            "attachments",
            record,
            _("Attachments"),
            status=422 if refused else 200,
            files=[file for file in files if not file.withdrawn_at],
            withdrawn=[file for file in files if file.withdrawn_at] if may_change else [],
            may_change=may_change,
            refused=refused,
            accept=",".join(f".{ending}" for ending in contents.KINDS),
            kinds=", ".join(contents.KINDS),
            limit=settings.ATTACHMENT_LIMIT // MIB,
        )


class FilePage(RecordPage):
    """One file, to those who may view its record; a withdrawn one to those who may change it."""

    def get(self, request: HttpRequest, pk: int, file: int) -> FileResponse:
        record = self.one(pk)
        held = get_object_or_404(Attachment.of(record), pk=file)
        if held.withdrawn_at and not self.may("change", record):
            raise Http404
        return sent(held, small="small" in request.GET)


def sent(held: Attachment, small: bool = False) -> FileResponse:
    """The bytes: never shown inside a page, but for the small picture that we made ourselves."""
    stored = held.small if small else held.file
    if not stored or not default_storage.exists(str(stored.name)):
        raise Http404
    kind = "image/jpeg" if small else held.kind
    body = stored.open("rb")
    return FileResponse(body, as_attachment=not small, filename=held.name, content_type=kind)


class WithdrawPage(RecordPage):
    needs = "change"

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        return self.page(self.one(pk), file)

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        record = self.one(pk)
        held = get_object_or_404(Attachment.of(record), pk=file)
        try:
            withdraw_file(held, why=request.POST.get("why", ""), by=request.user)
        except Refused as no:
            return self.page(record, file, str(no))
        messages.success(request, _("Withdrawn: %(file)s") % {"file": held})
        return redirect(f"{self.pages.name}-attachments", pk)

    def page(self, record: Any, file: int, refused: str = "") -> HttpResponse:
        held = get_object_or_404(Attachment.of(record), pk=file)
        status = 422 if refused else 200
        return self.tab(
            "withdraw", record, _("Withdraw"), status=status, file=held, refused=refused
        )
