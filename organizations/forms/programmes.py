from __future__ import annotations

from django.utils.translation import gettext_lazy

from organizations.models import Programme, ProgrammeItem, ProgrammeResult
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future


class ProgrammeForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("制定单位",),
        "code": ("编码",),
        "name": ("工程名称", "活动名称"),
        "kind": ("类型",),
        "version": ("版次",),
        "text": ("标准内容", "正文"),
        "source": ("文件", "文号"),
        "since": ("施行日期",),
        "until": ("废止日期",),
    }
    groups = (
        (
            gettext_lazy("Programme"),
            ("organization", "code", "name", "kind", "version", "since", "until"),
        ),
        (gettext_lazy("Wording"), ("text", "source")),
    )

    class Meta(RecordForm.Meta):
        model = Programme
        fields = fields_of(Programme)


class ProgrammeItemForm(RecordForm):
    synonyms = {
        "programme": ("工程", "标准"),
        "position": ("顺序",),
        "name": ("项目", "指标", "内容"),
        "wording": ("具体要求",),
        "unit": ("计量单位",),
        "target": ("目标",),
    }

    class Meta(RecordForm.Meta):
        model = ProgrammeItem
        fields = fields_of(ProgrammeItem)


class ProgrammeResultForm(RecordForm):
    rules = (not_in_future("judged_on"),)
    synonyms = {
        "organization": ("单位",),
        "item": ("项目", "指标", "指标名称"),
        "judged_on": ("评估日期", "考评时间"),
        "level": ("评估级别",),
        "judge": ("考评组", "评估单位"),
        "value": ("完成值",),
        "verdict": ("结论", "结果"),
        "note": ("说明",),
    }

    class Meta(RecordForm.Meta):
        model = ProgrammeResult
        fields = fields_of(ProgrammeResult)
