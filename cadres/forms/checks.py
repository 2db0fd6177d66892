from __future__ import annotations

from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import CheckView, JointCheck, NegativeItem
from cadres.rules.records import (
    asked_before_concluded,
    concluded_check_has_a_day,
    in_force_in_order,
    objection_has_grounds,
)
from portal.forms import RecordForm


class NegativeItemForm(RecordForm):
    rules = (in_force_in_order,)

    class Meta(RecordForm.Meta):
        model = NegativeItem
        fields = ["organization", "item_no", "text", "department", "since", "until", "source"]


@usual
class JointCheckForm(UsualForm):
    rules = (concluded_check_has_a_day, asked_before_concluded)
    synonyms = {
        "person": ("拟任人选", *PERSON),
        "organization": PLACE,
        "position": ("拟任职务",),
        "asked_on": ("提请时间",),
    }

    class Meta(RecordForm.Meta):
        model = JointCheck
        fields = [
            "person",
            "organization",
            "position",
            "reason",
            "election",
            "asked_on",
            "state",
            "concluded_on",
            "valid_until",
            "findings",
        ]


@usual
class CheckViewForm(UsualForm):
    rules = (objection_has_grounds,)

    class Meta(RecordForm.Meta):
        model = CheckView
        fields = ["check_case", "department", "view", "item", "viewed_on", "note"]
