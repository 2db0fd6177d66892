from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.actions.procedures import step_allows
from organizations.choices.decisions import DecisionState, Share
from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from portal.forms import RecordForm, field_for
from portal.models import fields_of
from portal.rules import in_order, not_in_future


def votes_are_counted(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """More agree than can have come: a share of those present needs somebody to be present."""
    asks, comes = values.get("favour_share"), values.get("present_share")
    if asks not in (None, Share.NONE) and comes == Share.NONE:
        yield "present_share", _("Where votes are counted, say also how many must be present.")


def ended_fits_state(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A state that workbooks bring along says the same as the other columns."""
    state, ended = values.get("state"), values.get("ended_on")
    over = state in {DecisionState.DECIDED, DecisionState.WITHDRAWN}
    if over and not ended:
        yield "ended_on", _("Say when it was decided or withdrawn.")
    if ended and state and not over:
        yield "ended_on", _("Only what was decided or withdrawn has ended.")
    if state == DecisionState.WITHDRAWN and not values.get("withdrawn_why"):
        yield "withdrawn_why", _("Say why it was withdrawn.")


def belongs_to_the_procedure(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    decision, step = values.get("decision"), values.get("step")
    if decision and step and step.procedure_id != decision.procedure_id:
        yield "step", _("This step belongs to another procedure.")
    held_on = values.get("held_on")
    if decision and held_on and held_on < decision.begun_on:
        yield "held_on", _("It lies before the decision was begun.")


class ProcedureForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {
        "organization": ("党组织", "制定单位"),
        "code": ("代码", "编码"),
        "name": ("名称", "程序名称"),
        "since": ("起始日期", "生效日期"),
        "until": ("截止日期", "失效日期"),
        "source": ("依据",),
    }

    class Meta(RecordForm.Meta):
        model = Procedure
        fields = fields_of(Procedure)


class ProcedureStepForm(RecordForm):
    cautions = (votes_are_counted,)
    synonyms = {
        "procedure": ("程序", "决策程序"),
        "position": ("序号", "步骤序号"),
        "kind": ("类型",),
        "label": ("步骤", "步骤名称"),
        "notice_days": ("公示工作日", "公示天数"),
    }

    class Meta(RecordForm.Meta):
        model = ProcedureStep
        fields = fields_of(ProcedureStep)


class DecisionForm(RecordForm):
    rules = (in_order("begun_on", "ended_on"), ended_fits_state)
    synonyms = {
        "organization": ("党组织", "村", "单位"),
        "matter": ("事项", "议题", "决策事项", "项目"),
        "procedure": ("程序", "决策程序", "议事程序"),
        "proposer": ("提议人", "提出人"),
        "begun_on": ("提出时间", "开始时间", "启动日期"),
        "state": ("状态", "办理状态"),
        "ended_on": ("办结时间", "结束时间"),
        "result": ("结果", "决议结果"),
        "withdrawn_why": ("撤回原因",),
        "funds": ("筹资", "筹资金额", "筹资金额（元）"),
        "labour": ("筹劳", "投工", "筹劳工日"),
        "payers": ("筹资筹劳人数",),
    }
    groups = (
        (gettext_lazy("How it ended"), ("state", "ended_on", "result", "withdrawn_why")),
        (gettext_lazy("Money and work raised"), ("funds", "labour", "payers")),
    )
    examples = {"state": (DecisionState.UNDER_WAY,)}

    class Meta(RecordForm.Meta):
        model = Decision
        fields = fields_of(Decision)


class DecisionStepForm(RecordForm):
    """Steps from paper files; those of a decision under way are recorded by its button."""

    rules = (not_in_future("held_on"), belongs_to_the_procedure, step_allows)
    synonyms = {
        "decision": ("事项", "决策事项"),
        "step": ("步骤",),
        "held_on": ("召开时间", "日期", "时间"),
        "due": ("应到", "应到人数"),
        "present": ("实到", "实到人数"),
        "in_favour": ("同意", "赞成", "同意人数"),
        "against": ("反对", "不同意"),
        "notice_from": ("公示开始", "公示起始"),
        "notice_until": ("公示结束", "公示截止"),
        "note": ("备注", "说明"),
    }

    class Meta(RecordForm.Meta):
        model = DecisionStep
        fields = fields_of(DecisionStep)


class TakeStepForm(forms.ModelForm[DecisionStep]):
    """What a step says of itself; which decision it is of, the button knows."""

    position = forms.IntegerField(
        label=gettext_lazy("Number of the step"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Empty: the next one."),
    )

    class Meta:
        model = DecisionStep
        fields = [
            *("held_on", "due", "present", "in_favour", "against"),
            *("notice_from", "notice_until", "note"),
        ]
        formfield_callback = field_for

    field_order = ["position"]

    def _post_clean(self) -> None:
        """Nothing is saved here: the action makes the record, or refuses."""


class FinishForm(forms.Form):
    ended_on = forms.DateField(
        label=pgettext_lazy("decisions", "Decided on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    result = forms.CharField(
        label=gettext_lazy("Result"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(forms.Form):
    withdrawn_why = forms.CharField(label=gettext_lazy("Why withdrawn"), max_length=200)
