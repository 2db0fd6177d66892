from members.models import MeetingAttendance
from portal.tables import RecordTable


class MeetingAttendanceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = MeetingAttendance
        fields = ["meeting", "person", "met_on", "presence", "reason"]
