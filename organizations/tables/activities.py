from organizations.models import Activity, ActivityKind, Adoption, Honour, ModelCase
from portal.tables import RecordTable


class ActivityKindTable(RecordTable):
    shown = ("code", "name", "topic", "organization", "since")

    class Meta(RecordTable.Meta):
        model = ActivityKind
        fields = ["organization", "code", "name", "topic", "wording", "source", "since", "until"]


class AdoptionTable(RecordTable):
    shown = ("organization", "kind", "since", "until", "contact")

    class Meta(RecordTable.Meta):
        model = Adoption
        fields = ["organization", "kind", "since", "until", "contact", "note"]


class ActivityTable(RecordTable):
    shown = ("held_on", "title", "kind", "organization", "held_at", "present")

    class Meta(RecordTable.Meta):
        model = Activity
        fields = [
            "organization",
            "kind",
            "held_on",
            "title",
            "held_at",
            "base",
            "programme",
            "model",
            "due",
            "present",
            "summary",
            "result",
        ]


class ModelCaseTable(RecordTable):
    shown = ("title", "kind", "about", "organization", "level", "chosen_on", "published")

    class Meta(RecordTable.Meta):
        model = ModelCase
        fields = [
            "organization",
            "title",
            "kind",
            "about",
            "level",
            "chosen_on",
            "article",
            "published",
            "published_on",
            "spread",
        ]


class HonourTable(RecordTable):
    shown = ("title", "organization", "level", "granted_on", "granted_by", "document", "review_on")

    class Meta(RecordTable.Meta):
        model = Honour
        fields = [
            "organization",
            "title",
            "level",
            "granted_on",
            "granted_by",
            "document",
            "review_on",
            "until",
            "ended_why",
            "note",
        ]
