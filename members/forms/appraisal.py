from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.appraisal import FollowUp, Mark
from members.forms.care import PERSON
from members.models import Appraisal, AppraisalRule
from members.rules.appraisal import (
    EXCELLENT,
    graded_members_only,
    handling_fits,
    worth_a_look,
    year_fits,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order, not_in_future


class AppraisalRuleForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {
        "organization": ("党组织", "制定单位"),
        "excellent_top": ("优秀上限分子",),
        "excellent_of": ("优秀上限分母",),
        "quorum_top": ("到会下限分子",),
        "quorum_of": ("到会下限分母",),
        "grade_probationary": ("预备党员评定等次",),
        "rectify_months": ("限期改正月数",),
        "source": ("依据",),
        "since": ("生效日期",),
        "until": ("失效日期",),
    }
    groups = (
        (pgettext_lazy("appraisal", "In force"), ("organization", "since", "until", "source")),
        (
            _("Limits"),
            (
                "excellent_top",
                "excellent_of",
                "quorum_top",
                "quorum_of",
                "grade_probationary",
                "rectify_months",
            ),
        ),
    )

    class Meta(RecordForm.Meta):
        model = AppraisalRule
        fields = fields_of(AppraisalRule)


class AppraisalForm(RecordForm):
    rules = (
        not_in_future("decided_on", "handled_on"),
        year_fits,
        graded_members_only,
        handling_fits,
    )
    cautions = (worth_a_look,)
    limits = (EXCELLENT,)
    synonyms = {
        "person": PERSON,
        "year": ("年度", "评议年度"),
        "branch": ("党组织", "所在党支部", "党支部", "评议党支部"),
        "decided_on": ("评定日期", "评议日期", "日期"),
        "grade": ("评议等次", "等次", "评议结果", "评定等次"),
        "excellent_votes": ("优秀票", "优秀票数"),
        "qualified_votes": ("合格票", "合格票数"),
        "basic_votes": ("基本合格票", "基本合格票数"),
        "unqualified_votes": ("不合格票", "不合格票数"),
        "service_points": ("小组服务得分", "服务得分"),
        "view": ("组织意见", "支部意见"),
        "gap": ("存在问题", "差距"),
        "mend_by": ("改正期限", "整改期限"),
        "follow_up": ("处置", "组织处置"),
        "handled_on": ("处置日期",),
    }
    words = {"grade": {"不评定等次": "ungraded", "未定等次": "ungraded"}}
    groups = (
        (_("Appraisal"), ("person", "year", "branch", "decided_on", "grade")),
        (
            _("Votes and points"),
            (
                "excellent_votes",
                "qualified_votes",
                "basic_votes",
                "unqualified_votes",
                "service_points",
            ),
        ),
        (
            _("View and handling"),
            ("view", "gap", "follow_up", "mend_by", "handled_on"),
        ),
    )
    examples = {"grade": (Mark.QUALIFIED,), "follow_up": ("",)}

    class Meta(RecordForm.Meta):
        model = Appraisal
        fields = fields_of(Appraisal)


class MendForm(forms.Form):
    mend_by = day_field(
        _("Mend by"),
        required=False,
        initial=None,
        help_text=_("Left empty: as many months as the rule of appraisal gives."),
    )
    gap = forms.CharField(label=_("Gap named"), max_length=300)


class HandleForm(forms.Form):
    follow_up = forms.ChoiceField(
        label=_("Handling"),
        choices=[row for row in FollowUp.choices if row[0] != FollowUp.RECTIFY],
    )
    on = day_field(_("Day"))
