from members.models import Affiliation, Person
from portal.tables import RecordTable


class PersonTable(RecordTable):
    shown = ("name", "sex", "born", "education", "standing", "organization", "joined", "confirmed")

    class Meta(RecordTable.Meta):
        model = Person
        fields = [
            "name",
            "sex",
            "ethnicity",
            "born",
            "id_number",
            "education",
            "standing",
            "organization",
            "applied",
            "activist_on",
            "target_on",
            "joined",
            "confirmed",
            "phone",
            "left",
            "left_why",
        ]


class AffiliationTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Affiliation
        fields = ["person", "organization", "since", "until"]
