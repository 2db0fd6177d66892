"""Putting back what a record once said: a new change, through the record's form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registers.views.detail import RecordPage
from registers.views.editing import EditPage, stamp, stored_values
from registers.views.history import both, history_fields, names_of


class RestorePage(EditPage, RecordPage):
    """Asks with now -> then; the form's rules may refuse. `?field=` puts back a single value.

    An ID number is put back without being shown.
    """

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask(self.record())

    def event(self, record: Any) -> Any:
        if record.grows:
            raise Http404
        return get_object_or_404(record.events.all(), pk=self.kwargs["event"])

    def wanted(self, record: Any, event: Any) -> list[Any]:
        """The fields to put back: those of the form that say something else now."""
        named = self.request.GET.get("field", "")
        taken = self.pages.form.base_fields if self.pages.form else {}
        fields = [f for f in history_fields(event) if f.name in taken]
        if named and named not in {field.name for field in fields}:
            raise Http404
        return [
            field
            for field in fields
            if named in {"", field.name}
            and getattr(event, field.attname) != getattr(record, field.attname)
        ]

    def ask(self, record: Any, form: Any = None, **context: Any) -> HttpResponse:
        event = self.event(record)
        fields = self.wanted(record, event)
        names = names_of(fields, [record, event])
        lines = [
            (capfirst(str(field.verbose_name)), *both(field, event, record, names))
            for field in fields
        ]
        refused = form is not None
        return self.tab(
            "restore",
            record,
            _("Restore"),
            status=422 if refused else 200,
            lines=lines,
            event=event,
            seen=stamp(record),
            form=form,
            **context,
        )

    def restored(self, record: Any) -> Any:
        """The form as if somebody had typed the former values over the present ones."""
        event = self.event(record)
        form = self.form(record)
        values = stored_values(form)
        for field in self.wanted(record, event):
            then = getattr(event, field.attname)
            values[field.name] = form.fields[field.name].prepare_value(then)
        return self.form(record, values)

    def answer(self, record: Any) -> HttpResponse:
        if self.request.POST.get("seen") != stamp(record):
            return self.ask(record, late=True, form=False)
        form = self.restored(record)
        if not form.is_valid() or not self.stored(form):
            return self.ask(self.record(), form)
        messages.success(self.request, _("Restored. This is a change of its own in the history."))
        return redirect(f"{self.pages.name}-history", record.pk)
