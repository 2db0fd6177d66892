"""Records named in cells, found in dictionaries that are fetched once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from portal.fields import hide
from portal.forms import RecordField
from workbooks.excel import Cell
from workbooks.imports.cleaning import Several, fold, text_of


class References:
    """For one import: word -> record number, among the records its user may use."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.words: dict[Any, dict[str, set[int]]] = {}
        self.records: dict[Any, dict[int, Any]] = defaultdict(dict)

    def find(self, one: RecordField, cell: Cell) -> int | Several | None:
        """The number of the record a cell names; one out of the user's reach is as unknown."""
        text = text_of(cell)
        if not text:
            one.validate(None)
            return None
        found = self.words_for(one).get(fold(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return Several(sorted(found))
        raise self.error(one, "unknown", text)

    def error(self, one: RecordField, code: str, text: str) -> ValidationError:
        kind = one.queryset.model._meta.verbose_name_plural
        facts = {"value": hide(text[:60]), "kind": kind}
        return ValidationError(one.error_messages[code], code=code, params=facts)

    def words_for(self, one: RecordField) -> dict[str, set[int]]:
        model = one.queryset.model
        if model not in self.words:
            words: dict[str, set[int]] = defaultdict(set)
            for word, pk in model.words(one.queryset):
                words[fold(word)].add(pk)
            self.words[model] = dict(words)
        return self.words[model]

    def fetch(self, link: ForeignKey[Any, Any], pks: Iterable[int]) -> None:
        """Make the records behind these numbers ready, with what says where they hang."""
        model: Any = link.related_model
        known = self.records[model]
        if missing := {pk for pk in pks if pk not in known}:
            above = getattr(model, "scope_path", "").split("__")[0]
            rows = model.objects.select_related(above) if above else model.objects.all()
            known |= rows.in_bulk(missing)

    def keep(self, record: Any) -> int | None:
        """The number of a record that a form field found by itself."""
        if record is None:
            return None
        self.records[type(record)][record.pk] = record
        pk: int = record.pk
        return pk

    def record(self, link: ForeignKey[Any, Any], pk: int | None) -> Any:
        return self.records[link.related_model].get(pk) if pk else None
