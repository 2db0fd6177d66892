"""One line for each register: it gives it its pages, its import and export, and its API."""

from organizations.pages import (
    accounts,
    bodies,
    calendar,
    tree,
)

__all__ = [
    "accounts",
    "bodies",
    "calendar",
    "tree",
]
