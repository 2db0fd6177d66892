from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import NameFormField
from members.models import Person
from members.rules.persons import (
    dates_in_order,
    id_number_fits,
    leaving_has_a_reason,
    odd_dates,
    standing_fits,
)
from portal.fields import born_of
from portal.forms import RecordForm


class PersonForm(RecordForm):
    rules = (
        id_number_fits,
        dates_in_order,
        standing_fits,
        leaving_has_a_reason,
    )
    cautions = (odd_dates,)
    synonyms = {
        "name": ("姓名", "党员姓名", "名字"),
        "sex": ("性别",),
        "ethnicity": ("民族",),
        "born": ("出生日期", "出生年月", "出生年月日", "出生时间", "生日"),
        "id_number": (
            "公民身份号码",
            "公民身份证号码",
            "身份证号",
            "身份证号码",
            "身份证",
            "公民身份证号",
        ),
        "education": ("学历", "文化程度", "最高学历"),
        "standing": ("人员类别", "党员类别", "正式/预备", "正式预备", "类别", "政治面貌"),
        "organization": (
            "所在党支部",
            "党支部",
            "所在党组织",
            "党组织",
            "所属党组织",
            "所属党支部",
            "支部",
            "所在支部",
        ),
        "applied": ("申请入党时间", "申请入党日期", "递交入党申请书时间"),
        "activist_on": ("确定积极分子时间", "列为积极分子时间", "确定为入党积极分子日期"),
        "target_on": ("确定发展对象时间", "列为发展对象时间", "确定为发展对象日期"),
        "joined": ("入党日期", "入党时间", "加入党组织日期", "加入党组织时间", "入党年月"),
        "confirmed": ("转正日期", "转正时间", "转为正式党员日期", "转为正式党员时间", "转正年月"),
        "phone": (
            "联系电话",
            "手机号码",
            "手机",
            "电话",
            "手机号",
            "联系方式",
            "联系电话(手机/固定)",
        ),
        "left": ("离开日期", "减少日期", "离开时间"),
        "left_why": ("离开原因", "减少原因"),
    }
    words = {
        "standing": {
            "正式党员": "full",
            "正式": "full",
            "中共党员": "full",
            "预备党员": "probationary",
            "预备": "probationary",
            "中共预备党员": "probationary",
            "发展对象": "target",
            "入党积极分子": "activist",
            "积极分子": "activist",
            "入党申请人": "applicant",
            "申请人": "applicant",
        }
    }
    groups = (
        (_("Identity"), ("name", "sex", "ethnicity", "born", "id_number", "education", "phone")),
        (
            _("In the party"),
            (
                "organization",
                "standing",
                "applied",
                "activist_on",
                "target_on",
                "joined",
                "confirmed",
            ),
        ),
        (_("Leaving"), ("left", "left_why")),
    )

    class Meta(RecordForm.Meta):
        model = Person
        fields = [
            "name",
            "sex",
            "ethnicity",
            "born",
            "id_number",
            "education",
            "standing",
            "organization",
            "applied",
            "activist_on",
            "target_on",
            "joined",
            "confirmed",
            "phone",
            "left",
            "left_why",
        ]
        field_classes = {"name": NameFormField}

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """A birth date that was left out stands in the ID number."""
        if not values.get("born") and values.get("id_number") and "born" in values:
            values["born"] = born_of(values["id_number"])


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It is logged."))
