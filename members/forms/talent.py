from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from members.choices.talent import Cultivation, Reached
from members.models import Mentorship, StartUp, Talent, TalentService
from members.rules.spans import fill_name
from members.rules.talent import names_a_mentor, result_has_a_day, stage_fits
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future

PERSON = ("姓名", "人员", "人才姓名", "身份证号")


class TalentForm(RecordForm):
    rules = (in_order(), not_in_future("since"))
    synonyms = {
        "person": PERSON,
        "kind": ("人才类别", "类别", "人才类型"),
        "skill": ("特长", "技能", "技术专长"),
        "level": ("认定级别", "级别"),
        "origin": ("来源", "人才来源"),
        "since": ("认定日期", "入库日期"),
        "until": ("退出日期", "出库日期"),
        "achievements": ("业绩", "主要业绩"),
    }
    words = {"origin": {"返乡": "returned", "引进": "brought", "本地": "local"}}

    class Meta(RecordForm.Meta):
        model = Talent
        fields = fields_of(Talent)


class MentorshipForm(RecordForm):
    rules = (in_order(), names_a_mentor, stage_fits, result_has_a_day)
    synonyms = {
        "person": ("培养对象", "徒弟", "学员"),
        "mentor": ("在册导师", "帮带人（在册）"),
        "mentor_name": ("导师", "帮带人", "培养人", "师傅"),
        "stage": ("培养方向", "培养类别"),
        "subject": ("帮带内容", "内容"),
        "since": ("开始日期", "结对日期"),
        "until": ("结束日期",),
        "reached": ("结果", "培养结果"),
        "households": ("带动户数",),
        "note": ("备注",),
    }
    groups = (
        (_("Who leads whom"), ("person", "mentor", "mentor_name", "stage", "subject")),
        (_("Course and result"), ("since", "until", "reached", "households", "note")),
    )
    examples = {"stage": (Cultivation.PASSING_ON,), "reached": (Reached.UNDER_WAY,)}

    class Meta(RecordForm.Meta):
        model = Mentorship
        fields = fields_of(Mentorship)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        fill_name(values, "mentor", "mentor_name")


class StartUpForm(RecordForm):
    rules = (in_order(), not_in_future("since"))
    synonyms = {
        "person": ("创业人", "带头人", "负责人", "姓名"),
        "name": ("项目", "项目名称", "创业项目"),
        "trade": ("行业", "产业"),
        "since": ("创办日期", "开始日期"),
        "until": ("结束日期",),
        "support": ("扶持方式", "支持方式"),
        "support_money": ("扶持金额", "扶持资金"),
        "turnover": ("年产值", "年营业额"),
        "jobs": ("就业人数", "带动就业"),
        "households": ("带动户数", "带动农户"),
        "note": ("备注",),
    }
    groups = (
        (_("Start-up"), ("person", "name", "trade", "since", "until")),
        (_("Support"), ("support", "support_money")),
        (_("What it brings"), ("turnover", "jobs", "households", "note")),
    )

    class Meta(RecordForm.Meta):
        model = StartUp
        fields = fields_of(StartUp)


class TalentServiceForm(RecordForm):
    rules = (not_in_future("served_on"),)
    synonyms = {
        "person": PERSON,
        "kind": ("服务类别", "类别"),
        "served_on": ("日期", "服务日期"),
        "server": ("服务单位", "服务人"),
        "text": ("服务内容", "内容"),
        "money": ("金额", "折合金额"),
    }

    class Meta(RecordForm.Meta):
        model = TalentService
        fields = fields_of(TalentService)
