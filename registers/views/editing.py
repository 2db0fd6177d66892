"""Add and edit: through the record's form, never over somebody else's change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page


class EditPage(Page):
    needs = "change"

    def record(self, lock: bool = False) -> Any:
        if lock:
            self.rows.select_for_update(of=("self",)).filter(pk=self.kwargs["pk"]).first()
        return self.one(self.kwargs["pk"])

    def form(self, record: Any, *sent: Any) -> Any:
        if self.pages.form is None or (record.pk and record.grows):
            raise Http404
        return self.pages.form(*sent, instance=record, user=self.request.user)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.record()
        return self.page(record, self.form(record))

    @transaction.atomic
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.record(lock=True))

    def answer(self, record: Any) -> HttpResponse:
        request = self.request
        seen = stamp(record)
        stored = shown_values(self.form(record))
        form = self.form(record, request.POST, request.FILES)
        if record.pk and request.POST.get("seen", seen) != seen:
            form.is_valid()  # marks what is wrong in the typed values, too
            return self.page(record, form, seen=seen, theirs=others_changes(form, stored))
        if not form.is_valid():
            return self.page(record, form, seen=seen)
        cautions = [
            (form[name] if name in form.fields else None, text) for name, text in form.warnings()
        ]
        if cautions and "confirmed_warnings" not in request.POST:
            return self.page(record, form, seen=seen, cautions=cautions)
        return self.save(form, seen)

    def save(self, form: Any, seen: str) -> HttpResponse:
        if not self.stored(form):
            return self.page(form.instance, form, seen=seen)
        messages.success(self.request, _("Saved “%(record)s”.") % {"record": form.instance})
        return redirect(self.after(form.instance))

    @staticmethod
    def stored(form: Any) -> bool:
        """Save a valid form; a rule that says no after all stands among its errors."""
        try:
            with refusing():
                form.save()
        except Refused as no:
            form.add_error(None, str(no))
            return False
        return True

    def after(self, saved: Any) -> str:
        return str(saved.get_absolute_url())

    def page(self, record: Any, form: Any, **context: Any) -> HttpResponse:
        refused = bool(form.errors or context.get("theirs") or context.get("cautions"))
        fields = grouped(form)
        context = {
            "seen": stamp(record),
            **context,
            "form": form,
            "fieldsets": fields,
            **self.words(record),
        }
        return self.show("form", status=422 if refused else 200, **context)

    def words(self, record: Any) -> dict[str, Any]:
        """The title, the crumbs and where Cancel leads."""
        title = _("Edit %(record)s") % {"record": self.one(record.pk)}
        crumbs = [*self.crumbs(self.one(record.pk)), (_("Edit"), "")]
        return {
            "title": title,
            "record": record,
            "crumbs": crumbs,
            "back": record.get_absolute_url(),
        }


class AddPage(EditPage):
    needs = "add"

    def record(self, lock: bool = False) -> Any:
        return self.pages.model()

    def form(self, record: Any, *sent: Any) -> Any:
        form = super().form(record, *sent)
        form.initial |= {
            name: value for name, value in self.request.GET.items() if name in form.fields
        }
        return form

    def after(self, saved: Any) -> str:
        """The next empty form is filled in from the address as this one was."""
        again = f"{self.pages.url('add')}?{self.request.GET.urlencode()}".rstrip("?")
        return again if "another" in self.request.POST else super().after(saved)

    def words(self, record: Any) -> dict[str, Any]:
        name = capfirst(str(self.pages.model._meta.verbose_name))
        title = _("Add: %(name)s") % {"name": name}
        return {
            "title": title,
            "adding": True,
            "crumbs": [*self.crumbs(), (_("Add"), "")],
            "back": self.pages.url("list"),
        }


def stamp(record: Any) -> str:
    """When the record was last changed, as the form carries it."""
    return record.changed_at.isoformat() if record.pk else ""


def stored_values(form: Any) -> dict[str, Any]:
    """What a browser would send back of an unsent form that nobody touched."""
    return {name: field.prepare_value(form[name].value()) for name, field in form.fields.items()}


def grouped(form: Any) -> list[tuple[str, list[Any]]]:
    """[(title, fields)] as the form's `groups` say; fields in none of them stand first."""
    inside = {name for _title, names in form.groups for name in names}
    loose = [name for name in form.fields if name not in inside]
    found = [("", loose), *((str(title), names) for title, names in form.groups)]
    return [
        (title, [form[n] for n in names if n in form.fields]) for title, names in found if names
    ]


def shown_values(form: Any) -> dict[str, str]:
    """What each field of an unsent form shows, before anything typed is put into its record."""
    return {name: display(form[name], form[name].value()) for name in form.fields}


def others_changes(form: Any, stored: dict[str, str]) -> list[tuple[str, str, str]]:
    """(label, what is stored now, what was typed) where the two differ."""
    typed = {name: display(form[name], form[name].data) for name in form.fields}
    labels = {name: str(form[name].label) for name in form.fields}
    return [(labels[n], stored[n], typed[n]) for n in form.fields if stored[n] != typed[n]]


def display(bound: Any, value: Any) -> str:
    value = bound.field.prepare_value(value)
    if isinstance(bound.field, forms.ChoiceField):
        choices: Any = bound.field.choices
        return str(dict(choices).get(value, value or ""))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
