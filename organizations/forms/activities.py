from __future__ import annotations

from django.utils.translation import gettext_lazy

from organizations.models import Activity, ActivityKind, Adoption, Honour, ModelCase
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future


class ActivityKindForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("制定单位",),
        "code": ("编码",),
        "name": ("活动名称", "载体名称"),
        "topic": ("主题类别", "类别"),
        "wording": ("要求", "主要内容"),
        "source": ("文件", "文号"),
        "since": ("施行日期",),
        "until": ("停止日期",),
    }

    class Meta(RecordForm.Meta):
        model = ActivityKind
        fields = fields_of(ActivityKind)


class AdoptionForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("村", "单位"),
        "kind": ("载体", "工作法"),
        "since": ("开展日期", "推行日期"),
        "until": ("停止日期",),
        "contact": ("负责人",),
        "note": ("说明",),
    }

    class Meta(RecordForm.Meta):
        model = Adoption
        fields = fields_of(Adoption)


class ActivityForm(RecordForm):
    rules = (
        not_in_future("held_on"),
        no_more_than("present", "due", gettext_lazy("More than were expected.")),
    )
    synonyms = {
        "organization": ("主办单位", "开展单位"),
        "kind": ("活动类型", "载体"),
        "held_on": ("活动日期", "开展时间"),
        "title": ("活动主题", "活动名称"),
        "held_at": ("活动地点",),
        "base": ("基地",),
        "programme": ("工程",),
        "model": ("学习典型",),
        "due": ("应参加人数",),
        "present": ("实到人数", "人数"),
        "summary": ("内容", "情况"),
        "result": ("结果", "效果"),
    }
    groups = (
        (
            gettext_lazy("Activity"),
            ("organization", "kind", "held_on", "title", "held_at", "base", "programme", "model"),
        ),
        (gettext_lazy("What came of it"), ("due", "present", "summary", "result")),
    )

    class Meta(RecordForm.Meta):
        model = Activity
        fields = fields_of(Activity)


class ModelCaseForm(RecordForm):
    rules = (not_in_future("chosen_on"),)
    synonyms = {
        "organization": ("推荐单位", "单位"),
        "title": ("典型名称", "经验名称"),
        "kind": ("典型类别",),
        "about": ("姓名", "先进集体"),
        "level": ("典型级别",),
        "chosen_on": ("选树日期",),
        "article": ("经验材料", "正文"),
        "published": ("刊发媒体", "发表于"),
        "published_on": ("刊发日期",),
        "spread": ("推广措施",),
    }
    groups = (
        (gettext_lazy("Model"), ("organization", "title", "kind", "about", "level", "chosen_on")),
        (gettext_lazy("Article"), ("article", "published", "published_on", "spread")),
    )

    class Meta(RecordForm.Meta):
        model = ModelCase
        fields = fields_of(ModelCase)


class HonourForm(RecordForm):
    rules = (in_order("granted_on"), not_in_future("granted_on"))
    synonyms = {
        "organization": ("获奖单位", "单位"),
        "title": ("荣誉名称", "称号"),
        "level": ("荣誉级别", "表彰级别"),
        "granted_on": ("表彰日期", "获得时间"),
        "granted_by": ("表彰单位", "颁奖单位"),
        "document": ("表彰文号",),
        "review_on": ("复核日期", "复查日期"),
        "until": ("有效期至", "撤销日期"),
    }
    groups = (
        (
            gettext_lazy("Honour"),
            ("organization", "title", "level", "granted_on", "granted_by", "document"),
        ),
        (gettext_lazy("Keeping it"), ("review_on", "until", "ended_why", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Honour
        fields = fields_of(Honour)
