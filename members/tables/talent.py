from members.models import Mentorship, StartUp, Talent, TalentService
from portal.models import fields_of
from portal.tables import RecordTable


class TalentTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Talent
        fields = fields_of(Talent)


class MentorshipTable(RecordTable):
    shown = ("person", "mentor_name", "stage", "since", "until", "reached", "households")

    class Meta(RecordTable.Meta):
        model = Mentorship
        fields = fields_of(Mentorship)


class StartUpTable(RecordTable):
    shown = ("name", "person", "trade", "since", "support", "support_money", "households")

    class Meta(RecordTable.Meta):
        model = StartUp
        fields = fields_of(StartUp)


class TalentServiceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TalentService
        fields = fields_of(TalentService)
