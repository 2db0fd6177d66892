from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.actions.matching import match_lines
from members.actions.training import enterable
from members.choices.standing import MEMBERS
from members.choices.training import Outcome
from members.models import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from members.rules.training import (
    absent_for_no_hours,
    asks_for_something,
    days_fit,
    fill_attendance,
    filters_fit,
    hours_fit,
    no_more_than_the_course,
    topics_differ,
)
from organizations.models import Organization
from portal.forms import ActingForm, RecordField, RecordForm
from portal.models import fields_of
from portal.rules import in_order

PERSON = ("姓名", "人员", "党员", "党员姓名", "学员", "身份证号", "公民身份号码")


class TrainingTopicForm(RecordForm):
    synonyms = {
        "code": ("专题代码", "编码"),
        "name": ("专题", "专题名称", "内容"),
        "family": ("类别", "专题类别"),
        "organization": ("党组织", "制定单位"),
    }

    class Meta(RecordForm.Meta):
        model = TrainingTopic
        fields = fields_of(TrainingTopic)


class TrainingForm(RecordForm):
    rules = (in_order("first_day", "last_day"), days_fit, topics_differ)
    cautions = (hours_fit,)
    synonyms = {
        "code": ("编号", "期号", "培训编号"),
        "title": ("培训班名称", "班次名称", "培训名称", "培训班", "活动名称"),
        "organization": ("主办单位", "举办单位", "组织单位"),
        "level": ("层级", "级别", "培训层级", "办班级别"),
        "kind": ("培训类型", "类型", "培训形式"),
        "audience": ("培训对象", "对象"),
        "topic": ("培训专题", "培训内容", "主题"),
        "site": ("培训场所", "场所类型"),
        "base": ("培训基地", "实训基地"),
        "place_name": ("培训地点", "地点"),
        "channel": ("授课方式", "渠道", "方式"),
        "first_day": ("开始日期", "开始时间", "培训时间", "日期", "开班日期"),
        "last_day": ("结束日期", "结束时间", "结业日期"),
        "days": ("天数", "培训天数"),
        "hours": ("学时", "培训学时", "课时"),
        "planned": ("计划人数", "人数"),
        "teacher": ("授课人", "师资", "主讲人"),
        "note": ("备注",),
    }
    groups = (
        (
            _("Course"),
            ("code", "title", "organization", "level", "kind", "audience"),
        ),
        (_("Topics"), ("topic", "second_topic", "third_topic")),
        (
            _("When and where"),
            ("first_day", "last_day", "days", "hours", "site", "base", "place_name", "channel"),
        ),
        (pgettext_lazy("training", "More"), ("planned", "teacher", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Training
        fields = fields_of(Training)


class TrainingAttendanceForm(RecordForm):
    rules = (no_more_than_the_course, absent_for_no_hours)
    synonyms = {
        "training": ("培训班", "班次", "培训名称", "培训编号"),
        "person": PERSON,
        "attended_on": ("日期", "参训日期", "培训日期"),
        "days": ("天数", "参训天数"),
        "hours": ("学时", "参训学时"),
        "outcome": ("结果", "培训结果", "考核结果"),
        "certificate": ("证书编号", "结业证号"),
        "note": ("备注",),
    }
    words = {"outcome": {"结业": "completed", "合格": "completed", "优秀": "excellent"}}

    class Meta(RecordForm.Meta):
        model = TrainingAttendance
        fields = fields_of(TrainingAttendance)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        fill_attendance(values)


class TrainingDutyForm(RecordForm):
    rules = (in_order(later=True), asks_for_something, filters_fit)
    synonyms = {
        "code": ("编码",),
        "name": ("要求", "任务名称"),
        "organization": ("党组织", "制定单位"),
        "who": ("对象条件", "培训对象"),
        "courses": ("班次条件",),
        "hours": ("最低学时", "学时"),
        "days": ("最低天数", "天数"),
        "times": ("最低次数", "次数"),
        "years": ("周期", "年数"),
        "source": ("依据", "来源"),
        "since": ("起始日期", "生效日期"),
        "until": ("终止日期", "失效日期"),
    }
    groups = (
        (_("Duty"), ("code", "name", "organization", "source", "since", "until")),
        (_("For whom, by what"), ("who", "courses")),
        (_("How much"), ("hours", "days", "times", "years")),
    )
    examples = {"times": ..., "years": (1, 4)}

    class Meta(RecordForm.Meta):
        model = TrainingDuty
        fields = fields_of(TrainingDuty)


class EnrolForm(ActingForm):
    """Many persons for one course: all members of an organization, and whom the lines name."""

    organization = RecordField(
        Organization.objects.all(),
        label=_("All members of"),
        required=False,
        help_text=_("An organization's code or name; with all below it."),
    )
    lines = forms.CharField(
        label=_("Persons, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Names, ID numbers or “#” and the record number; where several have one name, add "
            "the branch behind it. May be pasted from a workbook."
        ),
    )
    outcome = forms.ChoiceField(
        label=_("Result"), choices=Outcome.choices, initial=Outcome.COMPLETED
    )
    anyway = forms.BooleanField(
        label=_("Enter the others although some lines name nobody"), required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """What the action takes: the people, the result, and the lines that name nobody."""
        asked = super().clean() or self.cleaned_data
        rows = enterable(self.user)
        found = match_lines(asked.get("lines", ""), rows)
        if found.problems and not asked.get("anyway"):
            self.add_error("lines", found.problems)
        people = found.persons + self.all_of(asked.get("organization"), rows)
        if not people and not found.problems and "organization" not in self.errors:
            self.add_error("lines", _("Nobody was named."))
        return {
            "people": list(dict.fromkeys(people)),
            "outcome": asked.get("outcome", ""),
            "problems": found.problems,
        }

    @staticmethod
    def all_of(top: Organization | None, rows: Any) -> list[Any]:
        if not top:
            return []
        members = rows.filter(organization__path__startswith=top.path, standing__in=MEMBERS)
        return list(members.at(timezone.localdate()))


class EnrolInForm(ActingForm):
    """One course for the persons ticked in their list."""

    training = RecordField(
        Training.objects.all(),
        label=_("Course"),
        help_text=_("The number of the course, or its title."),
    )
    outcome = forms.ChoiceField(
        label=_("Result"), choices=Outcome.choices, initial=Outcome.COMPLETED
    )
