"""A county with villages, and schemes small enough to reckon by hand."""

from decimal import Decimal

from assessments.actions.ratings.library import load_scheme
from assessments.actions.ratings.opening import begin_round
from assessments.models import Criterion, CriterionGroup, RatingBand, RatingRound, RatingScheme
from tests.assessments.reporting import county_with, in_role

BANDS = ((5, 95), (4, 85), (3, 75), (2, 65), (1, 60), (0, 0))


def scheme_of(county, *, bands=BANDS, code="small", **more):
    """Two criteria of 60 and 40 points, a veto and a cap."""
    made = RatingScheme.objects.create(
        code=code, family=code, name="小办法", organization=county, query="level=village", **more
    )
    for stars, points in bands:
        RatingBand.objects.create(scheme=made, stars=stars, points_from=points)
    lines = (
        ("team", "points", {"maximum": 60}),
        ("life", "points", {"maximum": 40}),
        ("fraud", "veto", {}),
        ("weak", "cap", {"stars": 1}),
    )
    for position, (name, kind, given) in enumerate(lines, 1):
        Criterion.objects.create(
            scheme=made, code=name, name=name, kind=kind, position=position, **given
        )
    return made


def round_of(scheme, year=2025):
    made = RatingRound.objects.create(scheme=scheme, year=year, organization=scheme.organization)
    begin_round(made, by=None)
    made.refresh_from_db()
    return made


def of(scheme, code):
    return scheme.criteria.get(code=code).pk


def points(scheme, **given):
    """{criterion: points} as a tally takes them."""
    return {of(scheme, code): Decimal(value) for code, value in given.items()}


__all__ = [
    "CriterionGroup",
    "county_with",
    "in_role",
    "load_scheme",
    "of",
    "points",
    "round_of",
    "scheme_of",
]


def people_of(county):
    """Who acts in a round, by the level they act at."""
    town = county.children.get()
    village = town.children.order_by("code").first()
    return {
        "village": in_role("village_secretary", village),
        "town": in_role("township_secretary", town),
        "staff": in_role("county_staff", county),
    }
