from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy


def in_a_week() -> Any:
    return timezone.localdate() + timedelta(days=7)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is to be put right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why it is returned: the township will read it.")
        },
    )
    until = forms.DateField(
        label=gettext_lazy("New due day"),
        required=False,
        initial=in_a_week,
        help_text=gettext_lazy("Counts where it is later than the present one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("New due day"),
        initial=in_a_week,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
