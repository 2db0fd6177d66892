from cadres.models import SecretaryStandard, Skill
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
        fields = [
            "person",
            "organization",
            "standard",
            "version",
            "judged_on",
            "politics",
            "wealth",
            "coordination",
            "assessor",
            "note",
        ]


class SkillTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Skill
        fields = [
            "person",
            "kind",
            "name",
            "level",
            "certificate",
            "since",
            "until",
        ]
