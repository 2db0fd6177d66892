from members.models import Mentorship, StartUp, Talent, TalentService
from portal.tables import RecordTable


class TalentTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Talent
        fields = ["person", "kind", "skill", "level", "origin", "since", "until", "achievements"]


class MentorshipTable(RecordTable):
    shown = ("person", "mentor_name", "stage", "since", "until", "reached", "households")

    class Meta(RecordTable.Meta):
        model = Mentorship
        fields = [
            "person",
            "mentor",
            "mentor_name",
            "stage",
            "subject",
            "since",
            "until",
            "reached",
            "households",
            "note",
        ]


class StartUpTable(RecordTable):
    shown = ("name", "person", "trade", "since", "support", "support_money", "households")

    class Meta(RecordTable.Meta):
        model = StartUp
        fields = [
            "person",
            "name",
            "trade",
            "since",
            "until",
            "support",
            "support_money",
            "turnover",
            "jobs",
            "households",
            "note",
        ]


class TalentServiceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TalentService
        fields = ["person", "kind", "served_on", "server", "text", "money"]
