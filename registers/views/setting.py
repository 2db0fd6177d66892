"""Chosen fields set on many rows at once, each row judged by the record's form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.forms import RecordForm
from portal.refusing import refusing
from registers.views.actions import BulkPage, Picked

Refusals = list[tuple[Any, str]]


class Kept(forms.Field):
    """A field whose value is settled already."""

    value: Any = None
    empty_values: Any = ()

    def clean(self, value: Any) -> Any:
        return self.value


class Judging:
    """A record's form without its queries: it asks the form's own rules of one row after another.

    What only the database can tell (a key that is taken, a check) it tells when the rows are
    written.
    """

    def validate_unique(self) -> None: ...

    def _get_validation_exclusions(self) -> set[str]:
        return set(self.fields)  # type: ignore[attr-defined]


def nothing(exclude: Any = None) -> None:
    """Instead of a record's check of its constraints, a query each: the database checks them."""


class Setter:
    """Sets `values` on records of one register on behalf of a user."""

    def __init__(self, form_class: type[RecordForm], values: dict[str, Any], user: Any) -> None:
        self.form_class, self.values, self.user = form_class, values, user
        self.model: Any = form_class._meta.model
        self.refused: Refusals = []
        self.odd: Refusals = []
        self.groups: dict[tuple[tuple[str, Any], ...], list[Any]] = defaultdict(list)

    @transaction.atomic
    def set(self, records: list[Any]) -> None:
        """All good rows in one transaction; `refused` tells of the others, `odd` of odd ones."""
        if not records:
            return
        form = self.form_of(records[0])
        for record in records:
            self.judge(form, record)
        for changes, some in self.groups.items():
            self.write(dict(changes), some)

    def form_of(self, record: Any) -> Any:
        kind: Any = type(self.form_class)
        form = kind(self.form_class.__name__, (Judging, self.form_class), {})(
            data={}, instance=record, user=self.user
        )
        form.fields = {
            name: Kept(label=field.label, required=False) for name, field in form.fields.items()
        }
        return form

    def judge(self, form: Any, record: Any) -> None:
        before = stored(record, form)
        form.instance, form._errors = record, None
        record.validate_constraints = nothing
        for name, field in form.fields.items():
            field.value = self.values[name] if name in self.values else getattr(record, name)
        form.full_clean()
        if form.errors:
            self.refused.append((record, "; ".join(sentences(form))))
            return
        self.odd += [(record, str(text)) for _name, text in form.warnings()]
        after = stored(record, form)
        changes = tuple((name, after[name]) for name in after if after[name] != before[name])
        if changes:
            self.groups[changes].append(record)

    def write(self, changes: dict[str, Any], records: list[Any]) -> None:
        """One UPDATE; where the database refuses it, half the rows at a time, down to the one."""
        rows = self.model.objects.filter(pk__in=[record.pk for record in records])
        try:
            with refusing():
                rows.update(**changes, changed_at=timezone.now())
        except Refused as no:
            if len(records) == 1:
                self.refused.append((records[0], str(no)))
                return
            half = len(records) // 2
            self.write(changes, records[:half])
            self.write(changes, records[half:])


def stored(record: Any, form: Any) -> dict[str, Any]:
    """What the record holds in the columns that the form may write."""
    fields = (record._meta.get_field(name) for name in form.fields)
    return {
        one.attname: getattr(record, one.attname)
        for one in fields
        if isinstance(one, models.Field) and one.concrete and not one.many_to_many
    }


def sentences(form: Any) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            yield f"{capfirst(str(label))}: {error}" if label else str(error)


class SetPage(BulkPage):
    """Which fields, which values; then the outcome."""

    needs = "change"  # type: ignore[assignment]

    @property
    def label_of_act(self) -> str:
        return _("Set fields")

    def ask(self, picked: Picked) -> HttpResponse:
        form_class: Any = self.pages.form
        wanted = set(self.request.POST.getlist("set"))
        own = form_class(user=self.request.user).fields
        going = "go" in self.request.POST
        form = forms.Form(self.request.POST if going and wanted else None)
        for name in self.pages.bulk:
            field = form.fields[name] = own[name]
            field.initial, field.disabled = None, bool(wanted) and going and name not in wanted
        if going and wanted and form.is_valid():
            values = {name: form.cleaned_data[name] for name in self.pages.bulk if name in wanted}
            return self.set(form_class, values, picked)
        for field in form.fields.values():
            field.disabled = False
        missing = _("Tick the fields that are to be set.") if going and not wanted else ""
        return self.bulk_page(picked, form, settable=True, wanted=wanted, missing=missing)

    def set(self, form_class: Any, values: dict[str, Any], picked: Picked) -> HttpResponse:
        setter = Setter(form_class, values, self.request.user)
        setter.set(picked.records)
        refused = {record.pk for record, _text in setter.refused}
        done = [(one, "") for one in picked.records if one.pk not in refused]
        told = {"refused": setter.refused, "done": done, "odd": setter.odd}
        return self.bulk_page(picked, forms.Form(), over=True, **told)
