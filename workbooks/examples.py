"""What one might write in each column of a register: the example row of a template, rows to try."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.fields import IdNumberFormField, PartialDateFormField, check_digit, holds_number
from portal.forms import RecordField, RecordForm

MOST = 2000  # records that a drop-down list offers
YEARS = 20  # back from this one
NOWHERE = "990101"  # a division that does not exist


def words_of(one: forms.Field) -> list[str]:
    """The words that may stand in a column, where they can be listed."""
    if isinstance(one, forms.ChoiceField):
        return [str(label) for value, label in one.choices if value not in {"", None}]  # type: ignore[union-attr, misc]
    if isinstance(one, forms.BooleanField):
        return [_("yes"), _("no")]
    return records_of(one) if isinstance(one, RecordField) else []


def records_of(one: RecordField) -> list[str]:
    """The records a column may name: by a word that an import takes and only one of them has."""
    model, rows = one.queryset.model, one.queryset.order_by("pk")
    if rows.count() > MOST:
        return []
    words: dict[int, list[str]] = defaultdict(list)
    for word, pk in model.words(rows):
        words[pk].append(word)
    times = Counter(word for own in words.values() for word in own)
    named = rows.values_list("pk", *[name for name in model.handles if name != "pk"][:2])
    return [
        next(
            (word for word in [*names[::-1], *words[pk][1:]] if times[word] == 1 and shows(word)),
            f"#{pk}",
        )
        for pk, *names in named
    ]


def shows(word: Any) -> bool:
    """Whether everybody may read it: an ID number never stands in a list."""
    return isinstance(word, str) and not holds_number(word)


class Examples:
    """Rows of a register as people type them; the form may say better in `examples`."""

    def __init__(self, form: RecordForm) -> None:
        self.form, self.key = form, form._meta.model.key
        self.home = form._meta.model.scope_path.split("__")[0] or "parent"
        self.words = {name: words_of(one) for name, one in form.fields.items()}
        self.strides = dict(self.stride_of_each())

    def stride_of_each(self) -> Iterator[tuple[str, int]]:
        """How many rows pass before a column turns to its next word: the columns of the key turn
        like the wheels of a counter, so that no two rows are about the same record."""
        stride = 1
        for name, words in self.words.items():
            if words and name in self.key and name not in self.form.examples:
                yield name, stride
                stride *= len(words)
        yield "", stride

    def row(self, number: int) -> dict[str, Any]:
        """{field: cell} of the `number`th row (from 0); what is not needed may be empty."""
        return {name: self.cell(name, one, number) for name, one in self.form.fields.items()}

    def cell(self, name: str, one: Any, number: int) -> Any:
        own = self.form.examples.get(name)
        if own is not None and own is not ...:
            return shown_as(one, own(number) if callable(own) else own[number % len(own)])
        wanted = one.required or name in self.key or own is ... or name == self.home
        if words := self.words[name]:
            turn = words[number // self.strides.get(name, 1) % len(words)]
            return turn if wanted or not isinstance(one, RecordField) else ""
        if isinstance(one, IdNumberFormField):
            body = f"{NOWHERE}{1950 + number % 50}0703{number % 500 * 2 + 1:03d}"
            return body + check_digit(body)
        if not wanted:
            return ""
        return self.needed(name, one, number)

    def needed(self, name: str, one: Any, number: int) -> Any:
        kinds: tuple[tuple[Any, Callable[[], Any]], ...] = (
            ((forms.DateField, PartialDateFormField), lambda: days_ago(30 + number)),
            (forms.IntegerField, lambda: self.count(name, number)),
            ((forms.DecimalField, forms.FloatField), lambda: "100"),
            (RecordField, lambda: any_of(one.queryset, number)),
            (forms.CharField, lambda: self.text(name, one, number)),
        )
        return next((say() for kind, say in kinds if isinstance(one, kind)), "")

    def count(self, name: str, number: int) -> int:
        if "year" in name:
            return timezone.localdate().year - number // self.strides[""] % YEARS
        return 1 + number % 50

    def text(self, name: str, one: Any, number: int) -> str:
        if isinstance(one, forms.SlugField) or name == "code":
            return f"t{number + 1:04d}"
        text = f"{one.label or name}{number + 1}"
        return text[-(one.max_length or 60) :]


def shown_as(one: Any, said: Any) -> Any:
    """A choice or yes/no as the drop-down list has it; anything else as it is."""
    if isinstance(one, forms.BooleanField) and isinstance(said, bool):
        return _("yes") if said else _("no")
    if isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
        return str(dict(one.choices).get(said, said)) if said else ""  # type: ignore[arg-type]
    return said


def days_ago(days: int) -> str:
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d}"


def any_of(rows: Any, number: int) -> str:
    """One of many records, by its number."""
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    return f"#{found[number % len(found)]}" if found else ""
