"""The records of this app by subject, one module each; import them from here."""

from organizations.models.accounts import Grant, User
from organizations.models.activities import Activity, ActivityKind, Adoption, Honour, ModelCase
from organizations.models.bodies import Body, ServiceTeam, TeamVisit
from organizations.models.calendar import Holiday
from organizations.models.changes import ChangeLine, OrganizationChange
from organizations.models.decisions import Decision, DecisionStep, Procedure, ProcedureStep
from organizations.models.disclosures import Disclosure, DisclosureDuty
from organizations.models.duties import ResponsibilityItem, Rule, Task
from organizations.models.formrules import FormRule
from organizations.models.meetings import Meeting, MeetingDuty
from organizations.models.programmes import Programme, ProgrammeItem, ProgrammeResult
from organizations.models.projects import (
    DemonstrationSite,
    ProjectVillage,
    TrackingVisit,
    TrainingBase,
)
from organizations.models.services import ServiceAgent, ServiceCase, ServiceCounter, ServiceItem
from organizations.models.tree import Organization, Placement, Village, VillagePlacement
from organizations.models.twinnings import Twinning, TwinningActivity
from organizations.models.venues import Venue, VenueService, VenueUse
from organizations.models.villages import VillagePlan, VillageYear
from organizations.models.weak import DisciplineSummary, WeakOrganization, WeakProgress, WeakRule

__all__ = [
    "Activity",
    "ActivityKind",
    "Adoption",
    "Body",
    "ChangeLine",
    "Decision",
    "DecisionStep",
    "DemonstrationSite",
    "DisciplineSummary",
    "Disclosure",
    "DisclosureDuty",
    "FormRule",
    "Grant",
    "Holiday",
    "Honour",
    "Meeting",
    "MeetingDuty",
    "ModelCase",
    "Organization",
    "OrganizationChange",
    "Placement",
    "Procedure",
    "ProcedureStep",
    "Programme",
    "ProgrammeItem",
    "ProgrammeResult",
    "ProjectVillage",
    "ResponsibilityItem",
    "Rule",
    "ServiceAgent",
    "ServiceCase",
    "ServiceCounter",
    "ServiceItem",
    "ServiceTeam",
    "Task",
    "TeamVisit",
    "TrackingVisit",
    "TrainingBase",
    "Twinning",
    "TwinningActivity",
    "User",
    "Venue",
    "VenueService",
    "VenueUse",
    "Village",
    "VillagePlacement",
    "VillagePlan",
    "VillageYear",
    "WeakOrganization",
    "WeakProgress",
    "WeakRule",
]
