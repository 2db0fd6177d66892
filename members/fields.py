from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.fields import born_of, normal

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f\s]+")
DOTS = re.compile(r"\s*[·•‧・.．∙⋅]\s*")


def clean_name(text: str) -> str:
    """A person's name without the spaces that fill up two-character names; the dot of longer
    names made one kind."""
    name = normal(text)
    name = DOTS.sub("·", name) if re.search(r"[\u3400-\u9fff]", name) else name
    return re.sub(r"\s+", "", name) if HAN.fullmatch(name) else re.sub(r"\s+", " ", name)


class NameFormField(forms.CharField):
    default_error_messages = {"digits": _("A name has no digits in it.")}

    def to_python(self, value: Any) -> str:
        name = clean_name(str(value or ""))
        if re.search(r"\d", name):
            raise forms.ValidationError(self.error_messages["digits"], code="digits")
        return str(super().to_python(name))


class MonthsFormField(forms.IntegerField):
    """A number of months, also as rosters write it: "6个月", "半年", "1年"."""

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"[\s个]", "", normal(str(value if value is not None else "")))
        text = {"半年": "6", "一年": "12"}.get(text, text)
        years = re.fullmatch(r"(\d)年", text)
        months = str(int(years[1]) * 12) if years else text.removesuffix("月")
        found: int | None = super().to_python(months)
        return found


class IdBornField(models.CharField):
    """The birth date inside the ID number of the field `of`, which lies encrypted; follows every
    write of it, imports included (`derived`). For comparing in lists: it is shown nowhere."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        self.of = of
        own: dict[str, Any] = {"max_length": 10, "db_collation": "C", "editable": False}
        super().__init__(**{"default": "", "blank": True, **kwargs, **own})

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        own = {"max_length", "db_collation", "editable", "default", "blank"}
        return name, path, [self.of], {k: v for k, v in kwargs.items() if k not in own}

    def derived(self, number: Any) -> str:
        return born_of(number) if number else ""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        setattr(model_instance, self.attname, self.derived(getattr(model_instance, self.of)))
        return str(getattr(model_instance, self.attname))
