from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.duties import Grade, Kept, SeatRole
from members.forms.care import PERSON
from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from members.rules.duties import (
    closing_is_whole,
    post_is_offered,
    review_is_whole,
    seated_is_a_member,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order, not_in_future


class DutyPostForm(RecordForm):
    synonyms = {
        "code": ("岗位编码", "编码"),
        "name": ("岗位", "岗位名称"),
        "organization": ("党组织", "设岗单位"),
        "role": ("岗位类别", "类别"),
        "duties": ("岗位职责", "职责"),
        "wanted": ("设岗数", "人数"),
        "closed": ("停设",),
    }

    class Meta(RecordForm.Meta):
        model = DutyPost
        fields = fields_of(DutyPost)


class DutyClaimForm(RecordForm):
    rules = (in_order(), not_in_future("reviewed_on"), review_is_whole, post_is_offered)
    synonyms = {
        "person": PERSON,
        "post": ("岗位", "岗位名称", "认领岗位"),
        "since": ("上岗日期", "认岗日期", "开始日期"),
        "until": ("离岗日期", "结束日期"),
        "reviewed_on": ("考评日期", "评议日期"),
        "grade": ("考评等次", "等次"),
        "review": ("考评意见", "评语"),
    }
    examples = {"grade": ("",)}

    class Meta(RecordForm.Meta):
        model = DutyClaim
        fields = fields_of(DutyClaim)


class CommitmentForm(RecordForm):
    rules = (
        not_in_future("made_on", "kept_on"),
        in_order("made_on", "due", sentence=_("It is due before it was made.")),
        closing_is_whole,
    )
    synonyms = {
        "person": PERSON,
        "kind": ("承诺类别", "类别"),
        "text": ("承诺内容", "承诺事项", "承诺"),
        "made_on": ("承诺日期", "承诺时间"),
        "due": ("完成期限", "期限", "完成时限"),
        "kept": ("践诺情况", "履行情况", "完成情况"),
        "kept_on": ("办结日期", "践诺日期", "完成日期"),
        "reviewer": ("评议人", "评诺人"),
        "result": ("结果", "践诺结果"),
    }
    groups = (
        (_("Commitment"), ("person", "kind", "text", "made_on", "due")),
        (_("How it was kept"), ("kept", "kept_on", "reviewer", "result")),
    )
    examples = {"kept": (Kept.OPEN,)}

    class Meta(RecordForm.Meta):
        model = Commitment
        fields = fields_of(Commitment)


class DeedForm(RecordForm):
    rules = (not_in_future("done_on"),)
    synonyms = {
        "person": PERSON,
        "role": ("作用类别", "类别"),
        "text": ("活动内容", "事项", "内容"),
        "done_on": ("日期", "时间", "活动日期"),
        "hours": ("服务时长", "小时", "时长"),
        "team": ("服务小组", "服务队"),
        "served": ("服务人数", "受益人数"),
    }

    class Meta(RecordForm.Meta):
        model = Deed
        fields = fields_of(Deed)


class CouncilSeatForm(RecordForm):
    rules = (in_order(), seated_is_a_member)
    synonyms = {
        "person": PERSON,
        "organization": ("党组织", "议事会", "所属党组织"),
        "role": ("职务", "议事会职务"),
        "since": ("任职日期", "开始日期"),
        "until": ("离任日期", "结束日期"),
        "chosen_by": ("产生方式", "推选会议"),
    }
    examples = {"role": (SeatRole.MEMBER,)}

    class Meta(RecordForm.Meta):
        model = CouncilSeat
        fields = fields_of(CouncilSeat)


class ReviewForm(forms.Form):
    on = day_field(_("Day"))
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    review = forms.CharField(
        label=pgettext_lazy("duties", "Review"), max_length=300, required=False
    )


class CloseCommitmentForm(forms.Form):
    on = day_field(_("Day"))
    kept = forms.ChoiceField(
        label=_("How it stands"), choices=[row for row in Kept.choices if row[0] != Kept.OPEN]
    )
    reviewer = forms.CharField(label=_("Reviewed by"), max_length=60, required=False)
    result = forms.CharField(label=_("Result"), max_length=300, required=False)
