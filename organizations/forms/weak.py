from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.actions.weak import acceptance_failings, rule_for
from organizations.choices.weak import FOUR_ONES, ListedAs, Trouble
from organizations.models import DisciplineSummary, WeakOrganization, WeakProgress, WeakRule
from portal.errors import Refused
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import HUNDRED, in_order, not_in_future, per_cent


def two_kinds_differ(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("second_problem") and values["second_problem"] == values.get("problem"):
        yield "second_problem", _("This is the same kind as the first.")


def acceptance_is_whole(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A day of acceptance has its score and votes; nothing leaves the list without it."""
    accepted = values.get("accepted_on")
    for name in ("score", "dissatisfied"):
        if accepted and values.get(name, 0) is None:
            yield name, _("An acceptance has a score and a share of dissatisfied votes.")
    if values.get("off_on") and "accepted_on" in values and not accepted:
        yield "accepted_on", _("It leaves the list after it was accepted: give that day.")


def acceptance_passes(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """By the county's rule of that day."""
    day, organization = values.get("accepted_on"), values.get("organization")
    score, share = values.get("score"), values.get("dissatisfied")
    if not day or not organization or score is None or share is None:
        return
    try:
        yield from acceptance_failings(rule_for(organization, day), score, share)
    except Refused as no:
        yield "accepted_on", str(no)


def four_ones_are_named(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    missing = [name for name in FOUR_ONES if name in values and not values[name]]
    if missing:
        yield missing[0], _("The “four ones” are not all named.")


class WeakRuleForm(RecordForm):
    rules = (in_order(), per_cent("pass_score", "most_dissatisfied"))
    synonyms = {
        "organization": ("制定单位",),
        "since": ("施行日期",),
        "until": ("废止日期",),
        "pass_score": ("合格分",),
        "most_dissatisfied": ("不满意率上限",),
        "rectify_months": ("整顿期限",),
        "follow_months": ("跟踪期",),
        "source": ("文件", "文号"),
    }

    class Meta(RecordForm.Meta):
        model = WeakRule
        fields = fields_of(WeakRule)


class WeakOrganizationForm(RecordForm):
    rules = (
        in_order("listed_on", "off_on"),
        in_order("listed_on", "deadline"),
        in_order("listed_on", "accepted_on"),
        in_order("accepted_on", "off_on"),
        not_in_future("listed_on", "accepted_on", "off_on"),
        per_cent("score", "dissatisfied"),
        two_kinds_differ,
        acceptance_is_whole,
        acceptance_passes,
    )
    cautions = (four_ones_are_named,)
    synonyms = {
        "organization": ("村党组织", "软弱涣散党组织", "村"),
        "year": ("年份",),
        "listed_as": ("类别",),
        "listed_on": ("确定日期", "列入时间"),
        "problem": ("主要问题", "问题类别"),
        "second_problem": ("次要问题",),
        "causes": ("成因", "产生原因"),
        "measures": ("措施",),
        "county_leader": ("县级领导", "包抓县领导"),
        "first_secretary": ("驻村第一书记",),
        "sending_unit": ("帮扶单位", "县直包村单位"),
        "township_leader": ("乡镇领导", "驻点乡镇干部"),
        "deadline": ("完成时限", "转化时限"),
        "accepted_on": ("验收时间",),
        "score": ("得分", "验收分数"),
        "dissatisfied": ("不满意率", "不满意票比例"),
        "off_on": ("转化日期", "销号时间"),
        "follow_until": ("跟踪期至",),
    }
    groups = (
        (gettext_lazy("Listing"), ("organization", "year", "listed_as", "listed_on")),
        (
            gettext_lazy("Problems and causes"),
            ("problem", "second_problem", "causes", "measures", "deadline"),
        ),
        (
            gettext_lazy("Four ones"),
            ("county_leader", "first_secretary", "sending_unit", "township_leader"),
        ),
        (
            gettext_lazy("Acceptance"),
            ("accepted_on", "score", "dissatisfied", "off_on", "follow_until", "note"),
        ),
    )
    examples = {"second_problem": ("",)}

    class Meta(RecordForm.Meta):
        model = WeakOrganization
        fields = fields_of(WeakOrganization)


class WeakProgressForm(RecordForm):
    rules = (not_in_future("held_on"), per_cent("share"))
    synonyms = {
        "case": ("党组织",),
        "held_on": ("时间",),
        "done": ("进展", "整顿情况"),
        "share": ("进度",),
        "by_whom": ("负责人",),
    }

    class Meta(RecordForm.Meta):
        model = WeakProgress
        fields = fields_of(WeakProgress)


class DisciplineSummaryForm(RecordForm):
    rules = (not_in_future("counted_on"),)
    synonyms = {
        "organization": ("单位", "乡镇"),
        "counted_on": ("截止日期",),
        "kind": ("案件类别", "问题类别"),
        "reports": ("信访件", "举报件"),
        "filed": ("立案数", "立案"),
        "concluded": ("结案数", "结案"),
        "handled": ("处分人数",),
        "transferred": ("移送司法",),
        "recovered": ("追缴金额",),
        "source": ("数据来源",),
    }

    class Meta(RecordForm.Meta):
        model = DisciplineSummary
        fields = fields_of(DisciplineSummary)


class ListWeakForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Listed on"), initial=timezone.localdate)
    listed_as = forms.ChoiceField(label=gettext_lazy("Listed as"), choices=ListedAs.choices)
    problem = forms.ChoiceField(label=gettext_lazy("Kind of problem"), choices=Trouble.choices)
    causes = forms.CharField(
        label=gettext_lazy("Causes"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        help_text=gettext_lazy("Left empty, the rule on weak organizations sets it."),
    )


class ProgressForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    done = forms.CharField(label=gettext_lazy("What was done"), max_length=200)
    share = forms.IntegerField(
        label=gettext_lazy("Done so far (%)"), required=False, min_value=0, max_value=HUNDRED
    )
    by_whom = forms.CharField(label=gettext_lazy("By whom"), required=False, max_length=60)


class AcceptForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Accepted on"), initial=timezone.localdate)
    score = forms.DecimalField(
        label=gettext_lazy("Acceptance score"), min_value=0, max_value=HUNDRED
    )
    dissatisfied = forms.DecimalField(
        label=gettext_lazy("Dissatisfied (%)"), min_value=0, max_value=HUNDRED
    )


class OffForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Off the list on"), initial=timezone.localdate)
