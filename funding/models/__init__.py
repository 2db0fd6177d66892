"""Money: one module a subject; import the models from here."""

from funding.models.budgets import Budget, BudgetMove
from funding.models.codes import Source, Use
from funding.models.ledger import Account, AccountAct, Entry
from funding.models.specials import FundProject, MoneySheet, SpecialFund
from funding.models.standards import Standard

__all__ = [
    "Account",
    "AccountAct",
    "Budget",
    "BudgetMove",
    "Entry",
    "FundProject",
    "MoneySheet",
    "Source",
    "SpecialFund",
    "Standard",
    "Use",
]
