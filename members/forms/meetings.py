from __future__ import annotations

from typing import Any

from members.choices.meetings import Presence
from members.forms.care import PERSON
from members.models import MeetingAttendance
from members.rules.meetings import fill_day, members_only, reason_for_leave
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import not_in_future


class MeetingAttendanceForm(RecordForm):
    rules = (not_in_future("met_on"), reason_for_leave, members_only)
    synonyms = {
        "meeting": ("会议", "会议编号", "活动"),
        "person": PERSON,
        "met_on": ("会议日期", "日期", "时间"),
        "presence": ("到会情况", "出勤", "考勤"),
        "reason": ("原因", "请假原因", "缺席原因"),
    }
    words = {
        "presence": {"实到": "present", "出席": "present", "请假": "on_leave", "缺勤": "absent"}
    }
    examples = {"presence": (Presence.PRESENT, Presence.ABSENT)}

    class Meta(RecordForm.Meta):
        model = MeetingAttendance
        fields = fields_of(MeetingAttendance)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        fill_day(values)
