from members.models import MeetingAttendance
from portal.models import fields_of
from portal.tables import RecordTable


class MeetingAttendanceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = MeetingAttendance
        fields = fields_of(MeetingAttendance)
