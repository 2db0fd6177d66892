from cadres.models.checks import CheckView, JointCheck, NegativeItem, PostFiling
from cadres.models.contacts import ContactPoint, ContactVisit
from cadres.models.elections import Candidate, Election
from cadres.models.posts import Post, Responsibility, SeatRule
from cadres.models.reserves import Reserve, ReserveProcedure, ReserveStep
from cadres.models.rules import CadreRule
from cadres.models.standards import SecretaryStandard, Skill
from cadres.models.workers import Delegate, PartyWorker

__all__ = [
    "CadreRule",
    "Candidate",
    "CheckView",
    "ContactPoint",
    "ContactVisit",
    "Delegate",
    "Election",
    "JointCheck",
    "NegativeItem",
    "PartyWorker",
    "Post",
    "PostFiling",
    "Reserve",
    "ReserveProcedure",
    "ReserveStep",
    "Responsibility",
    "SeatRule",
    "SecretaryStandard",
    "Skill",
]
