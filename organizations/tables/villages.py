from organizations.models import VillagePlan, VillageYear
from portal.models import fields_of
from portal.tables import RecordTable


class VillageYearTable(RecordTable):
    shown = (
        "village",
        "year",
        "grade",
        "population",
        "collective_income",
        "operating_income",
        "debts",
        "income_per_head",
    )

    class Meta(RecordTable.Meta):
        model = VillageYear
        fields = fields_of(VillageYear)


class VillagePlanTable(RecordTable):
    shown = ("village", "title", "product", "industry", "specialty", "households", "output", "team")

    class Meta(RecordTable.Meta):
        model = VillagePlan
        fields = fields_of(VillagePlan)
