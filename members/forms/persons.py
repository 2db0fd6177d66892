from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.choices.standing import Standing
from members.fields import MonthsFormField, NameFormField
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

# The national export's, the collection form's and hand-made rosters' heads (domain 2.12).
MORE_SYNONYMS = {
    "degree": ("学位", "最高学位"),
    "native_place": ("籍贯",),
    "household": ("户籍所在地", "户籍地", "户口所在地"),
    "residence": ("现居住地", "家庭住址", "家庭地址", "家庭住址(门牌号)", "住址"),
    "landline": ("固定电话", "座机"),
    "first_work": ("参加工作时间", "参加工作日期"),
    "work_post": ("工作岗位", "岗位", "职业"),
    "technical_post": ("从事专业技术职务", "专业技术职务", "技术职称"),
    "social_stratum": ("新社会阶层类型", "新社会阶层"),
    "migrant_worker": ("是否农民工", "农民工"),
    "skills": ("特长", "技能", "专长"),
    "membership": ("党籍状态",),
    "member_class": ("党员分类", "分类管理类别"),
    "party_group": ("所在党小组", "党小组"),
    "joined_kind": ("入党类型", "加入党组织类型"),
    "joined_branch": ("入党时所在支部", "入党时所在党支部"),
    "confirmed_how": ("转正情况",),
    "extended_months": ("延长预备期时间", "延长预备期"),
    "party_age_correction": ("党龄校正值",),
    "mobile": ("是否流动党员", "是否为流动党员", "流动党员"),
    "mobile_to": ("外出流向", "流向", "外出地点", "流动去向"),
    "lost": ("是否失联党员", "是否为失联党员", "失联党员"),
    "lost_since": ("失去联系日期", "失联日期", "失联时间"),
    "needy": ("是否困难党员", "困难党员", "生活困难党员"),
    "remarks": ("备注", "说明"),
}
GROUPS = (
    (_("Identity"), ("name", "sex", "ethnicity", "born", "id_number", "native_place")),
    (_("Contact"), ("phone", "landline", "residence", "household")),
    (
        _("In the party"),
        (
            "organization",
            "party_group",
            "standing",
            "member_class",
            "joined",
            "confirmed",
            "membership",
        ),
    ),
    (
        _("Way into the party"),
        (
            "applied",
            "activist_on",
            "target_on",
            "joined_kind",
            "joined_branch",
            "confirmed_how",
            "extended_months",
            "party_age_correction",
        ),
    ),
    (
        _("Education and work"),
        (
            "education",
            "degree",
            "first_work",
            "work_post",
            "technical_post",
            "social_stratum",
            "migrant_worker",
            "skills",
        ),
    ),
    (_("Circumstances"), ("mobile", "mobile_to", "lost", "lost_since", "needy", "remarks")),
    (_("Leaving"), ("left", "left_why")),
)
# What moves a standing, so that the steps and their rules are kept (domain 2.2).
MOVED_BY = {
    Standing.APPLICANT: _("Application to join"),
    Standing.ACTIVIST: _("List as activist"),
    Standing.TARGET: _("List as development target"),
    Standing.PROBATIONARY: _("Admit"),
    Standing.FULL: _("Confirm"),
}


EXAMPLES = {
    "name": ("王建国", "李秀英", "张卫东", "刘桂兰"),
    "born": lambda number: f"{1950 + number % 50}-07-03",  # as in the ID numbers of examples
    "sex": ("1",),
    "standing": (Standing.FULL,),
    "joined": ("2018-07-01",),
    "confirmed": ("2019-07-01",),
    "left_why": ("",),
}


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
        **MORE_SYNONYMS,
    }
    words = {
        "membership": {
            "正常": "normal",
            "保留党籍": "kept",
            "停止": "suspended",
            "停止党籍": "suspended",
            "恢复党籍": "restored",
            "1": "normal",
            "10": "kept",
            "11": "restored",
            "12": "suspended",
        },
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
            "群众": "none",
            "非党员": "none",
        },
    }
    groups = GROUPS
    examples = EXAMPLES

    class Meta(RecordForm.Meta):
        model = Person
        fields = [name for _title, names in GROUPS for name in names]
        field_classes = {"name": NameFormField, "extended_months": MonthsFormField}

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """A birth date that was left out stands in the ID number."""
        if not values.get("born") and values.get("id_number") and "born" in values:
            values["born"] = born_of(values["id_number"])

    def warnings(self) -> Iterator[tuple[str, Any]]:
        """Rosters may say what somebody is; on the page of a person an action should."""
        yield from super().warnings()
        if not self.instance.pk:
            return
        standing = self.cleaned_data.get("standing")
        if "standing" in self.changed_data and standing in MOVED_BY:
            yield "standing", by_action(MOVED_BY[Standing(standing)])
        if "left" in self.changed_data and self.cleaned_data.get("left"):
            yield "left", by_action(_("Remove"))


def by_action(label: Any) -> str:
    return gettext(
        "Here the change leaves no step and no rule is checked. For anything but old history use "
        "the action “%(action)s” on the person's page."
    ) % {"action": label}


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It is logged."))
