from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.studies import SecondmentResult
from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON
from cadres.forms.usual import UsualForm, usual
from cadres.models import Secondment, Study
from cadres.rules.careers import study_state_fits
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order


class SecondmentForm(RecordForm):
    rules = (in_order("since", "until", "planned_end"),)
    synonyms = {
        "person": PERSON,
        "kind": ("锻炼方式", "挂职类别"),
        "unit": ("挂职单位", "锻炼单位"),
        "position": ("挂职职务",),
        "since": ("挂职时间", "开始时间"),
        "until": ("结束时间",),
        "result": ("鉴定结果",),
    }
    groups = (
        (_("Where"), ("person", "kind", "unit", "position")),
        (_("When"), ("since", "planned_end", "until", "result", "report")),
    )

    class Meta(RecordForm.Meta):
        model = Secondment
        fields = fields_of(Secondment)


@usual
class StudyForm(UsualForm):
    rules = (in_order("since", "until", "planned_end"), study_state_fits)
    synonyms = {
        "person": PERSON,
        "school": ("就读院校", "学校", "院校"),
        "form": ("学习形式",),
        "level": ("学历层次", "攻读学历"),
        "major": ("专业",),
        "since": ("入学时间",),
        "until": ("毕业时间",),
        "certificate_no": ("毕业证号", "毕业证编号"),
    }
    examples = {"state": ("enrolled",)}
    groups = (
        (_("Study"), ("person", "school", "form", "level", "major")),
        (_("Course"), ("since", "planned_end", "state", "until", "certificate_no", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Study
        fields = fields_of(Study)


class GraduateForm(forms.Form):
    on = day_field(_("Graduated on"))
    certificate_no = text_field(_("Certificate number"))


class DropStudyForm(forms.Form):
    on = day_field(_("Given up on"))
    note = text_field(_("Reason"), 200, required=True)


class EndSecondmentForm(forms.Form):
    on = day_field(_("Back on"))
    result = forms.ChoiceField(
        label=pgettext_lazy("secondment", "Result"), choices=SecondmentResult.choices
    )
    report = text_field(_("What was learnt"), 200)
