from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cadres.choices.reserves import ReserveState
from cadres.fields import DayFormField
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Reserve, ReserveProcedure, ReserveStep
from cadres.rules.records import (
    mentor_is_somebody_else,
    reserve_is_young_enough,
    reserve_state_fits,
)
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future


@usual
class ReserveForm(UsualForm):
    rules = (mentor_is_somebody_else, reserve_state_fits)
    cautions = (reserve_is_young_enough,)
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "position": ("拟任职务", "培养方向", "培养职务"),
        "source": ("来源", "人员来源"),
        "mentor": ("帮带人", "培养联系人", "导师"),
        "proposed_on": ("提名时间", "推荐时间"),
        "since": ("入库时间", "确定时间"),
        "plan": ("培养措施",),
    }
    words = {"position": {"书记": "secretary", "主任": "director", "副书记": "deputy"}}
    groups = (
        (_("Reserve"), ("person", "organization", "position", "source", "mentor", "plan")),
        (_("State"), ("proposed_on", "state", "since", "until", "left_why", "remarks")),
    )
    examples = {"state": (ReserveState.SELECTING,)}

    class Meta(RecordForm.Meta):
        model = Reserve
        fields = fields_of(Reserve)
        field_classes = dict.fromkeys(("proposed_on", "since", "until"), DayFormField)


class ReserveProcedureForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = ReserveProcedure
        fields = fields_of(ReserveProcedure)


class ReserveStepForm(RecordForm):
    rules = (not_in_future("done_on"),)

    class Meta(RecordForm.Meta):
        model = ReserveStep
        fields = fields_of(ReserveStep)
