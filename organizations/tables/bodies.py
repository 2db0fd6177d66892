from organizations.models import Body, ServiceTeam, TeamVisit
from portal.tables import RecordTable


class BodyTable(RecordTable):
    shown = (
        "name",
        "kind",
        "organization",
        "head",
        "headcount",
        "members",
        "party_organization",
        "formation",
    )

    class Meta(RecordTable.Meta):
        model = Body
        fields = [
            "name",
            "kind",
            "organization",
            "code",
            "since",
            "until",
            "industry",
            "head",
            "headcount",
            "members",
            "households",
            "led_by",
            "founded_by_branch",
            "should_have",
            "party_organization",
            "formation",
            "instructor",
            "note",
        ]


class ServiceTeamTable(RecordTable):
    shown = ("name", "kind", "organization", "captain", "size", "area", "since")

    class Meta(RecordTable.Meta):
        model = ServiceTeam
        fields = [
            "name",
            "kind",
            "organization",
            "party_group",
            "captain",
            "captain_post",
            "members",
            "size",
            "area",
            "duty",
            "since",
            "until",
        ]


class TeamVisitTable(RecordTable):
    shown = ("held_on", "team", "village", "matter", "households", "settled")

    class Meta(RecordTable.Meta):
        model = TeamVisit
        fields = [
            "held_on",
            "team",
            "village",
            "matter",
            "households",
            "present",
            "result",
            "settled",
        ]
