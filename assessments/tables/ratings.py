from assessments.models import Rating
from portal.models import fields_of
from portal.tables import RecordTable


class RatingTable(RecordTable):
    shown = ("year", "organization", "person", "stars", "result", "rated_on")

    class Meta(RecordTable.Meta):
        model = Rating
        fields = fields_of(Rating)
