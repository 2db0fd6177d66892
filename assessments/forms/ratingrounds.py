"""What is asked when somebody acts in a round of rating."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.choices import Stars
from assessments.models import Poll, RatingObjection
from portal.forms import ActingForm, RecordField, RecordForm, day_field
from portal.models import fields_of


def text(label: Any, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=300, widget=area, **options)


class ReasonForm(forms.Form):
    reason = text(_("Reason"))


class YearOfRoundForm(forms.Form):
    year = forms.IntegerField(
        label=_("Year"), min_value=1990, max_value=2200, initial=lambda: timezone.localdate().year
    )


class StageForm(forms.Form):
    until = day_field(
        _("Stage ends on"),
        initial=None,
        required=False,
        help_text=_("Empty: after as many days as the scheme says."),
    )


class PublishForm(forms.Form):
    reason = text(
        _("Why a quota is broken"),
        required=False,
        help_text=_("Needed only where the preview says that a quota is broken."),
    )


class PollForm(ActingForm):
    poll = RecordField(
        Poll.objects.all(),
        label=_("Ballot"),
        help_text=_("Its number, like #12, once it is closed."),
    )


class DecideForm(forms.Form):
    decision = text(_("Decision"))


class UpholdForm(DecideForm):
    stars = forms.TypedChoiceField(
        label=_("Stars from now on"),
        choices=[("", _("put its points right first")), *Stars.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ObjectForm(forms.Form):
    raised_by = forms.CharField(label=_("Raised by"), max_length=60)
    text = text(_("Objection"))
    raised_on = day_field(_("Raised on"))


class StarsForm(forms.Form):
    stars = forms.TypedChoiceField(label=_("Stars"), choices=Stars.choices, coerce=int)
    reason = text(_("Reason"))
    on = day_field(_("From the day"))


class WithdrawalForm(forms.Form):
    reason = text(_("Reason"))
    on = day_field(_("From the day"))


class RatingObjectionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = RatingObjection
        fields = fields_of(RatingObjection)
