from organizations.models import Meeting, MeetingDuty
from portal.tables import RecordTable

DUTY_COLUMNS = [
    *("kind", "applies_to", "times", "per", "grace_days", "since", "until", "source"),
    "organization",
]


class MeetingTable(RecordTable):
    shown = ("held_on", "kind", "subject", "organization", "chair", "due", "present")

    class Meta(RecordTable.Meta):
        model = Meeting
        fields = [
            *("held_on", "began_at", "kind", "subject", "organization", "location", "channel"),
            *("chair", "speaker", "recorder", "hours"),
            *("due", "present", "on_leave", "absent", "satisfied"),
            *("minutes", "resolutions", "problems", "mend_by", "mended_on"),
        ]


class MeetingDutyTable(RecordTable):
    shown = ("kind", "applies_to", "times", "per", "since", "source")

    class Meta(RecordTable.Meta):
        model = MeetingDuty
        fields = DUTY_COLUMNS
