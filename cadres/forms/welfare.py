from __future__ import annotations

from typing import Any

from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Insurance, Retirement
from cadres.rules.careers import years_served
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order


@usual
class InsuranceForm(UsualForm):
    rules = (in_order(),)
    synonyms = {
        "person": PERSON,
        "kind": ("险种", "保险种类"),
        "since": ("参保时间",),
        "paid_by": ("缴费主体", "缴费来源"),
        "state": ("参保状态",),
    }

    class Meta(RecordForm.Meta):
        model = Insurance
        fields = fields_of(Insurance)


class RetirementForm(RecordForm):
    """Years left empty are counted from the posts on record (003-40)."""

    rules = (in_order(),)
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "retired_as": ("离任职务",),
        "since": ("离任时间", "退岗时间"),
        "years": ("任职年限", "任职年数"),
    }

    class Meta(RecordForm.Meta):
        model = Retirement
        fields = fields_of(Retirement)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        person, since = values.get("person"), values.get("since")
        if "years" in values and values["years"] is None and person and since:
            values["years"] = years_served(person, since)
