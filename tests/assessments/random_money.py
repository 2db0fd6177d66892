"""Accounts, budgets and pay of a made-up county: see `random_county`."""

from datetime import date

from funding.models import Account, Budget, Entry, PayLine, PaySheet, Source, Use
from members.models import Person

AMOUNTS_OF = {
    "basic-pay": (85_000, 95_000),
    "office": (12_000, 20_000),
    "member-training": (30, 90, 300),
    "party-activity": (2_000, 3_000, 4_000),
}
PAY = {"secretary": (3_500, 3_800, 4_100), "graduate": (650, 700), "selected": (1_000, 1_100)}


class Money:
    """Accounts with what came in, was taken back and was spent; budgets; pay by month."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng
        self.uses = {use.code: use for use in Use.objects.all()}
        self.source = Source.objects.get(code="county")

    def make(self):
        places = self.world.some(self.world.places, 0.6)
        accounts = Account.objects.bulk_create(
            Account(organization=place, year=year, source=self.source)
            for place in places
            for year in (2024, 2025, 2026)
        )
        received, budgets = [], []
        for account in accounts:
            for code, amounts in AMOUNTS_OF.items():
                amount = self.rng.choice(amounts)
                if self.world.chance(0.7):
                    budgets.append(self.budget(account, code, amount))
                if self.world.chance(0.8):
                    day = self.world.day(date(account.year, 1, 1), date(account.year, 12, 9))
                    received.append(self.entry(account, code, day, "receipt", amount))
        Budget.objects.bulk_create(budgets)
        Entry.objects.bulk_create(received)
        Entry.objects.bulk_create([self.after(one) for one in self.world.some(received, 0.3)])
        self.pay()

    def budget(self, account, code, amount):
        """Of the account's year; decided in it or before."""
        first, last = date(account.year - 1, 11, 1), date(account.year, 6, 1)
        return Budget(
            organization=account.organization,
            year=account.year,
            source=self.source,
            use=self.uses[code],
            amount=amount,
            decided_on=self.world.day(first, last),
        )

    def entry(self, account, code, day, way, amount, **more):
        voucher, use = f"{self.world.next()}", self.uses[code]
        words = {"use": use, "day": day, "way": way, "amount": amount, "voucher": voucher}
        return Entry(account=account, **words, **more)

    def after(self, one):
        """What came in is taken back, or spent."""
        way = self.rng.choice(("payment", "reversal"))
        more = {"reverses": one} if way == "reversal" else {}
        return self.entry(one.account, one.use.code, one.day, way, -one.amount, **more)

    def pay(self):
        """Sheets of some townships, with lines for some people of every village."""
        rows = Person.objects.filter(organization__in=self.world.villages).order_by("pk")
        people = self.world.some(list(rows.select_related("organization")), 0.4)
        towns = self.world.some(self.world.towns, 0.5)
        sheets = PaySheet.objects.bulk_create(
            PaySheet(organization=town, kind="cadres", month=month, source=self.source)
            for town in towns
            for month in (date(2025, 3, 1), date(2026, 2, 1), date(2026, 3, 1))
        )
        PayLine.objects.bulk_create(
            self.line(sheet, one)
            for sheet in sheets
            for one in people
            if one.organization.parent_id == sheet.organization_id
        )
        PaySheet.objects.filter(pk__in=[one.pk for one in sheets]).update(state="approved")

    def line(self, sheet, person):
        paid_as = self.rng.choice(tuple(PAY))
        part = "basic" if paid_as == "secretary" else "allowance"
        amount = {part: self.rng.choice(PAY[paid_as])}
        named = {"sheet": sheet, "month": sheet.month, "person": person, "paid_as": paid_as}
        return PayLine(organization=person.organization, **named, **amount)
