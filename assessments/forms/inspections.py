from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Circular, Finding, Inspection
from portal.forms import RecordForm, day_input
from portal.models import fields_of
from portal.rules import not_in_future


class InspectionForm(RecordForm):
    rules = (not_in_future("inspected_on"),)
    synonyms = {
        "organization": ("被督查单位", "党组织"),
        "inspected_on": ("督查日期",),
        "kind": ("督查类型",),
        "subject": ("督查内容",),
        "team": ("督查组", "督查人员"),
        "good": ("好的做法",),
    }

    class Meta(RecordForm.Meta):
        model = Inspection
        fields = fields_of(Inspection)


class FindingForm(RecordForm):
    rules = (not_in_future("found_on"),)
    synonyms = {
        "inspection": ("督查",),
        "finding": ("发现问题", "存在问题"),
        "points": ("扣分",),
        "found_on": ("发现日期",),
    }

    class Meta(RecordForm.Meta):
        model = Finding
        fields = fields_of(Finding)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        if values.get("inspection") and not values.get("found_on"):
            values["found_on"] = values["inspection"].inspected_on


class CircularForm(RecordForm):
    rules = (not_in_future("issued_on"),)
    synonyms = {
        "document": ("文号",),
        "organization": ("被通报单位", "党组织"),
        "issued_on": ("印发日期",),
        "kind": ("通报类型",),
        "issuer": ("发文单位",),
        "title": ("标题",),
        "text": ("通报内容",),
    }

    class Meta(RecordForm.Meta):
        model = Circular
        fields = fields_of(Circular)


class NotifyForm(forms.Form):
    """What is asked, and by when."""

    due_on = forms.DateField(label=_("To be put right by"), widget=day_input())
    content = forms.CharField(
        label=pgettext_lazy("finding", "What is asked"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
