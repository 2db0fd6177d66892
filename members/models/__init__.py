"""The records of this app by subject, one module each; import them from here."""

from members.models.appraisal import Appraisal, AppraisalRule
from members.models.care import CareCase, Help, Pairing, Talk
from members.models.development import (
    ChecklistItem,
    DevelopmentStep,
    Quota,
    RuleSet,
)
from members.models.duties import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from members.models.meetings import MeetingAttendance
from members.models.persons import Affiliation, Person
from members.models.programmes import MemberResult
from members.models.talent import Mentorship, StartUp, Talent, TalentService
from members.models.training import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from members.models.transfers import (
    Exit,
    LostContact,
    MobileContact,
    MobileRecord,
    Transfer,
)

__all__ = [
    "Affiliation",
    "Appraisal",
    "AppraisalRule",
    "CareCase",
    "ChecklistItem",
    "Commitment",
    "CouncilSeat",
    "Deed",
    "DevelopmentStep",
    "DutyClaim",
    "DutyPost",
    "Exit",
    "Help",
    "LostContact",
    "MeetingAttendance",
    "MemberResult",
    "Mentorship",
    "MobileContact",
    "MobileRecord",
    "Pairing",
    "Person",
    "Quota",
    "RuleSet",
    "StartUp",
    "Talent",
    "TalentService",
    "Talk",
    "Training",
    "TrainingAttendance",
    "TrainingDuty",
    "TrainingTopic",
    "Transfer",
]
