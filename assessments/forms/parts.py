from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Max

from portal.forms import RecordForm


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
