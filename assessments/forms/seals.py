from django import forms
from django.utils.translation import gettext_lazy as _


class SealForm(forms.Form):
    """On what decision a period is closed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "Such as “third quarter, approved by the standing committee”; of an amendment: what "
            "was wrong. It is printed with the figures."
        ),
    )
    approval = forms.CharField(
        label=_("Approval number"),
        max_length=60,
        required=False,
        help_text=_("Once sealed, nobody changes it: a mistake is put right by an amendment."),
    )
