from cadres.models.awards import Award
from cadres.models.checks import CheckView, JointCheck, NegativeItem, PostFiling
from cadres.models.contacts import ContactPoint, ContactVisit
from cadres.models.debriefings import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from cadres.models.elections import Candidate, Election
from cadres.models.posted import (
    PostingAssessment,
    PostingAttendance,
    PostingLog,
    PostingSupport,
    TeamTask,
)
from cadres.models.postings import Posting, PostingBatch, PostingGoal, PostingRule
from cadres.models.posts import Post, Responsibility, SeatRule
from cadres.models.projects import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from cadres.models.recruitment import RecruitmentCase, RecruitmentQuota
from cadres.models.reserves import Reserve, ReserveProcedure, ReserveStep
from cadres.models.rules import CadreRule
from cadres.models.standards import SecretaryStandard, Skill
from cadres.models.studies import Secondment, Study
from cadres.models.welfare import Insurance, Retirement
from cadres.models.workers import Delegate, PartyWorker

__all__ = [
    "Award",
    "CadreRule",
    "Candidate",
    "CheckView",
    "ContactPoint",
    "ContactVisit",
    "Debriefing",
    "DebriefingIssue",
    "DebriefingQuestion",
    "Delegate",
    "Election",
    "Handling",
    "Insurance",
    "JointCheck",
    "NegativeItem",
    "PartyWorker",
    "Post",
    "PostFiling",
    "Posting",
    "PostingAssessment",
    "PostingAttendance",
    "PostingBatch",
    "PostingGoal",
    "PostingLog",
    "PostingRule",
    "PostingSupport",
    "Project",
    "ProjectInspection",
    "ProjectMilestone",
    "ProjectSupport",
    "RecruitmentCase",
    "RecruitmentQuota",
    "Reserve",
    "ReserveProcedure",
    "ReserveStep",
    "Responsibility",
    "Retirement",
    "SeatRule",
    "Secondment",
    "SecretaryStandard",
    "Skill",
    "Study",
    "TeamTask",
]
