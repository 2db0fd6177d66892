from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.choices.duties import TaskKind, TaskState
from organizations.choices.tree import Level
from organizations.forms.services import today_field
from organizations.models import ResponsibilityItem, Rule, Task
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order


def adopted_before_in_force(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    adopted, since = values.get("adopted_on"), values.get("since")
    if adopted and since and since < adopted:
        yield "since", _("It cannot be in force before it was adopted.")


def stands_below(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    organization, issuer = values.get("organization"), values.get("issuer")
    if organization and issuer and not organization.path.startswith(issuer.path):
        yield (
            "organization",
            _("%(organization)s does not stand below %(issuer)s.")
            % {"organization": organization, "issuer": issuer},
        )


def rectified_in_a_limit(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Rectification has a day by which it must be done (001-26)."""
    if values.get("kind") == TaskKind.RECTIFICATION and not values.get("due_on"):
        yield "due_on", _("Rectification needs a day by which it is due.")


def state_fits(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    state, finished = values.get("state"), values.get("finished_on")
    done = state in {TaskState.REPORTED, TaskState.FINISHED}
    if done and not finished:
        yield "finished_on", _("Say when it was finished.")
    if done and not values.get("evidence"):
        yield "evidence", _("Say what proves that it is finished.")
    if state and finished and not done:
        yield "finished_on", _("It has an end but is not finished.")


def part_of_another(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A goal is broken down downwards: a part belongs at or below the organization of the whole."""
    goal, organization = values.get("goal"), values.get("organization")
    if goal and organization and not organization.path.startswith(goal.organization.path):
        yield "goal", _("The goal belongs to an organization that does not stand above this one.")


class RuleForm(RecordForm):
    rules = (in_order(later=True), adopted_before_in_force)
    synonyms = {
        "organization": ("党组织", "制定单位", "村"),
        "title": ("制度名称", "名称", "标题"),
        "topic": ("类别", "制度类别"),
        "version": ("版本", "版次"),
        "binds": ("适用范围", "适用对象"),
        "adopted_by": ("通过会议", "制定机关"),
        "adopted_on": ("通过日期", "制定日期"),
        "since": ("施行日期", "生效日期"),
        "until": ("废止日期", "失效日期"),
        "text": ("内容", "正文"),
        "displayed": ("上墙", "是否上墙"),
    }

    class Meta(RecordForm.Meta):
        model = Rule
        fields = [
            *("organization", "title", "topic", "version", "binds", "adopted_by", "adopted_on"),
            *("since", "until", "displayed", "text"),
        ]


class ResponsibilityItemForm(RecordForm):
    synonyms = {
        "organization": ("党组织", "单位"),
        "year": ("年度", "年份"),
        "answers": ("责任类型", "责任"),
        "post": ("职务", "责任岗位"),
        "matter": ("责任事项", "负责内容"),
        "measures": ("责任清单",),
        "signed_on": ("签订日期", "责任书签订时间"),
        "fulfilled": ("履行情况", "落实情况"),
    }

    class Meta(RecordForm.Meta):
        model = ResponsibilityItem
        fields = fields_of(ResponsibilityItem)


class TaskForm(RecordForm):
    rules = (
        in_order("issued_on", "due_on"),
        in_order("issued_on", "finished_on"),
        stands_below,
        rectified_in_a_limit,
        state_fits,
        part_of_another,
    )
    synonyms = {
        "organization": ("承办单位", "责任单位", "党组织"),
        "issuer": ("下达单位", "交办单位"),
        "goal": ("上级目标", "所属目标"),
        "kind": ("类型", "任务类型"),
        "title": ("任务", "任务名称", "标题"),
        "content": ("内容", "任务内容", "工作要求"),
        "issued_on": ("下达日期", "交办日期"),
        "due_on": ("完成时限", "截止日期", "整改期限"),
        "state": ("状态",),
        "claimed_by": ("认领人", "责任人"),
        "progress": ("进度", "完成进度"),
        "finished_on": ("完成日期", "办结日期"),
        "evidence": ("完成情况", "佐证材料"),
    }
    groups = (
        (
            gettext_lazy("How it goes"),
            (
                *("state", "claimed_on", "claimed_by", "progress"),
                *("finished_on", "evidence", "remark"),
            ),
        ),
    )
    examples = {"kind": (TaskKind.TASK, TaskKind.INSPECTION), "state": (TaskState.ISSUED,)}

    class Meta(RecordForm.Meta):
        model = Task
        fields = fields_of(Task)


BELOW = [(level.value, level.label) for level in (Level.TOWNSHIP, Level.VILLAGE, Level.BRANCH)]


class IssueBelowForm(forms.Form):
    level = forms.ChoiceField(label=gettext_lazy("To all of the level"), choices=BELOW)
    due_on = forms.DateField(
        label=gettext_lazy("Due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: the same day as this task."),
    )


class ClaimForm(forms.Form):
    claimed_by = forms.CharField(label=gettext_lazy("Claimed by"), max_length=40)


class ProgressForm(forms.Form):
    progress = forms.IntegerField(label=gettext_lazy("Progress (%)"), min_value=0, max_value=100)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FinishTaskForm(forms.Form):
    finished_on = today_field(gettext_lazy("Finished on"))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"), widget=forms.Textarea(attrs={"rows": 3})
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class AcceptTaskForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CriticiseForm(forms.Form):
    content = forms.CharField(
        label=gettext_lazy("What is criticised"), widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=gettext_lazy("To be put right by"), widget=forms.DateInput(attrs={"type": "date"})
    )
