"""Ratings, targets and reports: one module each; import the models from here."""

from assessments.models.ratings import Rating
from assessments.models.reports import Report, ReportAct, ReportCell
from assessments.models.targets import Indicator, Measure, Plan, Run, Target, Value
from assessments.models.templates import ReportItem, ReportPeriod, ReportTemplate

__all__ = [
    "Indicator",
    "Measure",
    "Plan",
    "Rating",
    "Report",
    "ReportAct",
    "ReportCell",
    "ReportItem",
    "ReportPeriod",
    "ReportTemplate",
    "Run",
    "Target",
    "Value",
]
