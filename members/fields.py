from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import normal

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
