"""One line for each register: it gives it its pages, its import and export, and its API."""

from members.pages import (
    appraisal,
    care,
    development,
    duties,
    meetings,
    organizations,
    panels,
    persons,
    programmes,
    talent,
    training,
    transfers,
    yearly,
)

__all__ = [
    "appraisal",
    "care",
    "development",
    "duties",
    "meetings",
    "organizations",
    "panels",
    "persons",
    "programmes",
    "talent",
    "training",
    "transfers",
    "yearly",
]
