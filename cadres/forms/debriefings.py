from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.debriefings import Votes
from cadres.choices.debriefings import DebriefingGrade
from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from cadres.rules.careers import (
    answer_comes_with_its_day,
    handling_in_order,
    report_in_order,
    settled_after_the_report,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import not_in_future

ABOUT = ("述职", "述职情况")


@usual
class DebriefingForm(UsualForm):
    rules = (report_in_order, not_in_future("reported_on"))
    synonyms = {
        "organization": PLACE,
        "person": ("述职人", *PERSON),
        "audience": ("述职对象", "述职范围"),
        "topics": ("述职内容", "述职主题"),
        "reported_on": ("述职时间",),
        "comment": ("点评意见", "点评"),
        "good": ("好票", "好（票）"),
        "fairly": ("较好票", "较好（票）"),
        "fair": ("一般票", "一般（票）"),
        "poor": ("差票", "差（票）"),
        "grade": ("评定等次", "等次", "综合评价"),
    }
    examples = {"state": ("prepared",)}
    groups = (
        (_("Report"), ("organization", "person", "year", "audience", "special", "topics")),
        (_("Course"), ("checked_on", "reported_on", "attended_by", "state")),
        (_("Judgement"), ("comment", "good", "fairly", "fair", "poor", "grade", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Debriefing
        fields = fields_of(Debriefing)


class DebriefingQuestionForm(RecordForm):
    rules = (answer_comes_with_its_day,)
    synonyms = {"debriefing": ABOUT, "question": ("质询问题",), "asked_by": ("质询人",)}

    class Meta(RecordForm.Meta):
        model = DebriefingQuestion
        fields = fields_of(DebriefingQuestion)


class DebriefingIssueForm(RecordForm):
    rules = (settled_after_the_report, not_in_future("done_on"))
    synonyms = {"debriefing": ABOUT, "issue": ("问题", "整改事项"), "due_on": ("整改时限",)}

    class Meta(RecordForm.Meta):
        model = DebriefingIssue
        fields = fields_of(DebriefingIssue)


@usual
class HandlingForm(UsualForm):
    rules = (handling_in_order, not_in_future("done_on"))
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "kind": ("处理方式", "组织处理"),
        "basis": ("处理依据",),
        "grounds": ("处理原因",),
        "decided_on": ("处理时间", "决定时间"),
    }
    examples = {"state": ("decided",)}
    groups = (
        (_("Cadre"), ("person", "organization", "post", "debriefing")),
        (_("Decision"), ("kind", "basis", "grounds", "decided_on", "decided_by", "document")),
        (_("Carrying out and filing"), ("state", "done_on", "filed_on", "filing_no")),
    )

    class Meta(RecordForm.Meta):
        model = Handling
        fields = fields_of(Handling)


class ReportForm(forms.Form):
    on = day_field(_("Reported on"))
    topics = text_field(pgettext_lazy("of a debriefing", "Topics"), 200, required=True)
    attended_by = text_field(_("Attended from above by"), 80)


def votes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, initial=0)


class GradeForm(forms.Form):
    grade = forms.ChoiceField(label=_("Grade"), choices=DebriefingGrade.choices)
    comment = text_field(_("Comment"), 300, required=True)
    good = votes(_("Votes “good”"))
    fairly = votes(_("Votes “fairly good”"))
    fair = votes(_("Votes “fair”"))
    poor = votes(_("Votes “poor”"))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        counted = {n: values.pop(n) for n in ("good", "fairly", "fair", "poor") if n in values}
        return {**values, "votes": Votes(**counted)}


class SettleForm(forms.Form):
    on = day_field(_("Done on"))
    result = text_field(pgettext_lazy("of a debriefing", "What came of it"), 200, required=True)


class CarryForm(forms.Form):
    on = day_field(_("Carried out on"))


class FileHandlingForm(forms.Form):
    on = day_field(_("Filed on"))
    filing_no = text_field(_("Filing number"), required=True)
