from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.errors import Refused


class Flow:
    """The moves a state may make; anything not listed is refused, and of two racing moves one
    wins."""

    def __init__(self, *moves: tuple[str, str]) -> None:
        self.moves = frozenset(moves)

    def allows(self, record: Any, to: str) -> bool:
        return (record.state, to) in self.moves

    def move(self, record: Any, to: str, **changes: Any) -> None:
        """Set the state (and `changes`) by a conditional update; raises Refused when the move is
        not drawn or somebody else moved the record first."""
        if not self.allows(record, to):
            raise Refused(
                _("%(record)s is “%(state)s”; this step is not possible now.")
                % {"record": record, "state": record.get_state_display()}
            )
        rows = type(record)._base_manager.filter(pk=record.pk, state=record.state)
        if not rows.update(state=to, **changes):
            raise Refused(
                _("Somebody else has just moved %(record)s on. Look at it again.")
                % {"record": record}
            )
        record.refresh_from_db()
