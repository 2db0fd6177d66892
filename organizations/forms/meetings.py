from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.choices.meetings import MeetingKind
from organizations.models import Meeting, MeetingDuty
from portal.forms import RecordForm
from portal.rules import in_order, no_more_than, not_in_future

VOTING = {MeetingKind.MEMBERS, MeetingKind.VILLAGERS, MeetingKind.REPRESENTATIVES}


def attendance_adds_up(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Present, on leave and absent are together those due, as far as they are known."""
    due, came = values.get("due"), [values.get(n) for n in ("present", "on_leave", "absent")]
    if due is None:
        return
    if sum(filter(None, came)) > due:
        yield "due", _("Present, on leave and absent are together more than were due.")
    elif None not in came and sum(filter(None, came)) < due:
        yield "due", _("Present, on leave and absent are together fewer than were due.")


def enough_came(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Resolutions need more than half of those due (domain 2.1); noted, for it was held."""
    due, present = values.get("due"), values.get("present")
    voted = values.get("kind") in VOTING and values.get("resolutions")
    if voted and due and present is not None and present * 2 <= due:
        yield "present", _("Not more than half of those due came: a resolution is not valid.")


def problems_have_a_limit(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("mend_by") and not values.get("problems"):
        yield "problems", _("Say what is to be mended.")
    mended, held = values.get("mended_on"), values.get("held_on")
    if mended and held and mended < held:
        yield "mended_on", _("It was mended before the meeting found it.")


def life_meeting_finds_problems(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("kind") == MeetingKind.LIFE_MEETING and not values.get("problems"):
        yield "problems", _("A life meeting makes a list of problems to mend.")


class MeetingForm(RecordForm):
    rules = (
        not_in_future("held_on"),
        no_more_than("present", "due", gettext_lazy("More present than were due to attend.")),
        no_more_than("satisfied", "present", gettext_lazy("More votes than were present.")),
        attendance_adds_up,
        problems_have_a_limit,
    )
    cautions = (enough_came, life_meeting_finds_problems)
    synonyms = {
        "organization": ("党组织", "党支部", "所在党支部", "召开单位"),
        "kind": ("会议类型", "会议类别", "类型", "活动类型", "类别"),
        "held_on": ("时间", "召开时间", "会议时间", "日期", "活动时间"),
        "began_at": ("开始时间", "几时开始"),
        "subject": ("主题", "会议主题", "议题", "活动主题", "会议内容"),
        "location": ("地点", "会议地点"),
        "channel": ("方式", "渠道", "参加方式"),
        "chair": ("主持人",),
        "speaker": ("主讲人", "授课人", "汇报人"),
        "recorder": ("记录人",),
        "due": ("应到", "应到人数", "应到会人数"),
        "present": ("实到", "实到人数", "到会人数"),
        "on_leave": ("请假", "请假人数"),
        "absent": ("缺席", "缺席人数"),
        "hours": ("学时", "课时"),
        "minutes": ("会议记录", "记录"),
        "resolutions": ("决议", "形成决议"),
        "problems": ("问题清单", "查摆问题"),
        "mend_by": ("整改期限", "整改时限"),
        "mended_on": ("整改完成时间", "整改日期"),
    }
    words = {
        "kind": {"党员大会": "members", "支部党员大会": "members", "主题党日活动": "theme_day"}
        | {"支部委员会": "committee", "支委会": "committee", "党小组会": "party_group"}
        | {"组织生活会": "life_meeting", "党课": "lesson"}
    }
    groups = (
        (gettext_lazy("Attendance"), ("due", "present", "on_leave", "absent", "satisfied")),
        (gettext_lazy("What was said"), ("minutes", "resolutions")),
        (gettext_lazy("Problems and mending"), ("problems", "mend_by", "mended_on")),
    )

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = [
            *("organization", "kind", "held_on", "began_at", "subject", "location", "channel"),
            *("chair", "speaker", "recorder", "hours"),
            *("due", "present", "on_leave", "absent", "satisfied"),
            *("minutes", "resolutions", "problems", "mend_by", "mended_on"),
        ]


DUTY_FIELDS = (
    *("organization", "kind", "applies_to", "times", "per"),
    *("grace_days", "since", "until", "source"),
)
DUTY_SYNONYMS = {
    "organization": ("党组织", "制定单位"),
    "applies_to": ("适用对象", "适用范围"),
    "times": ("次数",),
    "per": ("周期", "频次单位"),
    "grace_days": ("宽限天数",),
    "since": ("起始日期", "生效日期"),
    "until": ("截止日期", "失效日期"),
    "source": ("依据", "文件依据"),
}


class MeetingDutyForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {**DUTY_SYNONYMS, "kind": ("会议类型", "类型")}

    class Meta(RecordForm.Meta):
        model = MeetingDuty
        fields = [*DUTY_FIELDS]
