from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Max

from portal.forms import RecordForm


class UsualForm(RecordForm):
    """Who says nothing of the fields named in `usual` gets what such records have by themselves."""

    usual: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.usual:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in self.usual:
            if values.get(name) is None and name not in self.errors:
                values[name] = getattr(self.instance, name)
        return values


class NumberedForm(RecordForm):
    """A part of a `whole`, a scheme or a template: the last one, where nobody says its position."""

    whole: ClassVar[str] = "scheme"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        whole = values.get(cls.whole)
        if whole and "position" in values and values["position"] is None:
            there = cls._meta.model.objects.filter(**{cls.whole: whole})
            values["position"] = (there.aggregate(last=Max("position"))["last"] or 0) + 1
