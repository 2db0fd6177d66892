"""What the menu, lists and actions of this app are: one module for each subject."""

from assessments.pages import reports, targets

__all__ = ["reports", "targets"]
