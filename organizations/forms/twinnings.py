from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Organization, Twinning, TwinningActivity, User
from portal.forms import RecordField, RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future


def has_a_partner(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("partner") and values["partner"] == values.get("organization"):
        yield "partner", _("An organization is not twinned with itself.")
    if not values.get("partner_name") and not values.get("partner", True):
        yield "partner_name", _("Name the partner: an organization, or a unit from outside.")


def lies_within_the_twinning(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    twinning, day = values.get("twinning"), values.get("held_on")
    if twinning and day and day < twinning.since:
        yield "held_on", _("They were not twinned yet on this day.")
    elif twinning and day and twinning.until and day > twinning.until:
        yield "held_on", _("They were no longer twinned on this day.")


class TwinningForm(RecordForm):
    rules = (in_order(), has_a_partner)
    synonyms = {
        "organization": ("结对村", "村党组织", "受帮扶党组织"),
        "kind": ("结对类型", "结对形式"),
        "partner": ("帮扶党组织",),
        "partner_name": ("帮扶单位", "共建单位", "结对单位名称"),
        "contact": ("联络员",),
        "phone": ("电话",),
        "since": ("结对日期", "结对时间"),
        "until": ("解除日期", "结束时间"),
        "ended_why": ("调整原因",),
        "thousand": ("千村", "手拉手"),
        "agreement": ("协议内容", "共建内容"),
    }
    groups = (
        (
            gettext_lazy("Twins"),
            ("organization", "kind", "partner", "partner_name", "contact", "phone"),
        ),
        (gettext_lazy("Agreement"), ("since", "until", "ended_why", "thousand", "agreement")),
    )
    examples = {"partner_name": ...}

    class Meta(RecordForm.Meta):
        model = Twinning
        fields = fields_of(Twinning)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """A partner of the register needs no name besides."""
        if values.get("partner") and "partner_name" in values and not values["partner_name"]:
            values["partner_name"] = values["partner"].name


class TwinningActivityForm(RecordForm):
    rules = (not_in_future("held_on"), lies_within_the_twinning)
    synonyms = {
        "twinning": ("结对",),
        "held_on": ("活动日期", "时间"),
        "kind": ("活动类型", "帮扶类型"),
        "title": ("内容", "帮扶内容"),
        "money": ("资金", "帮扶资金"),
        "goods": ("物资", "物资折价"),
        "households": ("受益户", "慰问户数"),
        "present": ("人数",),
        "result": ("结果",),
    }

    class Meta(RecordForm.Meta):
        model = TwinningActivity
        fields = fields_of(TwinningActivity)


class AdjustForm(forms.Form):
    """Asks for the new partner; only organizations that the user may see are offered."""

    on = forms.DateField(label=gettext_lazy("From the day"), initial=timezone.localdate)
    partner = RecordField(
        Organization.objects.none(), label=gettext_lazy("Partner organization"), required=False
    )
    partner_name = forms.CharField(
        label=gettext_lazy("Or a unit from outside"), required=False, max_length=120
    )
    why = forms.CharField(label=gettext_lazy("Why it is changed"), required=False, max_length=120)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Organization.objects.for_user(user)  # type: ignore[attr-defined]
