from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cadres.choices.checks import Filing, FilingState
from cadres.choices.posts import Position
from cadres.choices.workers import Answerable
from cadres.fields import DayFormField
from cadres.forms.usual import UsualForm, usual
from cadres.models import CadreRule, Post, PostFiling, Responsibility, SeatRule
from cadres.rules.posts import POST_CAUTIONS, POST_RULES
from cadres.rules.records import filed_after_it_happened
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order

PERSON = ("姓名", "干部姓名", "身份证号", "身份证号码", "公民身份号码")
PLACE = ("党组织", "所在党组织", "所在村", "村", "单位", "任职单位", "任职村")


@usual
class PostForm(UsualForm):
    rules = POST_RULES
    cautions = POST_CAUTIONS
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "body": ("兼任组织", "所在组织"),
        "position": ("职务", "现任职务", "岗位"),
        "title": ("职务名称", "职务全称"),
        "chosen": ("产生方式", "选任方式", "任职方式"),
        "source": ("来源", "人员来源", "身份"),
        "workload": ("专兼职", "是否专职"),
        "since": ("任职时间", "任现职时间", "任职日期"),
        "until": ("离任时间", "离职时间", "免职时间"),
        "left_why": ("离职原因", "免职原因"),
        "term_ends": ("届满时间", "任期截止"),
        "approval_no": ("任职文号", "批准文号"),
        "removal_no": ("免职文号",),
    }
    words = {
        "position": {
            "书记": "secretary",
            "党支部书记": "secretary",
            "党总支书记": "secretary",
            "村书记": "secretary",
            "主任": "director",
            "村主任": "director",
            "村委会主任": "director",
            "副主任": "deputy_director",
            "委员": "member",
            "支委": "member",
            "村委": "village_member",
            "监委会主任": "supervision",
            "监督委员会主任": "supervision",
            "团支书": "league",
            "妇女主任": "women",
            "会计": "accountant",
            "报账员": "accountant",
        },
        "chosen": {
            "两推一选": "two_steps",
            "公推直选": "open_election",
            "公开选拔": "open_selection",
            "委派": "appointed",
            "党委任命": "appointed",
            "村民选举": "villagers",
            "换届选举": "elected",
        },
        "workload": {"是": "full", "否": "part"},
    }
    groups = (
        (_("Post"), ("person", "organization", "body", "position", "title", "duties", "workload")),
        (
            _("Taking it"),
            ("since", "chosen", "source", "term_ends", "approved_by", "approval_no"),
        ),
        (_("Leaving it"), ("until", "left_why", "removal_no", "remarks")),
    )
    examples = {"position": (Position.MEMBER,), "left_why": ("",)}

    class Meta(RecordForm.Meta):
        model = Post
        fields = fields_of(Post)
        field_classes = {"since": DayFormField, "until": DayFormField, "term_ends": DayFormField}


@usual
class PostFilingForm(UsualForm):
    rules = (filed_after_it_happened,)
    synonyms = {"filing_no": ("备案号",), "sent_on": ("报送时间",), "filed_on": ("备案时间",)}
    examples = {"kind": (Filing.APPOINTMENT,), "state": (FilingState.SUBMITTED,)}

    class Meta(RecordForm.Meta):
        model = PostFiling
        fields = fields_of(PostFiling)


class SeatRuleForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = SeatRule
        fields = fields_of(SeatRule)


class CadreRuleForm(RecordForm):
    rules = (in_order(later=True),)

    class Meta(RecordForm.Meta):
        model = CadreRule
        fields = fields_of(CadreRule)


class ResponsibilityForm(RecordForm):
    rules = (in_order(),)
    synonyms = {"person": ("责任人", *PERSON), "organization": PLACE, "role": ("责任类别",)}
    examples = {"role": (Answerable.DIRECT,)}

    class Meta(RecordForm.Meta):
        model = Responsibility
        fields = fields_of(Responsibility)
