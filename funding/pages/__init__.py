"""One line for each register: it gives it its pages, its import and export, and its API."""

from funding.pages import budgets, codes, dues, ledger, standards

__all__ = ["budgets", "codes", "dues", "ledger", "standards"]
