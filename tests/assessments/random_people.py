"""What the registers say of made-up people: see `random_county`."""

from datetime import date, timedelta
from decimal import Decimal

from assessments.models import Rating
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
from members.models import Appraisal, Training, TrainingAttendance


def ratings(world):
    results = ("confirmed", "confirmed", "confirmed", "reviewed", "withdrawn")
    made = []
    for year in (2025, 2026):
        for place in world.some(world.places, 0.8):
            made.append(Rating(organization=place, person=None, year=year))
        for one in world.some(world.people, 0.6):
            made.append(Rating(organization=one.organization, person=one, year=year))
    for one in made:
        one.stars, one.rated_on = world.rng.randint(0, 5), date(one.year, 12, 1)
        one.result = world.rng.choice(results)
    Rating.objects.bulk_create(made)


def trainings(world):
    courses = []
    for _ in range(80):
        n, first = world.next(), world.day(date(world.rng.choice((2022, 2025)), 1, 1))
        courses.append(
            Training(
                code=f"K{n}",
                title=f"培训班{n}",
                organization=world.rng.choice([world.top, *world.towns]),
                level=world.rng.choice(("county", "township", "city")),
                kind=world.rng.choice(("central", "rotation", "practical", "practical")),
                audience="mixed",
                first_day=first,
                last_day=first + timedelta(days=5),
                days=Decimal(world.rng.randint(2, 12)),
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
            outcome=world.rng.choice(outcomes),
        )
        for course in courses
        for one in world.some(world.people, 0.25)
    )


def posts(world):
    made = []
    for place in world.villages:
        one, other = world.rng.sample(world.people, 2)
        made.append(post(world, place, one, "secretary"))
        made.append(post(world, place, one if world.chance(0.6) else other, "director"))
    for place in world.towns:
        made.append(post(world, place, world.rng.choice(world.people), "town_secretary"))
    Post.objects.bulk_create(made)


def post(world, place, one, position):
    span = world.span()
    why = "term" if span["until"] else ""
    return Post(organization=place, person=one, position=position, left_why=why, **span)


def cadres(world):
    people, villages = world.people, world.villages
    Posting.objects.bulk_create(
        Posting(
            organization=world.rng.choice(villages),
            person=one,
            kind=world.rng.choice(("graduate", "selected", "team")),
            left_why="term" if span["until"] else "",
            **span,
        )
        for one, span in ((one, world.span()) for one in world.some(people, 0.15))
    )
    Reserve.objects.bulk_create(
        Reserve(
            organization=world.rng.choice(villages),
            person=one,
            position="secretary",
            proposed_on=date(2020, 1, 1),
            state=world.rng.choice(("selecting", "listed", "listed", "appointed")),
            **span,
        )
        for one, span in ((one, world.span()) for one in world.some(people, 0.3))
    )
    Skill.objects.bulk_create(
        Skill(person=one, kind="planting", name="茶", **world.span())
        for one in world.some(people, 0.3)
    )
    Project.objects.bulk_create(project(world, one) for one in world.some(people, 0.4))
    Award.objects.bulk_create(
        Award(
            organization=one.organization,
            person=one,
            kind=world.rng.choice(("top_town", "top_village", "cadre")),
            year=day.year,
            granted_on=day,
            money=world.rng.choice((None, 2000, 10000)),
            withdrawn_on=day + timedelta(days=40) if gone else None,
            withdrawn_why="查实" if gone else "",
        )
        for one, day, gone in (
            (one, world.day(), world.chance(0.2)) for one in world.some(people, 0.2)
        )
    )
    RecruitmentQuota.objects.bulk_create(
        RecruitmentQuota(
            organization=world.top,
            year=year,
            announced_on=world.day(date(year, 1, 1), date(year, 5, 31)),
            plan=20,
            directed=world.rng.randint(1, 9),
        )
        for year in (2024, 2025, 2026)
    )
    points = ContactPoint.objects.bulk_create(
        ContactPoint(leader=world.rng.choice(people), organization=place, year=2026, **world.span())
        for place in world.some(villages, 0.8)
    )
    ContactVisit.objects.bulk_create(
        ContactVisit(point=point, visited_on=day, done="走访")
        for point in points
        for day in {world.day(date(2025, 1, 1)) for _ in range(world.rng.randint(0, 5))}
    )
    Appraisal.objects.bulk_create(
        Appraisal(
            person=one,
            branch=one.organization,
            year=year,
            decided_on=world.day(date(year, 1, 1), date(year, 12, 31)),
            grade=world.rng.choice(("qualified", "ungraded")),
        )
        for year in (2025, 2026)
        for one in world.some(people, 0.2)
    )


def project(world, one):
    state = world.rng.choice(("planned", "running", "accepted"))
    return Project(
        organization=one.organization,
        person=one,
        title=f"项目{world.next()}",
        kind="planting",
        state=state,
        letter_on=None if state == "planned" else world.day(),
        accepted_on=date(2026, 12, 31) if state == "accepted" else None,
        income=world.rng.choice((None, 40000, 50000, 60000)),
        **world.span(),
    )
