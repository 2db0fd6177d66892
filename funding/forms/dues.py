"""What may be entered of Party dues (domain 2.5)."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.forms.usual import UsualForm, usual
from funding.actions.dues_rates import band_for, due_by, is_late, rule_on
from funding.actions.extra_dues import whole_from
from funding.choices import Payer, Purse, Relief
from funding.forms.amounts import AmountField
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule, ExtraDues, Source, Use
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import Found, in_order, not_in_future

MEMBER = ("姓名", "党员姓名", "党员", "身份证号", "身份证号码", "公民身份号码")
BRANCH = ("党支部", "所在支部", "所在党支部", "党组织")
MOST = Decimal("999999.99")
MONTHLY = {Payer.SALARY, Payer.PENSION, Payer.QUARTER}


class YuanField(AmountField):
    """Yuan and fen where nothing, and nought, are answers too; below a million."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_value": MOST, **kwargs})

    def clean(self, value: Any) -> Any:
        amount = forms.DecimalField.clean(self, value)
        if amount is not None and amount < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return amount


@usual
class DuesBandForm(UsualForm):
    rules = (in_order(later=True),)
    synonyms = {
        "payer": ("缴纳对象", "人员类别"),
        "over": ("月收入高于", "下限"),
        "up_to": ("月收入至", "上限"),
        "rate": ("比例", "缴纳比例"),
        "least": ("每月最低", "最低额"),
        "most": ("每月最高", "最高额"),
        "source": ("依据", "文件依据"),
    }
    examples = {"rate": ("1",)}

    class Meta(RecordForm.Meta):
        model = DuesBand
        fields = fields_of(DuesBand)


class DuesRuleForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {
        "back_months": ("可补交月数",),
        "township_keeps": ("乡镇留存比例",),
        "county_keeps": ("县级留存比例",),
        "whole_from": ("大额党费起点",),
        "source": ("依据", "文件依据"),
    }

    class Meta(RecordForm.Meta):
        model = DuesRule
        fields = fields_of(DuesRule)


def worked_out(values: dict[str, Any]) -> Decimal | None:
    """Yuan a month by the rates in force on 1 January; None where they say nothing."""
    place, year, payer = (values.get(name) for name in ("organization", "year", "payer"))
    if not place or not year or not payer or not MINYEAR <= year <= MAXYEAR:
        return None
    band = band_for(payer, values.get("base"), place.path, date(year, 1, 1))
    return due_by(band, values.get("base")) if band else None


def due_is_known(values: dict[str, Any]) -> Found:
    """003: without a rate the sum is typed in, as one county wants it always."""
    if "due" not in values or values["due"] is not None:
        return
    if values.get("payer") in MONTHLY and values.get("base") is None:
        yield "base", _("Give the monthly base, or type the dues a month in.")
    elif values.get("payer"):
        yield "due", _("No rate is in force for this kind of payer: type the dues a month in.")


def due_as_the_rates_say(values: dict[str, Any]) -> Found:
    due, rates = values.get("due"), worked_out(values)
    if due is not None and rates is not None and due != rates and not values.get("relief"):
        yield "due", _("By the rates it is %(due)s yuan a month.") % {"due": rates}


def relief_is_approved(values: dict[str, Any]) -> Found:
    """Domain 2.5: the branch looks into it, the next committee approves."""
    if not values.get("relief"):
        return
    if "relief_why" in values and not values["relief_why"]:
        yield "relief_why", _("Say why less is owed.")
    if "approved_by" in values and not values["approved_by"]:
        yield "approved_by", _("Relief is approved by the next committee: name it.")


def member_pays(values: dict[str, Any]) -> Found:
    person = values.get("person")
    if person and not person.is_member:
        yield "person", _("%(person)s is not a member.") % {"person": person}


def months_in_order(values: dict[str, Any]) -> Found:
    first, last = values.get("from_month"), values.get("to_month")
    if first and last and last < first:
        yield "to_month", _("The last month owed lies before the first.")


