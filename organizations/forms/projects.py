from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.choices.projects import ProjectState
from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future


def accepted_has_a_day(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    over = values.get("state") in {ProjectState.PASSED, ProjectState.FAILED}
    if over and "accepted_on" in values and not values["accepted_on"]:
        yield "accepted_on", _("Give the day of the acceptance.")


class DemonstrationSiteForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("示范点", "所在党组织", "单位"),
        "kind": ("示范点类别",),
        "level": ("示范级别", "层级"),
        "theme": ("示范内容", "特色"),
        "since": ("命名日期", "确定日期"),
        "until": ("撤销日期", "摘牌日期"),
        "sponsor": ("联系党组织", "抓点单位"),
        "document": ("命名文号",),
        "from_contact_point": ("联系点建成",),
    }
    groups = (
        (gettext_lazy("Site"), ("organization", "kind", "level", "theme", "since", "until")),
        (
            gettext_lazy("Origin"),
            ("sponsor", "document", "from_contact_point", "ended_why", "note"),
        ),
    )

    class Meta(RecordForm.Meta):
        model = DemonstrationSite
        fields = fields_of(DemonstrationSite)


class ProjectVillageForm(RecordForm):
    rules = (in_order(), not_in_future("accepted_on"), accepted_has_a_day)
    synonyms = {
        "organization": ("党组织", "项目村", "村"),
        "level": ("项目级别",),
        "batch": ("第几批",),
        "since": ("周期开始", "开始时间"),
        "until": ("结束时间", "周期结束"),
        "priority": ("优先", "中心村优先"),
        "leader": ("书记姓名", "党组织书记"),
        "goal": ("目标",),
        "state": ("创建状态",),
        "accepted_on": ("验收时间",),
        "result": ("验收结果", "结果"),
    }
    groups = (
        (
            gettext_lazy("Project"),
            ("organization", "level", "batch", "since", "until", "priority", "leader", "goal"),
        ),
        (gettext_lazy("Acceptance"), ("state", "accepted_on", "result")),
    )
    examples = {"state": (ProjectState.RUNNING,)}

    class Meta(RecordForm.Meta):
        model = ProjectVillage
        fields = fields_of(ProjectVillage)


class TrackingVisitForm(RecordForm):
    rules = (not_in_future("held_on"),)
    synonyms = {
        "project": ("项目村",),
        "held_on": ("走访日期", "跟踪日期"),
        "visitor": ("跟踪人", "指导人"),
        "found": ("进展情况", "存在问题"),
        "advice": ("建议",),
    }

    class Meta(RecordForm.Meta):
        model = TrackingVisit
        fields = fields_of(TrackingVisit)


class TrainingBaseForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("主管党组织", "所属乡镇"),
        "name": ("基地名称",),
        "kind": ("基地类别",),
        "address": ("位置",),
        "topics": ("教学内容", "课程"),
        "capacity": ("容纳人数",),
        "manager": ("负责人",),
        "phone": ("电话",),
        "since": ("挂牌日期", "建立日期"),
        "until": ("撤销日期",),
    }
    groups = (
        (gettext_lazy("Base"), ("organization", "name", "kind", "address", "topics")),
        (
            gettext_lazy("Who and what for"),
            ("capacity", "manager", "phone", "since", "until", "note"),
        ),
    )

    class Meta(RecordForm.Meta):
        model = TrainingBase
        fields = fields_of(TrainingBase)


class AcceptProjectForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Accepted on"), initial=timezone.localdate)
    passed = forms.BooleanField(label=gettext_lazy("It passed"), required=False, initial=True)
    result = forms.CharField(label=gettext_lazy("Result"), widget=forms.Textarea(attrs={"rows": 3}))
