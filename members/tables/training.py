from members.models import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from portal.models import fields_of
from portal.tables import RecordTable


class TrainingTopicTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TrainingTopic
        fields = fields_of(TrainingTopic)


class TrainingTable(RecordTable):
    shown = (
        "title",
        "organization",
        "level",
        "kind",
        "audience",
        "first_day",
        "days",
        "hours",
        "place_name",
    )

    class Meta(RecordTable.Meta):
        model = Training
        fields = fields_of(Training)


class TrainingAttendanceTable(RecordTable):
    shown = ("training", "person", "attended_on", "days", "hours", "outcome")

    class Meta(RecordTable.Meta):
        model = TrainingAttendance
        fields = fields_of(TrainingAttendance)


class TrainingDutyTable(RecordTable):
    shown = ("name", "hours", "days", "times", "years", "since", "source")

    class Meta(RecordTable.Meta):
        model = TrainingDuty
        fields = fields_of(TrainingDuty)
