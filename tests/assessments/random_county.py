"""A county made up at random: fifty small trees below it, people and organizations that came,
moved and went, and rows in every register that the three plans look at."""

import random
from datetime import date, timedelta
from decimal import Decimal

from assessments.models import Rating, Report, ReportCell, ReportItem, ReportPeriod
from cadres.models import (
    Award,
    ContactPoint,
    ContactVisit,
    Post,
    Posting,
    Project,
    RecruitmentQuota,
    Reserve,
    Skill,
)
from funding.models import Account, Budget, Entry, PayLine, PaySheet, Source, Use
from members.models import (
    Affiliation,
    Appraisal,
    MemberResult,
    Person,
    Training,
    TrainingAttendance,
)
from organizations.choices.tree import Kind, Setting
from organizations.models import (
    Body,
    DemonstrationSite,
    Meeting,
    Organization,
    Placement,
    ProgrammeItem,
    ProgrammeResult,
    Venue,
)

TREES = 50
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
SCHOOLING = ("21", "31", "41", "61", "63", "71", "81", "90", "")
SETTINGS = (Setting.VILLAGE, Setting.VILLAGE, Setting.COMMUNITY, Setting.COOPERATIVE)
STAGES = ("applicant", "activist", "target", "probationary", "full")
DATES = ("applied", "activist_on", "target_on", "joined", "confirmed")
ITEMS = {
    "party-building": {
        "township": ("town_offices", "town_offices_satisfied"),
    },
    "village-funds": {
        "township": ("town_training_funds",),
        "village": ("graduate_allowance", "graduate_subsidy", "secretary_pay", "arrived_year"),
    },
}
AMOUNTS = {"secretary_pay": (3300, 3400, 3500), "graduate_allowance": (650, 700, 800)}


