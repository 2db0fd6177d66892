from organizations.models import ResponsibilityItem, Rule, Task
from portal.tables import RecordTable


class RuleTable(RecordTable):
    shown = ("title", "organization", "topic", "version", "since", "until", "displayed")

    class Meta(RecordTable.Meta):
        model = Rule
        fields = [
            *("title", "organization", "topic", "version", "binds", "adopted_by", "adopted_on"),
            *("since", "until", "displayed", "text"),
        ]


class ResponsibilityItemTable(RecordTable):
    shown = ("year", "organization", "answers", "post", "matter", "signed_on")

    class Meta(RecordTable.Meta):
        model = ResponsibilityItem
        fields = [
            *("year", "organization", "answers", "post", "matter"),
            *("measures", "signed_on", "fulfilled"),
        ]


class TaskTable(RecordTable):
    shown = ("title", "organization", "kind", "due_on", "state", "progress")

    class Meta(RecordTable.Meta):
        model = Task
        fields = [
            *("title", "organization", "issuer", "goal", "kind", "content", "issued_on", "due_on"),
            *("state", "claimed_on", "claimed_by", "progress", "finished_on", "evidence"),
            "remark",
        ]
