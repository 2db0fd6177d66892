from organizations.models import VillagePlan, VillageYear
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
        fields = [
            "village",
            "year",
            "counted_on",
            "grade",
            "households",
            "population",
            "labour",
            "away",
            "poor_households",
            "arable",
            "collective_income",
            "operating_income",
            "subsidies",
            "expenses",
            "assets",
            "debts",
            "income_per_head",
            "note",
        ]


class VillagePlanTable(RecordTable):
    shown = ("village", "title", "product", "industry", "specialty", "households", "output", "team")

    class Meta(RecordTable.Meta):
        model = VillagePlan
        fields = [
            "village",
            "title",
            "since",
            "until",
            "situation",
            "problems",
            "plan",
            "product",
            "industry",
            "specialty",
            "brand",
            "households",
            "output",
            "team",
            "responsible",
            "progress",
        ]
