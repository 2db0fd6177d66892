"""Every indicator of the three plans, reckoned anew: see `oracle`."""

from tests.assessments import oracle_money, oracle_people, oracle_places
from tests.assessments.oracle import Reckoning

INDICATORS = oracle_people.indicator | oracle_places.indicator | oracle_money.indicator


def reckon(found, day):
    """{(indicator, organization): (n, of)} wherever something stood, or was counted."""
    one = Reckoning(found, day)
    there = set(one.in_force["Name"])
    values = {}
    for code, function in INDICATORS.items():
        counted, divided, *made_of = function(one)
        for place in one.level:
            n, of = counted.get(place, 0), None if divided is None else divided.get(place, 0)
            known = place in there or n or of
            if known and (not made_of or made_of[0].get(place)):
                values[code, place] = (
                    round(float(n), 4),
                    None if of is None else round(float(of), 4),
                )
    return values
