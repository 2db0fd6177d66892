"""What wants mending in the tree: each rule is a list that shows the rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal import quality

quality.add(
    "term_over",
    "organization",
    "term_over=true",
    _("Election overdue"),
    advice=_("Hold the election, or record the approval to put it off as the day the term ends."),
    serious=True,
)
quality.add(
    "term_ending",
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
quality.add(
    "body_without_organization",
    "body",
    "owes_organization=true",
    _("Should have a party organization and has none"),
    advice=_("Form one, join a neighbour's, or say why it need not."),
)
quality.add(
    "village_without_venue",
    "organization",
    "level=village&has_venue=false",
    _("Village without a venue"),
    advice=_("Enter the venue, or plan one: every village should have its own."),
)
quality.add(
    "venue_without_conditions",
    "venue",
    "kind=activity&kind=activity_room&three_conditions=false",
    _("Venue that lacks one of the three conditions"),
    advice=_("A fixed place, facilities and a person in charge: see to what is missing."),
)
quality.add(
    "weak_overdue",
    "weakorganization",
    "overdue=true",
    _("Weak organization past its deadline"),
    advice=_("Record the acceptance, or set a new deadline with its reason in the log."),
    serious=True,
)
quality.add(
    "weak_without_four_ones",
    "weakorganization",
    "stage=listed&four_ones=false",
    _("Weak organization without all of its four ones"),
    advice=_("Name the county leader, first secretary, department and township leader."),
)
quality.add(
    "project_not_followed",
    "projectvillage",
    "state=running&visited=false",
    _("523 project village nobody visited this year"),
    advice=_("Visit it and enter what was found."),
)
quality.add(
    "meetings_behind",
    "organization",
    "meetings_behind=all",
    _("Meetings of this year overdue"),
    advice=_("Hold the meeting and enter it, or correct the duty that asks for it."),
)
quality.add(
    "disclosures_behind",
    "organization",
    "disclosures_behind=all",
    _("Affairs of this year not made public in time"),
    advice=_("Publish and enter the period that the disclosure covers."),
)
quality.add(
    "cases_overdue",
    "servicecase",
    "overdue=true",
    _("Service cases over the promised day"),
    advice=_("Finish the case, or hand it on to whoever can."),
    serious=True,
)
quality.add(
    "decided_incomplete",
    "decision",
    "lacking=true",
    _("Decided although steps are missing"),
    advice=_("Record the missing steps from the minutes."),
    serious=True,
)
quality.add(
    "tasks_overdue",
    "task",
    "overdue=true",
    _("Tasks overdue"),
    advice=_("Report the task as finished, or criticise it and set a limit."),
)
quality.add(
    "no_agent",
    "organization",
    "level=village&has_agent=false",
    _("Villages without a service agent"),
    advice=_("Enter the agent, or end the service point."),
)
