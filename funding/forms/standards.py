from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms.budgets import BudgetAmountField, fits_the_purse, is_a_year
from funding.models import FundProject, Source, SpecialFund, Standard, Use
from funding.models.standards import codes
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order, not_in_future


def codes_are_known(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, model in (("uses", Use), ("sources", Source)):
        asked = codes(values.get(name) or "")
        known = set(model.objects.filter(code__in=asked).values_list("code", flat=True))
        if missing := [one for one in asked if one not in known]:
            words = _("There is no code “%(code)s” in the list.")
            yield name, words % {"code": missing[0][:40]}


def base_is_known(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    base = values.get("base")
    if base and base == values.get("code"):
        yield "base", _("A standard is not reckoned from itself.")
    elif base and not Standard.objects.filter(code=base).exists():
        yield "base", _("There is no standard “%(code)s”: enter it first.") % {"code": base}


class StandardForm(RecordForm):
    rules = (in_order(later=True), codes_are_known, base_is_known)
    synonyms = {
        "organization": ("制定单位",),
        "code": ("编号", "标准编号"),
        "name": ("标准名称", "标准"),
        "kind": ("类别", "标准类别"),
        "binds": ("是否执行", "本县执行"),
        "region": ("地区",),
        "value": ("标准值", "数额"),
        "measured": ("计量单位",),
        "base": ("计算基数",),
        "per": ("计算对象",),
        "figure": ("对照口径",),
        "uses": ("计入用途",),
        "sources": ("计入来源",),
        "paid_as": ("发放对象", "岗位"),
        "education": ("学历",),
        "since": ("施行日期",),
        "until": ("废止日期",),
        "regulation": ("依据", "文号"),
    }
    examples = {
        "code": lambda row: f"standard-{row + 1}",
        "measured": ("yuan",),
    }

    class Meta(RecordForm.Meta):
        model = Standard
        fields = fields_of(Standard)


class SpecialFundForm(RecordForm):
    rules = (is_a_year, fits_the_purse, in_order("year", "last_year"))
    synonyms = {
        "code": ("编号", "资金编号"),
        "name": ("资金名称", "专项名称"),
        "name_en": ("英文名称",),
        "organization": ("主管单位",),
        "kind": ("类别", "资金类别"),
        "year": ("起始年度", "年度"),
        "last_year": ("截止年度",),
        "source": ("资金来源",),
        "use": ("资金用途", "用途"),
        "amount": ("安排金额", "下达金额"),
        "purpose": ("使用方向",),
        "regulation": ("文号", "文件"),
        "result": ("成效",),
    }

    amount = BudgetAmountField(label=gettext_lazy("allotted (yuan)"))

    class Meta(RecordForm.Meta):
        model = SpecialFund
        fields = fields_of(SpecialFund)


def within_the_funds_years(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    fund, year = values.get("fund"), values.get("year")
    if fund and year and not fund.year <= year <= fund.until_year:
        words = _("%(fund)s is of %(first)s to %(last)s.")
        yield "year", words % {"fund": fund, "first": fund.year, "last": fund.until_year}


def done_on_a_day(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("state") == "done" and "finished_on" in values and not values["finished_on"]:
        yield "finished_on", _("A project that is done has the day it was finished.")


class FundProjectForm(RecordForm):
    rules = (
        is_a_year,
        done_on_a_day,
        in_order("allotted_on", "finished_on"),
        not_in_future("finished_on"),
    )
    synonyms = {
        "fund": ("专项资金", "资金名称"),
        "organization": ("实施单位", "村"),
        "year": ("年度",),
        "name": ("项目名称", "项目"),
        "allotted": ("安排金额", "下达金额"),
        "allotted_on": ("下达日期",),
        "state": ("状态", "进展"),
        "leader": ("负责人",),
        "finished_on": ("完成日期", "竣工日期"),
        "result": ("成效", "结果"),
    }
    cautions = (within_the_funds_years,)
    examples = {"state": ("planned", "running", "stopped")}

    allotted = BudgetAmountField(label=gettext_lazy("allotted (yuan)"))

    class Meta(RecordForm.Meta):
        model = FundProject
        fields = fields_of(FundProject)


class PublishForm(forms.Form):
    """The day on which the sheet was put up."""

    on = day_field(
        gettext_lazy("Put up on"),
        help_text=gettext_lazy(
            "From then on the sheet stays as it was put up, and counts as a disclosure."
        ),
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day
