"""What posts add to the registers of persons and organizations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.posts import LEADING, VILLAGE, Chosen, Position, Source
from cadres.choices.workers import Assembly
from cadres.filters import facets
from cadres.filters.facets import ChosenFacet, NumberFacet, YesFacet
from members.models import Person
from organizations.models import Organization
from portal import pages

PERSONS = {
    "holds_post": ChosenFacet(facets.holders, label=_("Holds the post"), choices=Position.choices),
    "village_secretary": YesFacet(
        lambda day: facets.village_secretaries(day).values("person"), label=_("Village secretary")
    ),
    "one_shoulder": YesFacet(
        lambda day: facets.one_shouldered(day).values("person"),
        label=_("Secretary and director in one"),
    ),
    "posts_at_least": NumberFacet(facets.with_posts, label=_("Posts at least")),
    "post_source": ChosenFacet(
        facets.of_sources, label=_("Source of the cadre"), choices=Source.choices
    ),
    "post_chosen": ChosenFacet(
        facets.chosen_so, label=_("How chosen for the post"), choices=Chosen.choices
    ),
    "served_at_least": NumberFacet(
        facets.served(VILLAGE), label=_("Years in village posts at least"), max_value=80
    ),
    "led_at_least": NumberFacet(
        facets.served(LEADING),
        label=_("Years as secretary or director at least"),
        max_value=80,
    ),
    "township_experience": YesFacet(
        facets.with_township_experience, label=_("Has worked in a township's leading body")
    ),
    "one_good_two_strong": YesFacet(facets.meeting_standard, label=_("One good, two strong")),
    "two_strong": YesFacet(facets.two_strong, label=_("Two strong")),
    "has_skill": YesFacet(facets.skilled, label=pgettext_lazy("facets", "Has a skill")),
    "in_reserve": YesFacet(facets.in_reserve, label=_("In the reserve")),
    "delegate": ChosenFacet(
        facets.delegates, label=_("Delegate or deputy"), choices=Assembly.choices
    ),
    "party_worker": YesFacet(facets.party_workers, label=_("Does party-affairs work")),
    "recruitable": YesFacet(facets.recruitable, label=_("Open to directed recruitment")),
    "contact_visits_at_least": NumberFacet(
        facets.visiting, label=_("Visits to contact points this year at least")
    ),
}
ORGANIZATIONS = {
    "one_shoulder": YesFacet(facets.led_by_one, label=_("Secretary and director in one")),
    "vacant": ChosenFacet(facets.without_holder, label=_("Vacant post"), choices=Position.choices),
    "secretary_vacant_over": NumberFacet(
        facets.without_secretary, label=_("Secretary vacant over (months)"), max_value=120
    ),
    "reserves_at_least": NumberFacet(facets.with_reserves, label=_("Reserve cadres at least")),
    "mass_heads_inside": YesFacet(
        facets.heads_inside, label=_("League, women and militia heads in the party body")
    ),
    "contact_point": YesFacet(facets.contacted, label=_("Contact point of a leader")),
    "contact_demonstration": YesFacet(
        facets.demonstrating, label=_("Contact point made a demonstration point")
    ),
}
for name, facet in PERSONS.items():
    pages.extend_filter(Person, name, facet)
for name, facet in ORGANIZATIONS.items():
    pages.extend_filter(Organization, name, facet)
