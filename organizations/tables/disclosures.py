from organizations.models import Disclosure, DisclosureDuty
from organizations.tables.meetings import DUTY_COLUMNS
from portal.tables import RecordTable


class DisclosureTable(RecordTable):
    shown = ("published_on", "kind", "subject", "organization", "channel", "covers_until")

    class Meta(RecordTable.Meta):
        model = Disclosure
        fields = [
            *("published_on", "kind", "subject", "organization", "channel"),
            *("covers_from", "covers_until", "shown_until", "opinions", "answered", "note"),
        ]


class DisclosureDutyTable(RecordTable):
    shown = ("kind", "applies_to", "times", "per", "since", "source")

    class Meta(RecordTable.Meta):
        model = DisclosureDuty
        fields = DUTY_COLUMNS
