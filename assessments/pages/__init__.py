"""What the menu, lists and actions of this app are: one module for each subject."""

from assessments.pages import figures, reports, targets, templates

__all__ = ["figures", "reports", "targets", "templates"]
