from django import forms
from django.utils.translation import gettext_lazy as _


class RefuteForm(forms.Form):
    answer = forms.CharField(
        label=_("What was found"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The township reads it, and must take over what the register says."),
        error_messages={"required": _("Say what was found: the township will read it.")},
    )
