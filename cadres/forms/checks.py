from __future__ import annotations

from cadres.choices.checks import CheckState, View
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import CheckView, JointCheck, NegativeItem
from cadres.rules.records import (
    concluded_check_has_a_day,
    objection_has_grounds,
)
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order


class NegativeItemForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = NegativeItem
        fields = fields_of(NegativeItem)


@usual
class JointCheckForm(UsualForm):
    rules = (concluded_check_has_a_day, in_order("asked_on", "concluded_on"))
    synonyms = {
        "person": ("拟任人选", *PERSON),
        "organization": PLACE,
        "position": ("拟任职务",),
        "asked_on": ("提请时间",),
    }
    examples = {"state": (CheckState.OPEN,)}

    class Meta(RecordForm.Meta):
        model = JointCheck
        fields = fields_of(JointCheck)


@usual
class CheckViewForm(UsualForm):
    rules = (objection_has_grounds,)
    examples = {"view": (View.CLEAN,)}

    class Meta(RecordForm.Meta):
        model = CheckView
        fields = fields_of(CheckView)
