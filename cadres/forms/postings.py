from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.choices.postings import PostingLeft
from cadres.fields import DayFormField
from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import (
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingRule,
    PostingSupport,
    TeamTask,
)
from cadres.rules.postings import (
    POSTING_RULES,
    days_fit_the_month,
    happened_while_posted,
    leave_fits_the_working_days,
    money_has_an_amount,
    posted_to_a_fitting_place,
    term_as_the_rules_say,
)
from members.models import Person
from portal.dates import months_after
from portal.forms import ActingForm, RecordField, RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future

POSTED = ("选派", "选派干部", "任职情况", "驻村干部", "驻村任职")


@usual
class PostingForm(UsualForm):
    rules = POSTING_RULES
    cautions = (term_as_the_rules_say, posted_to_a_fitting_place)
    synonyms = {
        "person": PERSON,
        "organization": ("驻村", "派驻村", "任职村", "所驻村", *PLACE),
        "kind": ("选派类别", "类别", "人员类别"),
        "posted_as": ("到村职务", "任职岗位", "驻村职务"),
        "sending_unit": ("选派单位", "派出单位", "原单位", "工作单位"),
        "unit_post": ("原职务", "原单位职务"),
        "batch": ("批次", "选派批次"),
        "since": ("到村时间", "任职时间", "驻村时间", "开始时间"),
        "term_ends": ("任期截止", "任期届满", "合同到期", "届满时间"),
        "contract_no": ("文号", "合同编号", "任职文号"),
        "priority": ("重点村", "是否重点村"),
        "until": ("离村时间", "离任时间", "离职时间"),
        "left_why": ("离职原因", "离村原因", "离任原因"),
    }
    words = {
        "kind": {
            "驻村第一书记": "first_secretary",
            "驻村工作队员": "team",
            "工作队员": "team",
            "包村干部": "in_charge",
            "大学生村官": "graduate",
            "大学生村干部": "graduate",
            "选调生": "selected",
            "下派干部": "sent_down",
            "选派干部": "sent_down",
        }
    }
    examples = {"kind": ("in_charge",), "until": ("",), "left_why": ("",)}
    groups = (
        (_("Posting"), ("person", "organization", "kind", "posted_as", "priority")),
        (_("Sent by"), ("sending_unit", "unit_post", "batch", "contract_no")),
        (_("Time"), ("since", "term_ends", "until", "left_why", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Posting
        fields = fields_of(Posting)
        field_classes = dict.fromkeys(("since", "term_ends", "until"), DayFormField)


class PostingBatchForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = PostingBatch
        fields = fields_of(PostingBatch)


class PostingRuleForm(RecordForm):
    rules = (
        in_order(later=True),
        no_more_than("least_months", "most_months", _("The least is more than the most.")),
    )
    examples = {"least_months": ("12",), "most_months": ("36",)}
    groups = (
        (_("About"), ("organization", "kind", "since", "until", "source")),
        (_("What it demands"), ("least_months", "most_months", "share", "days")),
    )

    class Meta(RecordForm.Meta):
        model = PostingRule
        fields = fields_of(PostingRule)


class PostingGoalForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = PostingGoal
        fields = fields_of(PostingGoal)


class PostingAssessmentForm(RecordForm):
    rules = (happened_while_posted("assessed_on"), not_in_future("assessed_on"))
    synonyms = {"posting": POSTED, "goal": ("六句话", "目标要求"), "reached": ("完成情况",)}

    class Meta(RecordForm.Meta):
        model = PostingAssessment
        fields = fields_of(PostingAssessment)


def month_back(number: int) -> date:
    return months_after(timezone.localdate().replace(day=1), -1 - number)


@usual
class PostingAttendanceForm(UsualForm):
    rules = (days_fit_the_month, not_in_future("month"), leave_fits_the_working_days)
    synonyms = {
        "posting": POSTED,
        "month": ("考勤月份", "年月"),
        "working_days": ("应到天数", "法定工作日"),
        "days": ("在村天数", "驻村天数", "实到天数"),
        "leave_days": ("请假天数",),
        "nights": ("住村天数", "住村夜数"),
    }
    examples = {
        "month": month_back,
        "working_days": ("22",),
        "days": ("20", "18", "21", "12"),
        "leave_days": ("0", "1"),
    }

    class Meta(RecordForm.Meta):
        model = PostingAttendance
        fields = fields_of(PostingAttendance)
        field_classes = {"month": DayFormField}


class PostingLogForm(RecordForm):
    rules = (happened_while_posted("done_on"), not_in_future("done_on"))
    synonyms = {
        "posting": POSTED,
        "done_on": ("日期", "时间"),
        "title": ("工作内容", "工作日志"),
        "duty": ("职责",),
        "households": ("走访户数",),
    }

    class Meta(RecordForm.Meta):
        model = PostingLog
        fields = fields_of(PostingLog)


class PostingSupportForm(RecordForm):
    rules = (money_has_an_amount, not_in_future("given_on"))
    synonyms = {"posting": POSTED, "amount": ("金额", "资金"), "what": ("帮扶内容", "支持内容")}
    examples = {"amount": ("5000", "20000")}

    class Meta(RecordForm.Meta):
        model = PostingSupport
        fields = fields_of(PostingSupport)


class TeamTaskForm(RecordForm):
    rules = (
        in_order(
            "since",
            "due_on",
            "until",
            sentence=_("This day lies before the task was assigned."),
        ),
    )
    synonyms = {
        "organization": PLACE,
        "team": ("队伍", "四支队伍"),
        "task": ("任务", "分工", "任务分工"),
        "docking": ("精准对接",),
        "person": ("责任人",),
    }
    groups = (
        (_("Task"), ("organization", "team", "task", "docking", "person")),
        (_("Time"), ("since", "due_on", "until", "result")),
    )

    class Meta(RecordForm.Meta):
        model = TeamTask
        fields = fields_of(TeamTask)


class ExtendPostingForm(forms.Form):
    term_ends = day_field(_("New end of the term"), initial=None)
    contract_no = text_field(_("Contract or document number"))


class EndPostingForm(forms.Form):
    on = day_field(_("First day without the posting"))
    why = forms.ChoiceField(label=_("Why"), choices=PostingLeft.choices)


class HandOverForm(ActingForm):
    on = day_field(_("From"))
    person = RecordField(
        Person.objects.all(), label=_("To whom"), help_text=_("By name, ID number or “#12”.")
    )
    term_ends = day_field(_("Term ends"), required=False, initial=None)


class FinishForm(forms.Form):
    on = day_field(_("Finished on"))
    result = text_field(_("What came of it"), 200, required=True)
