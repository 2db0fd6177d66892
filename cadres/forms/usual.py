"""What a workbook leaves out is as usual: fields that have a default need no column."""

from __future__ import annotations

from typing import Any

from portal.forms import RecordForm


class UsualForm(RecordForm):
    """Fills empty fields with the model's default; `usual` says which may be left empty."""

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        for name in cls.base_fields:
            one = cls._meta.model._meta.get_field(name)
            if name in values and values[name] in (None, "") and one.has_default():
                values[name] = one.get_default()


def usual(form: type[UsualForm]) -> type[UsualForm]:
    """Class decorator: fields with a default may be left empty, those of the key excepted."""
    for name, field in form.base_fields.items():
        if form._meta.model._meta.get_field(name).has_default():
            field.required = field.required and name in form._meta.model.key
    return form
