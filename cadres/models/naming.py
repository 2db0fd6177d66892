from __future__ import annotations

from organizations.models.naming import Numbered
from portal.models import Record


class Told(Numbered):
    """Named by "#" and its number; forms and workbooks may also write what lists show of it."""

    handles = ("pk",)

    class Meta(Record.Meta):
        abstract = True
