"""Codes of the national code tables."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.choices import TABLES, CodeTable
from portal.fields.partial import normal


class CodeFormField(forms.TypedChoiceField):
    """Takes a code of the table, its name in either language, or a word that rosters use for it."""

    def __init__(self, *, table: CodeTable, **kwargs: Any) -> None:
        self.table = table
        choices = [("", "---------"), *table.choices]
        super().__init__(**{"empty_value": "", **kwargs, "choices": choices})

    def to_python(self, value: Any) -> str:
        text = normal(str(value if value is not None else ""))
        if isinstance(value, float) and value.is_integer():
            text = str(int(value))
        found = self.table.find(text) or (
            self.table.find(text.zfill(2)) if text.isdigit() else None
        )
        if text and not found:
            raise ValidationError(
                _("“%(value)s” is not in the code table %(standard)s."),
                params={"value": text[:40], "standard": " ".join(self.table.standard.split()[:2])},
            )
        return found or ""


class CodeField(models.CharField):
    """A code of a national table (`portal.choices`), two characters at most."""

    def __init__(self, *args: Any, table: str, **kwargs: Any) -> None:
        self.table = TABLES[table]
        super().__init__(*args, **{**kwargs, "max_length": 2, "choices": self.table.choices})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs = {k: v for k, v in kwargs.items() if k not in {"max_length", "choices"}}
        return name, path, args, {**kwargs, "table": self.table.name}

    def formfield(self, **kwargs: Any) -> Any:
        return CodeFormField(
            table=self.table,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
        )
