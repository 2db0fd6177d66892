"""What the menu, lists and actions of this app are: one module for each subject."""

from assessments.pages import disputes, figures, reports, targets, templates

__all__ = ["disputes", "figures", "reports", "targets", "templates"]
