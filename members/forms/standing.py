"""What the actions on a person ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.development import Result
from members.choices.standing import REMOVALS, LeftWhy
from members.choices.transfers import ContactHow, LostReason
from members.models import Person
from organizations.models import Organization
from portal.forms import ActingForm, RecordField, day_field


def number_field(label: Any, **options: Any) -> Any:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000, **options)


def text_field(label: Any, length: int = 60, **options: Any) -> Any:
    return forms.CharField(label=label, max_length=length, **options)


class DayForm(ActingForm):
    day = day_field(_("Day"))


class NotedForm(DayForm):
    note = text_field(_("Note"), 500, required=False)


class DecidedForm(NotedForm):
    decided_by = RecordField(Organization.objects, label=_("Decided by"), required=False)
    paper = text_field(_("Number of the document"), required=False)


class VotesForm(DecidedForm):
    due = number_field(_("Voters due"), required=False)
    present = number_field(_("Voters present"), required=False)
    in_favour = number_field(_("In favour"), required=False)
    against = number_field(_("Against"), required=False)


class MeetingForm(DecidedForm):
    due = number_field(_("Voters due"))
    present = number_field(_("Voters present"))
    in_favour = number_field(_("In favour"))
    against = number_field(_("Against"), required=False)


class ContactsForm(NotedForm):
    first = RecordField(Person.objects, label=_("First contact"))
    second = RecordField(Person.objects, label=_("Second contact"), required=False)


class ReviewForm(NotedForm):
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)


class PoliticsForm(ReviewForm):
    paper = text_field(_("Number of the document"), required=False)


class TargetForm(VotesForm):
    agreed_on = day_field(_("Higher committee agreed on"), required=False, initial=None)
    publicity_from = day_field(_("Publicity from"), required=False, initial=None)
    publicity_to = day_field(_("Publicity to"), required=False, initial=None)


class TrainingForm(NotedForm):
    days = number_field(_("Days of training"), required=False)
    hours = number_field(_("Class hours"), required=False)


class AdmitForm(MeetingForm):
    first = RecordField(Person.objects, label=_("First introducer"))
    second = RecordField(Person.objects, label=_("Second introducer"))
    beyond = forms.BooleanField(label=_("Beyond the plan"), required=False)


class ApprovalForm(DecidedForm):
    special = forms.BooleanField(label=_("A special case"), required=False)


class ExtensionForm(MeetingForm):
    months = number_field(_("Months of extension"), initial=6)


class CancelForm(MeetingForm):
    note = text_field(_("Reason"), 500)


class StopForm(DayForm):
    note = text_field(_("Reason"), 500)


class SuspensionForm(DecidedForm):
    note = text_field(_("Reason"), 500)


class RemovalForm(DecidedForm):
    kind = forms.ChoiceField(
        label=_("How"), choices=[(one.value, one.label) for one in map(LeftWhy, REMOVALS)]
    )
    note = text_field(_("Reason"), 500)


class UndoForm(forms.Form):
    reason = text_field(_("Reason"), 200)


class WithinForm(DayForm):
    target = RecordField(Organization.objects, label=_("To the organization"))
    reason = text_field(_("Reason"), 200, required=False)


class OutForm(DayForm):
    elsewhere = text_field(_("Organization elsewhere"), 120)
    letter = text_field(_("Number of the letter"))
    valid_until = day_field(_("Letter valid until"), required=False, initial=None)
    reason = text_field(_("Reason"), 200, required=False)


class InForm(OutForm):
    target = RecordField(Organization.objects, label=_("To the organization"))
    letter = text_field(_("Number of the letter"), required=False)


class MobileForm(ActingForm):
    since = day_field(_("Since"))
    location = text_field(_("Place"), 120)
    reason = text_field(_("Reason"), 120, required=False)
    host = RecordField(Organization.objects, label=_("Host organization"), required=False)
    host_name = text_field(_("Host organization elsewhere"), 120, required=False)
    contact = text_field(_("Contact of the home branch"), required=False)
    contact_phone = text_field(_("Telephone of the contact"), 30, required=False)


class ContactForm(DayForm):
    how = forms.ChoiceField(label=_("How"), choices=ContactHow.choices)
    contact = text_field(pgettext_lazy("standing", "By whom"), required=False)
    note = text_field(_("Note"), 200, required=False)


class LostForm(ActingForm):
    since = day_field(_("Since"), initial=None)
    reason = forms.ChoiceField(label=_("Why lost"), choices=LostReason.choices)
    searches = text_field(_("Searches"), 300, required=False)


class SearchForm(DayForm):
    note = text_field(pgettext_lazy("standing", "What was done"), 200)


class FoundForm(DayForm):
    outcome = text_field(_("Outcome"), 200, required=False)
