from organizations.models import Activity, ActivityKind, Adoption, Honour, ModelCase
from portal.models import fields_of
from portal.tables import RecordTable


class ActivityKindTable(RecordTable):
    shown = ("code", "name", "topic", "organization", "since")

    class Meta(RecordTable.Meta):
        model = ActivityKind
        fields = fields_of(ActivityKind)


class AdoptionTable(RecordTable):
    shown = ("organization", "kind", "since", "until", "contact")

    class Meta(RecordTable.Meta):
        model = Adoption
        fields = fields_of(Adoption)


class ActivityTable(RecordTable):
    shown = ("held_on", "title", "kind", "organization", "held_at", "present")

    class Meta(RecordTable.Meta):
        model = Activity
        fields = fields_of(Activity)


class ModelCaseTable(RecordTable):
    shown = ("title", "kind", "about", "organization", "level", "chosen_on", "published")

    class Meta(RecordTable.Meta):
        model = ModelCase
        fields = fields_of(ModelCase)


class HonourTable(RecordTable):
    shown = ("title", "organization", "level", "granted_on", "granted_by", "document", "review_on")

    class Meta(RecordTable.Meta):
        model = Honour
        fields = fields_of(Honour)
