"""The records of this app by subject, one module each; import them from here."""

from organizations.models.accounts import Grant, User
from organizations.models.calendar import Holiday
from organizations.models.tree import Organization, Placement, Village

__all__ = [
    "Grant",
    "Holiday",
    "Organization",
    "Placement",
    "User",
    "Village",
]
