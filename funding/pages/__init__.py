"""One line for each register: it gives it its pages, its import and export, and its API."""

from funding.pages import applications, budgets, codes, dues, ledger, money, pay, standards

__all__ = ["applications", "budgets", "codes", "dues", "ledger", "money", "pay", "standards"]
