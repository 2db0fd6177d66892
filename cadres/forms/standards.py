from __future__ import annotations

from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import SecretaryStandard, Skill
from cadres.rules.records import judgement_is_whole
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future

GRADES = {"是": "met", "好": "met", "强": "met", "一般": "partly", "否": "failed", "弱": "failed"}


class SecretaryStandardForm(RecordForm):
    rules = (judgement_is_whole, not_in_future("judged_on"))
    synonyms = {
        "person": ("书记", "书记姓名", *PERSON),
        "organization": PLACE,
        "judged_on": ("评定时间", "考评时间"),
        "politics": ("思想政治素质", "素质好"),
        "wealth": ("带富能力", "带富强"),
        "coordination": ("协调能力", "协调强"),
        "assessor": ("考评单位",),
    }
    words = dict.fromkeys(("politics", "wealth", "coordination"), GRADES)

    class Meta(RecordForm.Meta):
        model = SecretaryStandard
        fields = fields_of(SecretaryStandard)


@usual
class SkillForm(UsualForm):
    rules = (in_order(later=True),)
    synonyms = {"person": PERSON, "name": ("技能", "技能名称"), "kind": ("技能类型",)}

    class Meta(RecordForm.Meta):
        model = Skill
        fields = fields_of(Skill)
