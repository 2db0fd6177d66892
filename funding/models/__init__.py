"""Money: one module a subject; import the models from here."""

from funding.models.applications import Application, ApplicationAct, ApprovalLimit
from funding.models.budgets import Budget, BudgetMove
from funding.models.codes import Source, Use
from funding.models.dues import DuesBand, DuesBase, DuesPayment, DuesRule
from funding.models.extradues import ExtraDues
from funding.models.ledger import Account, AccountAct, Entry, LedgerHead
from funding.models.pay import PayEntry, PayLine, PaySheet, PaySheetAct
from funding.models.payrules import BankCard, PayRule
from funding.models.rewards import CollectiveReward
from funding.models.specials import FundProject, MoneySheet, SpecialFund
from funding.models.standards import Standard

__all__ = [
    "Account",
    "AccountAct",
    "Application",
    "ApplicationAct",
    "ApprovalLimit",
    "BankCard",
    "Budget",
    "BudgetMove",
    "CollectiveReward",
    "DuesBand",
    "DuesBase",
    "DuesPayment",
    "DuesRule",
    "Entry",
    "ExtraDues",
    "FundProject",
    "LedgerHead",
    "MoneySheet",
    "PayEntry",
    "PayLine",
    "PayRule",
    "PaySheet",
    "PaySheetAct",
    "Source",
    "SpecialFund",
    "Standard",
    "Use",
]
