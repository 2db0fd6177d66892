from __future__ import annotations

from members.forms.care import PERSON
from members.models import MemberResult
from members.rules.programmes import judges_members
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import not_in_future


class MemberResultForm(RecordForm):
    rules = (not_in_future("judged_on"), judges_members)
    synonyms = {
        "person": PERSON,
        "item": ("项目", "评定项目", "指标名称"),
        "judged_on": ("评议日期", "认定日期", "日期"),
        "judge": ("评定党组织", "评议单位"),
        "verdict": ("结论", "评定结果"),
        "note": ("备注", "说明"),
    }

    class Meta(RecordForm.Meta):
        model = MemberResult
        fields = fields_of(MemberResult)
