from assessments.models import Rating
from portal.tables import RecordTable


class RatingTable(RecordTable):
    shown = ("year", "organization", "person", "stars", "result", "rated_on")

    class Meta(RecordTable.Meta):
        model = Rating
        fields = ["year", "organization", "person", "stars", "result", "rated_on"]
