from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Award
from cadres.rules.careers import (
    TOP_TEN_ARE_TEN,
    award_has_a_recipient,
    award_withdrawn_with_a_reason,
    year_of_the_award,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of


def today(_number: int) -> Any:
    return timezone.localdate()


@usual
class AwardForm(UsualForm):
    rules = (
        award_has_a_recipient,
        year_of_the_award,
        award_withdrawn_with_a_reason,
    )
    synonyms = {
        "organization": PLACE,
        "person": PERSON,
        "kind": ("表彰类别", "表彰种类"),
        "title": ("荣誉称号", "表彰名称"),
        "level": ("表彰级别",),
        "granted_on": ("表彰时间", "授予时间"),
        "granted_by": ("表彰机关", "授予单位"),
        "document": ("表彰文号", "文号"),
        "money": ("奖金", "奖励金额"),
    }
    examples = {"kind": ("cadre",), "granted_on": today}
    limits = (TOP_TEN_ARE_TEN,)
    groups = (
        (_("Commendation"), ("organization", "person", "kind", "year", "title", "level")),
        (_("Granting"), ("granted_on", "granted_by", "document", "money")),
        (_("Withdrawal"), ("withdrawn_on", "withdrawn_why")),
    )

    class Meta(RecordForm.Meta):
        model = Award
        fields = fields_of(Award)


class WithdrawForm(forms.Form):
    on = day_field(_("Withdrawn on"))
    why = text_field(_("Reason"), 200, required=True)
