"""Ratings, targets and reports: one module each; import the models from here."""

from assessments.models.ballots import Grade, Poll, PollPass, PollSubject, PollTally
from assessments.models.inspections import Circular, Finding, Inspection
from assessments.models.plans import Plan, Target
from assessments.models.ratingrounds import (
    RatingAct,
    RatingCase,
    RatingObjection,
    RatingRound,
    RatingScore,
)
from assessments.models.ratings import Rating
from assessments.models.reports import Report, ReportAct, ReportCell
from assessments.models.rounds import (
    ReportAnswer,
    ReportComment,
    ReportCopy,
    ReportDispute,
    VillagePart,
)
from assessments.models.schemes import Criterion, CriterionGroup, RatingBand, RatingScheme
from assessments.models.scorecards import CardCopy, Objection, Score, ScoreCard
from assessments.models.scoring import Assessment, AssessmentLine, AssessmentScheme
from assessments.models.seals import Seal, SealFile
from assessments.models.targets import Indicator, Measure, Run, Value
from assessments.models.templates import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.models.workings import Definition, KeptRows, Working

__all__ = [
    "Assessment",
    "AssessmentLine",
    "AssessmentScheme",
    "CardCopy",
    "Circular",
    "Criterion",
    "CriterionGroup",
    "Definition",
    "Finding",
    "Grade",
    "Indicator",
    "Inspection",
    "KeptRows",
    "Measure",
    "Objection",
    "Plan",
    "Poll",
    "PollPass",
    "PollSubject",
    "PollTally",
    "Rating",
    "RatingAct",
    "RatingBand",
    "RatingCase",
    "RatingObjection",
    "RatingRound",
    "RatingScheme",
    "RatingScore",
    "Report",
    "ReportAct",
    "ReportAnswer",
    "ReportCell",
    "ReportCheck",
    "ReportComment",
    "ReportCopy",
    "ReportDispute",
    "ReportItem",
    "ReportPeriod",
    "ReportSection",
    "ReportTemplate",
    "Run",
    "Score",
    "ScoreCard",
    "Seal",
    "SealFile",
    "Target",
    "Value",
    "VillagePart",
    "Working",
]
