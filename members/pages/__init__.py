"""One line for each register: it gives it its pages, its import and export, and its API."""

from members.pages import persons

__all__ = ["persons"]
