from organizations.models import Holiday
from portal.tables import RecordTable


class HolidayTable(RecordTable):
    shown = ("day", "name", "working", "year")

    class Meta(RecordTable.Meta):
        model = Holiday
        fields = ["day", "name", "working", "year", "source", "organization"]
