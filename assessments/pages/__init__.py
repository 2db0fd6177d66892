"""What the menu, lists and actions of this app are: one module for each subject."""

from assessments.pages import (
    ballots,
    disputes,
    figures,
    planning,
    ratings,
    reports,
    schemes,
    seals,
    targets,
    templates,
)

__all__ = [
    "ballots",
    "disputes",
    "figures",
    "planning",
    "ratings",
    "reports",
    "schemes",
    "seals",
    "targets",
    "templates",
]
