from organizations.models import Venue, VenueService, VenueUse
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
        fields = [
            "organization",
            "name",
            "kind",
            "address",
            "longitude",
            "latitude",
            "floor_area",
            "yard_area",
            "rooms",
            "floors",
            "windows",
            "seats",
            "built",
            "opened",
            "closed",
            "cost",
            "funds",
            "repair",
            "fixed_place",
            "facilities",
            "keeper_named",
            "manager",
            "phone",
            "for_members",
            "for_deliberation",
            "for_service",
            "for_education",
            "for_culture",
            "style_unified",
            "sign_unified",
            "opening_days",
            "market_days",
            "note",
        ]


class VenueServiceTable(RecordTable):
    shown = ("venue", "item", "detail", "window", "station", "days", "served")

    class Meta(RecordTable.Meta):
        model = VenueService
        fields = [
            "venue",
            "item",
            "detail",
            "window",
            "station",
            "clerk",
            "days",
            "limit_days",
            "served",
            "since",
            "until",
        ]


class VenueUseTable(RecordTable):
    shown = ("held_on", "venue", "title", "present", "books")

    class Meta(RecordTable.Meta):
        model = VenueUse
        fields = ["venue", "held_on", "title", "present", "host", "books", "note"]
