"""What wants mending in the tree: each rule is a list that shows the rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal import quality

quality.add(
    "election_overdue",
    "organization",
    "term_over=true",
    _("Election overdue"),
    advice=_("Hold the election, or record the approval to put it off as the day the term ends."),
    serious=True,
)
quality.add(
    "election_due",
    "organization",
    "term_ends_within=6",
    _("Election due within six months"),
    advice=_("Remind the organization and prepare the election."),
)
quality.add(
    "term_unknown",
    "organization",
    "without_term=true&kind=township_committee&kind=village_committee&kind=general_branch"
    "&kind=branch&kind=joint_branch&except=setting%3Dfunctional",
    _("End of term is not known"),
    advice=_("Enter the day of the last election; the rule for its form gives the term."),
)
quality.add(
    "organization_without_beginning",
    "organization",
    "without_beginning=true",
    _("Organization without the day it was established"),
    advice=_("Enter the day; figures of earlier years count it otherwise."),
)
quality.add(
    "village_without_organization",
    "village",
    "no_organization=true",
    _("Village without a party organization of its own"),
    advice=_("Establish a branch or a joint one, and let it lead the village."),
    serious=True,
)
quality.add(
    "joint_without_partners",
    "organization",
    "joint_without_partners=true",
    _("Joint form without the units that formed it"),
    advice=_("Name the partner units."),
)
quality.add(
    "group_without_leader",
    "organization",
    "kind=party_group&without_leader=true",
    _("Party group without a leader"),
    advice=_("Enter the name of the leader."),
)