class World:
    """Everything by one random generator: the same seed makes the same county."""

    def __init__(self, top, seed):
        self.top, self.rng, self.number = top, random.Random(seed), seed * 100_000  # noqa: S311 - no secret

    def day(self, first=FIRST, last=LAST):
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def chance(self, share):
        return self.rng.random() < share

    def next(self):
        self.number += 1
        return self.number

    def span(self, share=0.3, **more):
        """From when to when: mostly open, sometimes over within the three years."""
        since = self.day(date(2020, 1, 1))
        until = since + timedelta(days=self.rng.randint(0, 900)) if self.chance(share) else None
        return {"since": since, "until": until, **more}

    def fuzzy(self, day):
        """A day, at times known only to the month or the year."""
        text = f"{day}"
        return self.rng.choice((text, text, text, text, text[:7], text[:4]))

    def make(self):
        self.organizations()
        self.persons()
        for fill in (self.ratings, self.trainings, self.posts, self.cadres, self.villages_have):
            fill()
        self.reports()
        Money(self).make()
        return self.day(date(2025, 4, 1))

    # --- the tree

    def below(self, parents, kinds, many, settings=(Setting.VILLAGE,)):
        made = []
        for parent in parents:
            for _ in range(self.rng.randint(*many)):
                n = self.next()
                made.append(
                    Organization(
                        code=f"R{n}",
                        name=f"组织{n}",
                        parent=parent,
                        kind=self.rng.choice(kinds),
                        setting=self.rng.choice(settings),
                        established=self.day(date(2023, 1, 1), date(2025, 6, 1))
                        if self.chance(0.3)
                        else None,
                        closed=self.day(date(2025, 7, 1)) if self.chance(0.1) else None,
                    )
                )
        Organization.objects.bulk_create(made)
        return list(Organization.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))

    def organizations(self):
        self.towns = self.below([self.top] * TREES, [Kind.TOWNSHIP_COMMITTEE], (1, 1))
        self.villages = self.below(self.towns, [Kind.BRANCH, Kind.GENERAL_BRANCH], (0, 3))
        self.branches = self.below(self.villages, [Kind.BRANCH], (0, 2), SETTINGS)
        self.places = [*self.towns, *self.villages, *self.branches]
        self.moved(Placement, "organization", "parent", self.villages, self.towns, 0.25)
        self.moved(Placement, "organization", "parent", self.branches, self.villages, 0.25)

    def moved(self, model, who, where, rows, places, share):
        """Some hung elsewhere before: the open row begins on the day of the move."""
        open_rows = {getattr(one, f"{who}_id"): one for one in model.objects.filter(until=None)}
        before, changed = [], []
        for row in rows:
            if not self.chance(share):
                continue
            now = open_rows[row.pk]
            now.since = self.day()
            changed.append(now)
            before.append(model(**{who: row, where: self.rng.choice(places)}, until=now.since))
        model.objects.bulk_update(changed, ["since"])
        model.objects.bulk_create(before)

    # --- persons

    def persons(self):
        made = [self.person(place) for place in self.places for _ in range(self.rng.randint(0, 4))]
        made += [self.person(self.rng.choice(self.places)) for _ in range(60)]
        Person.objects.bulk_create(made)
        self.people = list(Person.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
        self.moved(Affiliation, "person", "organization", self.people, self.places, 0.3)
        gone = [one.pk for one in self.people if self.chance(0.1)]
        for one in Affiliation.objects.filter(person__in=gone, until=None):
            one.until = max(self.day(), one.since or FIRST)
            one.save()

    def person(self, place):
        stage = self.rng.randint(0, 4)
        first = self.day(date(2005, 1, 1)) if self.chance(0.4) else self.day(date(2023, 6, 1))
        steps = [first + timedelta(days=step * self.rng.randint(20, 200)) for step in range(5)]
        reached = dict(zip(DATES[: stage + 1], map(self.fuzzy, sorted(steps)), strict=False))
        if self.chance(0.1):
            reached.pop(self.rng.choice(list(reached)))  # nobody knows when
        return Person(
            name=f"人{self.next()}",
            sex=self.rng.choice("12"),
            ethnicity="01",
            born=self.fuzzy(self.day(date(1960, 1, 1), date(2004, 12, 31))),
            education=self.rng.choice(SCHOOLING),
            standing=STAGES[stage],
            organization=place,
            **reached,
        )

    # --- rows about them

    def some(self, rows, share):
        return [one for one in rows if self.chance(share)]

    def ratings(self):
        results = ("confirmed", "confirmed", "confirmed", "reviewed", "withdrawn")
        made = []
        for year in (2025, 2026):
            for place in self.some(self.places, 0.8):
                made.append(Rating(organization=place, person=None, year=year))
            for one in self.some(self.people, 0.6):
                made.append(Rating(organization=one.organization, person=one, year=year))
        for one in made:
            one.stars, one.rated_on = self.rng.randint(0, 5), date(one.year, 12, 1)
            one.result = self.rng.choice(results)
        Rating.objects.bulk_create(made)

    def trainings(self):
        courses = []
        for _ in range(80):
            n, first = self.next(), self.day(date(self.rng.choice((2022, 2025)), 1, 1))
            courses.append(
                Training(
                    code=f"K{n}",
                    title=f"培训班{n}",
                    organization=self.rng.choice([self.top, *self.towns]),
                    level=self.rng.choice(("county", "township", "city")),
                    kind=self.rng.choice(("central", "rotation", "practical", "practical")),
                    audience="mixed",
                    first_day=first,
                    last_day=first + timedelta(days=5),
                    days=Decimal(self.rng.randint(2, 12)),
                    hours=Decimal(8),
                )
            )
        Training.objects.bulk_create(courses)
        outcomes = ("completed", "excellent", "completed", "absent")
        TrainingAttendance.objects.bulk_create(
            TrainingAttendance(
                training=course,
                person=one,
                attended_on=course.first_day,
                days=course.days,
                hours=8,
                outcome=self.rng.choice(outcomes),
            )
            for course in courses
            for one in self.some(self.people, 0.25)
        )

    def posts(self):
        made = []
        for place in self.villages:
            one, other = self.rng.sample(self.people, 2)
            made.append(self.post(place, one, "secretary"))
            made.append(self.post(place, one if self.chance(0.6) else other, "director"))
        for place in self.towns:
            made.append(self.post(place, self.rng.choice(self.people), "town_secretary"))
        Post.objects.bulk_create(made)

    def post(self, place, one, position):
        span = self.span()
        why = "term" if span["until"] else ""
        return Post(organization=place, person=one, position=position, left_why=why, **span)

    def cadres(self):
        people, villages = self.people, self.villages
        Posting.objects.bulk_create(
            Posting(
                organization=self.rng.choice(villages),
                person=one,
                kind=self.rng.choice(("graduate", "selected", "team")),
                left_why="term" if span["until"] else "",
                **span,
            )
            for one, span in ((one, self.span()) for one in self.some(people, 0.15))
        )
        Reserve.objects.bulk_create(
            Reserve(
                organization=self.rng.choice(villages),
                person=one,
                position="secretary",
                proposed_on=date(2020, 1, 1),
                state=self.rng.choice(("selecting", "listed", "listed", "appointed")),
                **span,
            )
            for one, span in ((one, self.span()) for one in self.some(people, 0.3))
        )
        Skill.objects.bulk_create(
            Skill(person=one, kind="planting", name="茶", **self.span())
            for one in self.some(people, 0.3)
        )
        Project.objects.bulk_create(map(self.project, self.some(people, 0.4)))
        Award.objects.bulk_create(
            Award(
                organization=one.organization,
                person=one,
                kind=self.rng.choice(("top_town", "top_village", "cadre")),
                year=day.year,
                granted_on=day,
                money=self.rng.choice((None, 2000, 10000)),
                withdrawn_on=day + timedelta(days=40) if gone else None,
                withdrawn_why="查实" if gone else "",
            )
            for one, day, gone in (
                (one, self.day(), self.chance(0.2)) for one in self.some(people, 0.2)
            )
        )
        RecruitmentQuota.objects.bulk_create(
            RecruitmentQuota(
                organization=self.top,
                year=year,
                announced_on=self.day(date(year, 1, 1), date(year, 5, 31)),
                plan=20,
                directed=self.rng.randint(1, 9),
            )
            for year in (2024, 2025, 2026)
        )
        points = ContactPoint.objects.bulk_create(
            ContactPoint(
                leader=self.rng.choice(people), organization=place, year=2026, **self.span()
            )
            for place in self.some(villages, 0.8)
        )
        ContactVisit.objects.bulk_create(
            ContactVisit(point=point, visited_on=day, done="走访")
            for point in points
            for day in {self.day(date(2025, 1, 1)) for _ in range(self.rng.randint(0, 5))}
        )
        Appraisal.objects.bulk_create(
            Appraisal(
                person=one,
                branch=one.organization,
                year=year,
                decided_on=self.day(date(year, 1, 1), date(year, 12, 31)),
                grade=self.rng.choice(("qualified", "ungraded")),
            )
            for year in (2025, 2026)
            for one in self.some(people, 0.2)
        )

    def project(self, one):
        state = self.rng.choice(("planned", "running", "accepted"))
        return Project(
            organization=one.organization,
            person=one,
            title=f"项目{self.next()}",
            kind="planting",
            state=state,
            letter_on=None if state == "planned" else self.day(),
            accepted_on=LAST if state == "accepted" else None,
            income=self.rng.choice((None, 40000, 50000, 60000)),
            **self.span(),
        )

    def villages_have(self):
        Body.objects.bulk_create(
            Body(
                organization=place,
                name=f"合作社{self.next()}",
                kind=self.rng.choice(("cooperative", "enterprise")),
                party_organization=self.rng.choice([None, *self.branches]),
                **self.span(),
            )
            for place in self.villages * 2
        )
        Venue.objects.bulk_create(
            Venue(
                organization=place,
                name=f"场所{self.next()}",
                kind="activity",
                style_unified=self.chance(0.8),
                sign_unified=self.chance(0.8),
                opened=span["since"],
                closed=span["until"],
            )
            for place, span in ((one, self.span()) for one in self.some(self.villages, 0.9))
        )
        DemonstrationSite.objects.bulk_create(
            DemonstrationSite(
                organization=place,
                kind=self.rng.choice(("village", "point")),
                level="county",
                **self.span(),
            )
            for place in self.some(self.villages, 0.5)
        )
        Meeting.objects.bulk_create(
            Meeting(
                organization=place,
                kind=self.rng.choice(("special_study", "hearing", "members")),
                held_on=self.day(date(2025, 1, 1)),
                subject=f"议题{self.next()}",
            )
            for place in [*[self.top] * 12, *self.towns * 2, *self.villages]
            for _ in range(self.rng.randint(0, 4))
        )
        items = list(ProgrammeItem.objects.filter(programme__code="five-good-five-leads")[:5])
        ProgrammeResult.objects.bulk_create(
            ProgrammeResult(
                organization=place,
                item=item,
                judged_on=day,
                verdict=self.rng.choices(("met", "partly"), (9, 1))[0],
            )
            for place in self.some([*self.towns, *self.villages], 0.8)
            for item in items
            for day in {self.day(), self.day()}
        )
        leads = ProgrammeItem.objects.filter(programme__code="five-good-five-leads")[5:]
        MemberResult.objects.bulk_create(
            MemberResult(
                person=one,
                item=item,
                judged_on=day,
                verdict=self.rng.choices(("met", "not_met"), (9, 1))[0],
            )
            for one in self.some(self.people, 0.5)
            for item in leads
            for day in {self.day(), self.day()}
        )

    def reports(self):
        rows = ReportItem.objects.select_related("section__template")
        items = {(one.section.template.form, one.code): one for one in rows}
        homes = {town.pk: [] for town in self.towns}
        for village in self.villages:
            homes[village.parent_id].append(village)
        made, cells = [], []
        states = ("accepted", "accepted", "accepted", "submitted", "draft")
        for period in ReportPeriod.objects.select_related("template"):
            for town in self.some(self.towns, 0.8):
                report = Report(period=period, organization=town, round=1)
                made.append(report)
                for scope, codes in ITEMS[period.template.form].items():
                    for place in homes[town.pk] if scope == "village" else [town]:
                        for code in codes:
                            item = items[period.template.form, code]
                            cells.append(self.cell(report, item, place))
        Report.objects.bulk_create(made)
        ReportCell.objects.bulk_create(cells)
        for report in made:
            report.state = self.rng.choice(states)
        Report.objects.bulk_update(made, ["state"])

    def cell(self, report, item, place):
        some = AMOUNTS.get(item.code) or (None, 12000, 13000, 25)
        value = self.rng.choice((*some, None))
        said = "" if value is None else f"{value}"
        return ReportCell(report=report, item=item, organization=place, raw=said, value=value)


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
