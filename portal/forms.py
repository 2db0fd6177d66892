"""One door in: the edit page, the importer and the API all write through a record's form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.fields import IdNumberFormField, normal
from portal.models import Record
from portal.rules import Limit, Rule, too_many


class RecordField(forms.Field):
    """Names another record as people do: by code, by name when only one has it, or by "#" and
    its number."""

    widget = forms.TextInput
    default_error_messages = {
        "unknown": _("“%(value)s” is not among the %(kind)s you may use here."),
        "several": _(
            "Several %(kind)s are called “%(value)s”. Give the code, the ID number, or # and the "
            "record number (#12) instead."
        ),
    }

    def __init__(
        self,
        queryset: Any,
        *,
        limit_choices_to: Any = None,
        to_field_name: Any = None,
        blank: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, models.Model):
            return value.handle()  # type: ignore[attr-defined]
        if isinstance(value, int):
            record = self.queryset.model.objects.filter(pk=value).first()
            return record.handle() if record else ""
        return value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, models.Model):
            return value
        text = normal(str(value))
        if not text:
            return None
        plain = "\x00" not in text  # which PostgreSQL cannot be asked
        found = list(self.queryset.model.named(self.queryset, text)[:2]) if plain else []
        if len(found) == 1:
            return found[0]
        kind = self.queryset.model._meta.verbose_name_plural
        code = "several" if found else "unknown"
        raise ValidationError(
            self.error_messages[code], code=code, params={"value": text[:60], "kind": kind}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(normal(str(data or "")) != str(self.prepare_value(initial) or ""))


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day that an action asks for; today unless something else is said."""
    options.setdefault("initial", timezone.localdate)
    return forms.DateField(label=label, widget=day_input(), **options)


class ActingForm(forms.Form):
    """What an action asks for: records are named among those that the user may see."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, RecordField):
                field.queryset = field.queryset.for_user(user)


def field_for(field: Any, **kwargs: Any) -> Any:
    """The form field of a model field: records are named, everything else is Django's own
    choice."""
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
        return field.formfield(form_class=RecordField, **kwargs)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs.setdefault("widget", day_input())
    return field.formfield(**kwargs)


class RecordForm(forms.ModelForm[Any]):
    """What may be entered of a record. `rules` refuse, `cautions` warn; both also see every
    imported row. `limits` refuse rows that are too many beside others, of the same file, too.

    `synonyms`: the words that heads of workbooks use for a field, besides its label and name.
    `words`: what workbooks write for a choice, besides its label and value.
    `of_sheet`: look at a sheet of a workbook before its rows are read, say what is odd about it.
    `groups`: (title, field names) for the page; fields in none stand first. `examples`: what
    templates show in a column: words in turn, a function of the row's number (from 0), or "..." for
    something although it may be empty.
    """

    rules: ClassVar[tuple[Rule, ...]] = ()
    cautions: ClassVar[tuple[Rule, ...]] = ()
    limits: ClassVar[tuple[Limit, ...]] = ()
    of_sheet: ClassVar[tuple[Callable[[Any], Iterable[tuple[int, str, Any]]], ...]] = ()
    synonyms: ClassVar[dict[str, tuple[str, ...]]] = {}
    words: ClassVar[dict[str, dict[str, str]]] = {}
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()
    examples: ClassVar[dict[str, Any]] = {}

    class Meta:
        formfield_callback = field_for

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        action = "change" if self.instance.pk else "add"
        meta = self.instance._meta
        self.scope = user.scope(f"{meta.app_label}.{action}_{meta.model_name}")
        for name, field in self.fields.items():
            if isinstance(field, RecordField):
                field.queryset = field.queryset.for_user(user)
            if isinstance(field, IdNumberFormField):
                field.current = getattr(self.instance, name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.fill(values)
        for rule in self.rules:
            for name, message in list(rule(values)):
                self.add_error(name if name in self.fields else None, message)
        for name, message in too_many(self.limits, [(self.instance.pk, values)]).values():
            self.add_error(name, message)
        return values

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """Complete what follows from other values of the row; the importer calls this too."""

    def warnings(self) -> Iterator[tuple[str, Any]]:
        """What is odd about valid values: (field, sentence). The user may save all the same."""
        for rule in self.cautions:
            yield from rule(self.cleaned_data)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and not self.scope.covers(self.instance.place()):
            top = self.instance.scope_path.split("__")[0]
            message = _("This would place the record outside the organizations you may write to.")
            self.add_error(top if top in self.fields else None, message)
