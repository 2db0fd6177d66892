from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.recruitment import Scores
from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import RecruitmentCase, RecruitmentQuota
from cadres.rules.careers import (
    directed_share_is_enough,
    result_of_recruitment_fits,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import no_more_than


@usual
class RecruitmentQuotaForm(UsualForm):
    rules = (
        no_more_than("directed", "plan", _("More places for village cadres than the plan has.")),
    )
    cautions = (directed_share_is_enough,)
    synonyms = {
        "organization": PLACE,
        "plan": ("招录计划", "计划数"),
        "directed": ("定向名额", "面向村干部名额"),
        "announced_on": ("公告时间",),
    }

    class Meta(RecordForm.Meta):
        model = RecruitmentQuota
        fields = fields_of(RecruitmentQuota)


@usual
class RecruitmentCaseForm(UsualForm):
    rules = (result_of_recruitment_fits,)
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "way": ("招录方式",),
        "applied_on": ("报名时间",),
        "written": ("笔试成绩",),
        "bonus": ("加分",),
        "interview": ("面试成绩",),
        "later_post": ("录用职位", "录用后职务"),
    }
    examples = {"state": ("applied",)}
    groups = (
        (_("Application"), ("person", "organization", "year", "way", "quota", "applied_on")),
        (_("Check and scores"), ("state", "finding", "written", "bonus", "interview")),
        (_("Result"), ("concluded_on", "later_post", "note")),
    )

    class Meta(RecordForm.Meta):
        model = RecruitmentCase
        fields = fields_of(RecruitmentCase)


def marks(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=5, decimal_places=2
    )


class ResultForm(forms.Form):
    on = day_field(_("Result known on"))
    recruited = forms.BooleanField(label=_("Recruited"), required=False)
    written = marks(_("Written test"))
    interview = marks(pgettext_lazy("recruitment", "Interview"))
    later_post = text_field(_("Later post"), 80)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        scored = {name: values.pop(name) for name in ("written", "interview") if name in values}
        return {**values, "scores": Scores(**scored)}
