"""What the registers and reports say of made-up places: see `random_county`."""

from datetime import date

from assessments.models import Report, ReportCell, ReportItem, ReportPeriod
from members.models import MemberResult
from organizations.models import (
    Body,
    DemonstrationSite,
    Meeting,
    ProgrammeItem,
    ProgrammeResult,
    Venue,
)

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


def villages_have(world):
    Body.objects.bulk_create(
        Body(
            organization=place,
            name=f"合作社{world.next()}",
            kind=world.rng.choice(("cooperative", "enterprise")),
            party_organization=world.rng.choice([None, *world.branches]),
            **world.span(),
        )
        for place in world.villages * 2
    )
    Venue.objects.bulk_create(
        Venue(
            organization=place,
            name=f"场所{world.next()}",
            kind="activity",
            style_unified=world.chance(0.8),
            sign_unified=world.chance(0.8),
            opened=span["since"],
            closed=span["until"],
        )
        for place, span in ((one, world.span()) for one in world.some(world.villages, 0.9))
    )
    DemonstrationSite.objects.bulk_create(
        DemonstrationSite(
            organization=place,
            kind=world.rng.choice(("village", "point")),
            level="county",
            **world.span(),
        )
        for place in world.some(world.villages, 0.5)
    )
    Meeting.objects.bulk_create(
        Meeting(
            organization=place,
            kind=world.rng.choice(("special_study", "hearing", "members")),
            held_on=world.day(date(2025, 1, 1)),
            subject=f"议题{world.next()}",
        )
        for place in [*[world.top] * 12, *world.towns * 2, *world.villages]
        for _ in range(world.rng.randint(0, 4))
    )
    items = list(ProgrammeItem.objects.filter(programme__code="five-good-five-leads")[:5])
    ProgrammeResult.objects.bulk_create(
        ProgrammeResult(
            organization=place,
            item=item,
            judged_on=day,
            verdict=world.rng.choices(("met", "partly"), (9, 1))[0],
        )
        for place in world.some([*world.towns, *world.villages], 0.8)
        for item in items
        for day in {world.day(), world.day()}
    )
    leads = ProgrammeItem.objects.filter(programme__code="five-good-five-leads")[5:]
    MemberResult.objects.bulk_create(
        MemberResult(
            person=one,
            item=item,
            judged_on=day,
            verdict=world.rng.choices(("met", "not_met"), (9, 1))[0],
        )
        for one in world.some(world.people, 0.5)
        for item in leads
        for day in {world.day(), world.day()}
    )


def reports(world):
    rows = ReportItem.objects.select_related("section__template")
    items = {(one.section.template.form, one.code): one for one in rows}
    homes = {town.pk: [] for town in world.towns}
    for village in world.villages:
        homes[village.parent_id].append(village)
    made, cells = [], []
    states = ("accepted", "accepted", "accepted", "submitted", "draft")
    for period in ReportPeriod.objects.select_related("template"):
        for town in world.some(world.towns, 0.8):
            report = Report(period=period, organization=town, round=1)
            made.append(report)
            for scope, codes in ITEMS[period.template.form].items():
                for place in homes[town.pk] if scope == "village" else [town]:
                    for code in codes:
                        item = items[period.template.form, code]
                        cells.append(cell(world, report, item, place))
    Report.objects.bulk_create(made)
    ReportCell.objects.bulk_create(cells)
    for report in made:
        report.state = world.rng.choice(states)
    Report.objects.bulk_update(made, ["state"])


def cell(world, report, item, place):
    some = AMOUNTS.get(item.code) or (None, 12000, 13000, 25)
    value = world.rng.choice((*some, None))
    said = "" if value is None else f"{value}"
    return ReportCell(report=report, item=item, organization=place, raw=said, value=value)
