"""The records of this app by subject, one module each; import them from here."""

from members.models.persons import Affiliation, Person

__all__ = ["Affiliation", "Person"]
