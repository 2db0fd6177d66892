from cadres.models import SecretaryStandard, Skill
from portal.models import fields_of
from portal.tables import RecordTable


class SecretaryStandardTable(RecordTable):
    shown = (
        "person",
        "organization",
        "standard",
        "judged_on",
        "politics",
        "wealth",
        "coordination",
    )

    class Meta(RecordTable.Meta):
        model = SecretaryStandard
        fields = fields_of(SecretaryStandard)


class SkillTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Skill
        fields = fields_of(Skill)