@usual
class DuesBaseForm(UsualForm):
    """Dues left empty are worked out from the rates of the year."""

    rules = (
        member_pays,
        months_in_order,
        relief_is_approved,
        due_is_known,
        not_in_future("approved_on"),
    )
    cautions = (due_as_the_rates_say,)
    synonyms = {
        "person": MEMBER,
        "organization": BRANCH,
        "year": ("年度", "年份"),
        "payer": ("缴纳类别", "人员类别", "缴费类别"),
        "base": ("党费基数", "月缴费基数", "计算基数", "月收入", "工资基数"),
        "due": ("月应缴", "每月应缴", "月应交党费", "应缴党费", "月缴额"),
        "from_month": ("起缴月份",),
        "to_month": ("止缴月份",),
        "relief": ("减免", "减免情况"),
        "relief_why": ("减免原因",),
        "approved_by": ("批准单位", "批准组织"),
        "approved_on": ("批准时间",),
        "note": ("备注",),
    }
    words = {
        "payer": {
            "在职": "salary",
            "工资": "salary",
            "退休": "pension",
            "农民": "farmer",
            "学生": "student",
            "无业": "none",
            "低保": "none",
            "个体": "quarter",
        }
    }
    examples = {"payer": ("farmer",), "due": ("0.5",), "relief": ("",)}

    base = YuanField(label=gettext_lazy("monthly base (yuan)"))
    due = YuanField(label=gettext_lazy("due a month (yuan)"))

    class Meta(RecordForm.Meta):
        model = DuesBase
        fields = fields_of(DuesBase)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        super().fill(values)
        if values.get("relief") == Relief.EXEMPT:
            values["due"] = Decimal(0)
        elif "due" in values and values["due"] is None:
            values["due"] = worked_out(values)

    def clean(self) -> dict[str, Any]:
        """Who changes the base and leaves the dues as they were means them worked out anew."""
        asks_anew = {"base", "payer", "relief"} & set(self.changed_data)
        if self.instance.pk and asks_anew and "due" not in self.changed_data:
            self.cleaned_data["due"] = None
        return super().clean()


def late_with_a_reason(values: dict[str, Any]) -> Found:
    year, month, day = (values.get(name) for name in ("year", "month", "paid_on"))
    place = values.get("organization")
    if not (year and month and day and place) or values.get("late_why") or "late_why" not in values:
        return
    rule = rule_on(place.path, day)
    if rule and is_late(year, month, day, rule):
        words = _("Paid more than %(months)s months late: say why.")
        yield "late_why", words % {"months": rule.back_months}


class DuesPaymentForm(RecordForm):
    rules = (not_in_future("paid_on"), member_pays, late_with_a_reason)
    synonyms = {
        "person": MEMBER,
        "organization": BRANCH,
        "year": ("年度", "年份", "所属年度"),
        "month": ("月份", "所属月份"),
        "amount": ("实缴", "实缴金额", "已缴党费", "金额"),
        "paid_on": ("缴纳时间", "缴纳日期", "缴费日期"),
        "receipt": ("收据号", "票据号"),
        "late_why": ("补缴原因", "补交说明"),
    }
    examples = {
        "year": lambda _number: timezone.localdate().year,
        "month": lambda number: 1 + number % timezone.localdate().month,
        "amount": ("0.5",),
    }

    amount = YuanField(label=gettext_lazy("paid (yuan)"))

    class Meta(RecordForm.Meta):
        model = DuesPayment
        fields = fields_of(DuesPayment)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        if "amount" in values and values["amount"] is None:
            values["amount"] = Decimal(0)


def large_enough(values: dict[str, Any]) -> Found:
    """Domain 2.5: what is smaller is ordinary dues, and shared."""
    place, day, amount = (values.get(name) for name in ("organization", "paid_on", "amount"))
    least = whole_from(place.path, day) if place and day else None
    if least and amount and amount < least:
        words = _("Below %(least)s yuan they are ordinary dues: enter them by month.")
        yield "amount", words % {"least": f"{least:,.2f}"}


class ExtraDuesForm(RecordForm):
    rules = (not_in_future("paid_on"), member_pays, large_enough)
    synonyms = {
        "person": MEMBER,
        "organization": BRANCH,
        "amount": ("金额", "缴纳金额", "大额党费"),
        "paid_on": ("缴纳时间", "缴纳日期", "缴费日期"),
        "receipt": ("收据号", "票据号"),
        "note": ("备注",),
    }
    examples = {"amount": ("1000",)}

    amount = AmountField(label=gettext_lazy("paid (yuan)"))

    class Meta(RecordForm.Meta):
        model = ExtraDues
        fields = fields_of(ExtraDues)


class DuesSource(forms.Form):
    """Which account of dues, as of which day."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Account of"),
        queryset=Source.objects.filter(purse=Purse.DUES),
        empty_label=None,
    )
    day = day_field(gettext_lazy("Day"))


class WholeForm(forms.Form):
    """As what the county pays it to the centre."""

    use = forms.ModelChoiceField(
        label=gettext_lazy("Spent as"),
        queryset=Use.objects.filter(purse=Purse.DUES),
        empty_label=None,
    )
    day = day_field(gettext_lazy("Day"))


class HandUpForm(DuesSource):
    use = forms.ModelChoiceField(
        label=gettext_lazy("Spent as (county only)"),
        queryset=Use.objects.filter(purse=Purse.DUES),
        required=False,
    )
