"""What happens to an organization, told to the apps above, which answer for their own registers.

`checking`: a receiver raises Refused where its register stands in the way. `previewing`: it
returns what of its register will be touched, a list of `pages.Touched`. `applied`: it moves its
rows, on the day, and returns what it needs to undo that ({its own name: ...}) or nothing.
`undoing`: it gets what was kept and moves them back, or raises Refused. `figures`: it returns
`Figure`s for the tree. `equipping`: a county is given the rules that come with the portal; it adds
those of its app that are missing, and returns how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.dispatch import Signal

from organizations.choices.changes import ChangeKind


@dataclass(frozen=True)
class Restructuring:
    """A change about to be made.

    `into`: the organization merged into, moved below, or split off (none yet in a preview).
    `form`: the kind and setting it will have. `members`: the persons who go along, as named.
    """

    kind: ChangeKind
    organization: Any
    day: date
    into: Any = None
    form: tuple[str, str] = ("", "")
    members: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Figure:
    """A figure of the tree: what is counted, and {organization: how many} without those below.

    `query` is what a list of `register` is asked to show them.
    """

    label: Any
    counts: Mapping[int, int]
    register: str = ""
    query: str = ""


checking = Signal()
previewing = Signal()
applied = Signal()
undoing = Signal()
figures = Signal()
equipping = Signal()


def answers(signal: Signal, **told: Any) -> Iterator[Any]:
    """What the receivers answered, those that had something to say."""
    for _receiver, answer in signal.send(sender=None, **told):
        if answer:
            yield answer
