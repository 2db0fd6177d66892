"""What is asked when somebody acts on a report. Each form carries the latest act that its page
showed, so that nobody decides about something else than they saw."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


def in_a_week() -> Any:
    return timezone.localdate() + timedelta(days=7)


def reason(label: Any, missing: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


def new_day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=_("New due day"), initial=in_a_week, widget=widget, **options)


def with_link(said: Any, address: str, words: Any) -> str:
    return format_html('{} <a href="{}">{}</a>', said, address, words)


linked: Any = lazy(with_link, str)


class ActForm(forms.Form):
    prefilled = ("after",)

    after = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnForm(ActForm):
    reason = reason(
        _("What is to be put right"),
        _("Say why it is returned: the township will read it."),
        linked(
            _("To mark single cells, press them in the report and write a comment there."),
            "../grid/",
            _("Mark cells in the report"),
        ),
    )
    until = new_day(required=False, help_text=_("Counts where it is later than the present one."))


class ReopenForm(ActForm):
    reason = reason(
        _("Why it is reopened"), _("Say why it is reopened: the township will read it.")
    )
    until = new_day()


class ExtendForm(ActForm):
    until = new_day()
    reason = forms.CharField(label=_("Reason"), max_length=300)


class PartForm(forms.Form):
    """What a township says to the villages it ticked."""

    until = new_day(required=False)
    reason = forms.CharField(
        label=_("What is to be put right"),
        required=False,
        max_length=300,
        help_text=_("The village reads it when its part is sent back."),
        error_messages={"required": _("Say what is to be put right: the village will read it.")},
    )
