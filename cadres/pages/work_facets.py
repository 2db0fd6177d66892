"""What postings, projects, awards and the rest add to persons, organizations and posts."""

from django.utils.translation import gettext_lazy as _

from cadres.choices.awards import AwardKind
from cadres.choices.debriefings import Audience, HandlingKind
from cadres.choices.postings import PostingKind
from cadres.choices.recruitment import RecruitmentWay
from cadres.choices.studies import SecondmentKind
from cadres.choices.welfare import InsuranceKind
from cadres.filters import posted
from cadres.filters.facets import ChosenFacet, NumberFacet, YesFacet
from cadres.models import Post
from members.models import Person
from organizations.models import Organization
from portal import pages

YUAN = 1_000_000_000
PERSONS = {
    "posted_as": ChosenFacet(posted.posted_as, label=_("Posted as"), choices=PostingKind.choices),
    "was_posted": ChosenFacet(
        posted.was_posted, label=_("Was ever posted as"), choices=PostingKind.choices
    ),
    "leads_project": YesFacet(posted.leading_projects, label=_("Leads a project")),
    "project_income_over": NumberFacet(
        posted.leading_projects_over,
        label=_("Leads a project with a yearly income over (yuan)"),
        max_value=YUAN,
    ),
    "insured": ChosenFacet(posted.insured, label=_("Insured"), choices=InsuranceKind.choices),
    "retired_cadre": YesFacet(posted.retired, label=_("Retired village cadre")),
    "commended": ChosenFacet(posted.commended, label=_("Commended as"), choices=AwardKind.choices),
    "recruited": ChosenFacet(
        posted.recruited, label=_("Recruited into a township"), choices=RecruitmentWay.choices
    ),
    "handled": ChosenFacet(
        posted.handled, label=_("Handled this year"), choices=HandlingKind.choices
    ),
    "reported": ChosenFacet(
        posted.reporting, label=_("Reported this year"), choices=Audience.choices
    ),
    "seconded": ChosenFacet(
        posted.seconded, label=_("Seconded this year"), choices=SecondmentKind.choices
    ),
    "studying": YesFacet(posted.studying, label=_("Studies at a school")),
    "graduated": YesFacet(posted.graduated, label=_("Graduated while in post")),
}
ORGANIZATIONS = {
    "posting": ChosenFacet(
        posted.with_posting, label=_("Has somebody posted as"), choices=PostingKind.choices
    ),
    "graduates_at_least": NumberFacet(
        posted.with_graduates, label=_("Graduates posted at least"), max_value=20
    ),
    "officers_at_least": NumberFacet(
        posted.with_officers, label=_("Border officers at least"), max_value=20
    ),
    "four_teams": YesFacet(posted.with_four_teams, label=_("All four teams present")),
    "priority_village": YesFacet(
        posted.of_priority, label=_("Central-village task, or listed as weak")
    ),
    "secretary_project_over": NumberFacet(
        posted.with_secretary_s_project,
        label=_("Secretary leads a project with a yearly income over (yuan)"),
        max_value=YUAN,
    ),
    "reported": ChosenFacet(
        posted.reported, label=_("Reported this year"), choices=Audience.choices
    ),
    "commended": ChosenFacet(
        posted.commended_organizations, label=_("Commended as"), choices=AwardKind.choices
    ),
}
POSTS = {
    "insured": ChosenFacet(
        posted.posts_insured, label=_("Holder insured"), choices=InsuranceKind.choices
    ),
    "project_income_over": NumberFacet(
        posted.posts_of_project_leaders,
        label=_("Holder leads a project with a yearly income over (yuan)"),
        max_value=YUAN,
    ),
}
for model, facets in ((Person, PERSONS), (Organization, ORGANIZATIONS), (Post, POSTS)):
    for name, facet in facets.items():
        pages.extend_filter(model, name, facet)
