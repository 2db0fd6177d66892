"""What each change of an organization asks for."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.choices.tree import Kind, Setting
from organizations.models import FormRule, Organization, Village
from portal.fields import normal
from portal.forms import RecordField, RecordForm
from portal.rules import in_order

RESTRUCTURE = "restructure"


class RecordsField(forms.CharField):
    """Several records, each named by code, name or "#" and number, on lines of their own."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.one = RecordField(queryset)

    @property
    def queryset(self) -> Any:
        return self.one.queryset

    @queryset.setter
    def queryset(self, rows: Any) -> None:
        self.one.queryset = rows

    def clean(self, value: Any) -> list[Any]:
        return [self.one.clean(word) for word in words(super().clean(value))]


def words(text: str) -> list[str]:
    """The names on lines, or with commas between them, each once."""
    found = (normal(word) for word in re.split(r"[\n,，;；、]+", text or ""))
    return list(dict.fromkeys(filter(None, found)))


class ChangeForm(forms.Form):
    """The day and the papers that every change has."""

    day = forms.DateField(label=_("effective day"), widget=forms.DateInput)
    approval_no = forms.CharField(label=_("approval number"), max_length=60, required=False)
    document = forms.CharField(
        label=_("document"),
        max_length=200,
        required=False,
        help_text=_("The name of the document that approves it."),
    )
    note = forms.CharField(
        label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.first, "day", "approval_no", "document", "note"])
        self.fields["day"].initial = timezone.localdate
        reach = user.scope("organizations.restructure_organization")
        for field in self.fields.values():
            if isinstance(field, RecordField | RecordsField):
                model = field.queryset.model
                field.queryset = model.objects.filter(reach.q(model.scope_path))


class EstablishForm(ChangeForm):
    first: tuple[str, ...] = ("code", "name", "short_name", "kind", "setting")

    code = forms.CharField(label=_("code"), max_length=30)
    name = forms.CharField(label=_("name"), max_length=120)
    short_name = forms.CharField(label=_("short name"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[one for one in Kind.choices if one[0] != Kind.COUNTY_COMMITTEE],
        initial=Kind.BRANCH,
    )
    setting = forms.ChoiceField(label=_("setting"), choices=Setting.choices)


class RenameForm(ChangeForm):
    first = prefilled = ("name", "short_name", "full_name")

    name = forms.CharField(label=_("name"), max_length=120)
    short_name = forms.CharField(label=_("short name"), max_length=60, required=False)
    full_name = forms.CharField(
        label=_("full name of the organization"), max_length=200, required=False
    )


class UpgradeForm(ChangeForm):
    first = prefilled = ("kind", "setting", "name", "short_name")

    kind = forms.ChoiceField(label=_("kind"), choices=Kind.choices)
    setting = forms.ChoiceField(label=_("setting"), choices=Setting.choices)
    name = forms.CharField(label=_("name"), max_length=120)
    short_name = forms.CharField(label=_("short name"), max_length=60, required=False)


class MoveForm(ChangeForm):
    first = ("parent",)

    parent = RecordField(Organization.objects.all(), label=_("new superior"))


class MergeForm(ChangeForm):
    first = ("into",)

    into = RecordField(Organization.objects.all(), label=_("merged into"))


class SplitForm(EstablishForm):
    first = (*EstablishForm.first, "branches", "villages", "members")

    branches = RecordsField(
        Organization.objects.all(),
        label=_("branches that go along"),
        help_text=_("Codes or names, one on each line."),
    )
    villages = RecordsField(
        Village.objects.all(),
        label=_("villages that go along"),
        help_text=_("Codes or names, one on each line."),
    )
    members = forms.CharField(
        label=_("members who go along"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Names, ID numbers or “#” and record number, one on each line."),
    )

    def clean_members(self) -> list[str]:
        return words(self.cleaned_data["members"])


class CloseForm(ChangeForm):
    """Only the day and the papers."""


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=200)


class PapersForm(forms.Form):
    prefilled = ("approval_no", "document", "note")

    approval_no = forms.CharField(label=_("approval number"), max_length=60, required=False)
    document = forms.CharField(label=_("document"), max_length=200, required=False)
    note = forms.CharField(
        label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FormRuleForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {
        "organization": ("党组织", "县委"),
        "kind": ("类别", "组织类别"),
        "ground": ("适用范围",),
        "since": ("起", "施行日期"),
        "until": ("止", "废止日期"),
        "term_years": ("任期", "届期"),
        "least_full": ("正式党员下限",),
        "usual_members": ("党员人数一般不少于",),
        "most_members": ("党员人数上限",),
        "most_units": ("单位数上限",),
        "committee_from": ("设委员会的正式党员数",),
        "least_seats": ("委员下限",),
        "most_seats": ("委员上限",),
        "source": ("依据",),
    }
    groups = (
        (
            _("Members and units"),
            ("least_full", "usual_members", "most_members", "most_units"),
        ),
        (_("Committee and term"), ("term_years", "committee_from", "least_seats", "most_seats")),
    )

    class Meta(RecordForm.Meta):
        model = FormRule
        fields = [
            "organization",
            "kind",
            "ground",
            "since",
            "until",
            "source",
            "least_full",
            "usual_members",
            "most_members",
            "most_units",
            "term_years",
            "committee_from",
            "least_seats",
            "most_seats",
        ]
