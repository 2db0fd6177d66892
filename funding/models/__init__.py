"""Money: one module a subject; import the models from here."""

from funding.models.codes import Source, Use
from funding.models.ledger import Account, AccountAct, Entry

__all__ = ["Account", "AccountAct", "Entry", "Source", "Use"]
