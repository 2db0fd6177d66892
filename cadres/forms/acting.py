"""Forms of the verbs: what a user is asked before something is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.checks import Said
from cadres.actions.elections import Tally
from cadres.actions.reserves import Outcome
from cadres.choices.checks import Department, Filing, View
from cadres.choices.posts import Chosen, Position, PostLeft
from cadres.choices.reserves import StepResult
from cadres.models import NegativeItem
from members.models import Person
from organizations.models import Organization
from portal.forms import ActingForm, RecordField, day_field


def text_field(label: Any, most: int = 60, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **{"required": False, **options})


class RemoveForm(forms.Form):
    on = day_field(_("First day without the post"))
    why = forms.ChoiceField(label=_("Why"), choices=PostLeft.choices)
    removal_no = text_field(_("Number of the removal"))


class TransferForm(ActingForm):
    on = day_field(_("From"))
    organization = RecordField(Organization.objects.all(), label=_("Into the organization"))
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices)
    approval_no = text_field(_("Approval number"))


class HandForm(ActingForm):
    on = day_field(_("From"))
    person = RecordField(
        Person.objects.all(), label=_("To whom"), help_text=_("By name, ID number or “#12”.")
    )
    why = forms.ChoiceField(label=_("Why the other leaves"), choices=PostLeft.choices)
    approval_no = text_field(_("Approval number"))


class ExtendForm(forms.Form):
    term_ends = day_field(_("New end of the term"))
    approval_no = text_field(_("Approval number"), required=True)


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is filed"), choices=Filing.choices)
    sent_on = day_field(_("Sent in on"))
    filed_with = text_field(_("Filed with"), 80)
    number = text_field(_("Filing number"))


class AcceptForm(forms.Form):
    on = day_field(_("Filed on"))
    number = text_field(_("Filing number"))


class ReturnFilingForm(forms.Form):
    note = text_field(_("What is missing"), 200, required=True)


class PostponeForm(forms.Form):
    planned_on = day_field(_("New day"))
    shift_no = text_field(_("Approval number"), required=True)
    shift_why = text_field(_("Reason"), 200, required=True)


class VoidForm(forms.Form):
    remarks = text_field(_("Reason"), 200, required=True)


def heads(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000)


class ConcludeElectionForm(forms.Form):
    held_on = day_field(_("Held on"))
    due = heads(_("Entitled to vote"))
    present = heads(_("Present"))
    issued = heads(_("Ballots issued"))
    returned = heads(_("Ballots returned"))
    valid = heads(_("Valid ballots"))
    approval_no = text_field(_("Approval number"))
    term_ends = day_field(_("Term ends"), required=False, initial=None)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        counts = ("due", "present", "issued", "returned", "valid")
        if not set(counts) <= values.keys():
            return values
        tally = Tally(**{name: values[name] for name in counts})
        kept = {name: value for name, value in values.items() if name not in counts}
        return {**kept, "tally": tally}


class StepForm(forms.Form):
    on = day_field(_("Done on"))
    result = forms.ChoiceField(label=_("Result"), choices=StepResult.choices)
    votes = forms.IntegerField(label=_("Votes for"), required=False, min_value=0, max_value=32000)
    due = forms.IntegerField(
        label=_("Entitled to vote"), required=False, min_value=0, max_value=32000
    )
    by_whom = text_field(_("Carried out by"), 80)
    note = text_field(_("Note"), 200)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        kept = {name: values.pop(name) for name in ("on",) if name in values}
        return {**kept, "outcome": Outcome(**values)}


class OnForm(forms.Form):
    on = day_field(pgettext_lazy("day of an action", "On"))


class DropForm(OnForm):
    left_why = text_field(_("Reason"), 200, required=True)


class AppointReserveForm(OnForm):
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices)
    chosen = forms.ChoiceField(label=_("How chosen"), choices=Chosen.choices)
    approval_no = text_field(_("Approval number"))


class ViewForm(ActingForm):
    department = forms.ChoiceField(label=_("Department"), choices=Department.choices)
    viewed_on = day_field(_("View given on"))
    view = forms.ChoiceField(label=_("View"), choices=View.choices)
    item = RecordField(
        NegativeItem.objects.all(),
        label=_("Item of the negative list"),
        required=False,
        help_text=_("“#” and its record number."),
    )
    note = text_field(_("Note"), 200)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        kept: dict[str, Any] = {
            name: values.pop(name) for name in ("department", "viewed_on") if name in values
        }
        return {**kept, "said": Said(**values)}


class DemonstrationForm(OnForm):
    note = text_field(_("What it demonstrates"), 200)
