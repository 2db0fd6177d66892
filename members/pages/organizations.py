"""What the registers of organizations may be asked about their members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.filters.organizations import FACETS
from organizations.actions.formrules import rule_for
from organizations.choices.tree import Kind, Setting
from organizations.models import Organization
from portal import pages, quality

for name, facet in FACETS.items():
    pages.extend_filter(Organization, name, facet)


def threshold(kind: Kind, name: str, usual: int) -> int:
    """What the county's rule for a form of organization says today; `usual` where none does."""
    return getattr(rule_for(kind, Setting.OFFICE), name, None) or usual


def too_few() -> str:
    return f"kind=branch&full_members_under={threshold(Kind.BRANCH, 'least_full', 3)}&{REAL}"


def too_many_for_a_branch() -> str:
    bound = threshold(Kind.BRANCH, "most_members", 50)
    return f"kind=branch&kind=joint_branch&members_over={bound}&{REAL}"


def too_many_for_a_general_branch() -> str:
    bound = threshold(Kind.GENERAL_BRANCH, "most_members", 100)
    return f"kind=general_branch&members_over={bound}"


# Members of functional branches are counted in their home branches.
REAL = "except=setting%3Dfunctional"

quality.add(
    "branch_too_small",
    "organization",
    too_few,
    _("Branch with too few full members"),
    advice=_("Join it with a neighbour in a joint branch, or merge it."),
    serious=True,
)
quality.add(
    "branch_too_big",
    "organization",
    too_many_for_a_branch,
    _("Branch with more members than its form allows"),
    advice=_("Make it a general branch with branches below it."),
)
quality.add(
    "general_branch_too_big",
    "organization",
    too_many_for_a_general_branch,
    _("General branch with as many members as a committee has"),
    advice=_("Ask the county committee whether it becomes a party committee."),
)
