"""The records of this app by subject, one module each; import them from here."""

from organizations.models.accounts import Grant, User
from organizations.models.bodies import Body, ServiceTeam, TeamVisit
from organizations.models.calendar import Holiday
from organizations.models.changes import ChangeLine, OrganizationChange
from organizations.models.formrules import FormRule
from organizations.models.tree import Organization, Placement, Village

__all__ = [
    "Body",
    "ChangeLine",
    "FormRule",
    "Grant",
    "Holiday",
    "Organization",
    "OrganizationChange",
    "Placement",
    "ServiceTeam",
    "TeamVisit",
    "User",
    "Village",
]
