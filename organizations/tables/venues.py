from organizations.models import Venue, VenueService, VenueUse
from portal.models import fields_of
from portal.tables import RecordTable


class VenueTable(RecordTable):
    shown = (
        "name",
        "kind",
        "organization",
        "floor_area",
        "rooms",
        "manager",
        "fixed_place",
        "facilities",
        "keeper_named",
        "opened",
    )

    class Meta(RecordTable.Meta):
        model = Venue
        fields = fields_of(Venue)


class VenueServiceTable(RecordTable):
    shown = ("venue", "item", "detail", "window", "station", "days", "served")

    class Meta(RecordTable.Meta):
        model = VenueService
        fields = fields_of(VenueService)


class VenueUseTable(RecordTable):
    shown = ("held_on", "venue", "title", "present", "books")

    class Meta(RecordTable.Meta):
        model = VenueUse
        fields = fields_of(VenueUse)
