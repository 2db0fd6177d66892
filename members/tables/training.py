from members.models import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from portal.tables import RecordTable


class TrainingTopicTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TrainingTopic
        fields = ["code", "name", "family", "organization"]


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
        fields = [
            "code",
            "title",
            "organization",
            "level",
            "kind",
            "audience",
            "topic",
            "second_topic",
            "third_topic",
            "first_day",
            "last_day",
            "days",
            "hours",
            "site",
            "base",
            "place_name",
            "channel",
            "planned",
            "teacher",
            "note",
        ]


class TrainingAttendanceTable(RecordTable):
    shown = ("training", "person", "attended_on", "days", "hours", "outcome")

    class Meta(RecordTable.Meta):
        model = TrainingAttendance
        fields = [
            "training",
            "person",
            "attended_on",
            "days",
            "hours",
            "outcome",
            "certificate",
            "note",
        ]


class TrainingDutyTable(RecordTable):
    shown = ("name", "hours", "days", "times", "years", "since", "source")

    class Meta(RecordTable.Meta):
        model = TrainingDuty
        fields = [
            "code",
            "name",
            "organization",
            "who",
            "courses",
            "hours",
            "days",
            "times",
            "years",
            "source",
            "since",
            "until",
        ]
