"""What the menu, lists and actions of this app are: one module for each subject."""

from assessments.pages import (
    ballots,
    disputes,
    figures,
    inspections,
    planning,
    ratings,
    reports,
    schemes,
    scoring,
    seals,
    targets,
    templates,
)

__all__ = [
    "ballots",
    "disputes",
    "figures",
    "inspections",
    "planning",
    "ratings",
    "reports",
    "schemes",
    "scoring",
    "seals",
    "targets",
    "templates",
]
