"""What a report's layout is made of: cells, rows, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from assessments.models import ReportDispute, ReportItem
from organizations.models import Organization

KINDS = ("error", "empty", "differs", "warning")  # the worst first


@dataclass(slots=True)
class Cell:
    pk: int
    item_id: int
    organization_id: int
    raw: str
    value: Decimal | None
    error: str
    prefilled: Decimal | None
    revision: int
    fault: str = ""  # the sentence, once the sheet has been checked
    kind: str = ""  # the worst of its faults: see Fault
    dispute: str = ""  # the state of the latest dispute about it
    comments: int = 0  # those not yet settled

    @property
    def differs(self) -> bool:
        """It says something else than the registers."""
        return self.prefilled is not None and self.value != self.prefilled

    @property
    def disputed(self) -> bool:
        return self.dispute == ReportDispute.State.OPEN

    def blame(self, text: str, kind: str) -> None:
        """One more sentence about it; the worst kind is how it looks."""
        self.fault = f"{self.fault} {text}".strip()
        self.kind = min(filter(None, (self.kind, kind)), key=KINDS.index)


@dataclass
class Row:
    """One organization's cells of the sections of one scope."""

    organization: Organization
    scope: str
    cells: dict[str, Cell] = field(default_factory=dict)  # by item code

    @cached_property
    def values(self) -> dict[str, Decimal | None]:
        """The figures that are right, by item; the computed ones have no cell."""
        return {code: None if cell.error else cell.value for code, cell in self.cells.items()}


@dataclass(frozen=True)
class Fault:
    """Something to put right: the cell, where it is in words, and the sentence. A warning names its
    check and row, and may be answered with a reason instead."""

    cell: int
    place: str
    text: str
    check: int = 0
    row: int = 0
    figures: str = ""
    answer: str = ""
    kind: str = "error"  # one of KINDS


class Sums(Mapping[str, Decimal | None]):
    """What columns come to, by item code; an item that is computed, also from computed ones, is
    worked out from the sums: a share of sums is the sums' share, never a mean of percentages."""

    def __init__(
        self, items: Mapping[str, ReportItem], added: Mapping[str, Decimal | None]
    ) -> None:
        self.asked, self.added = items, added

    def __getitem__(self, word: str) -> Decimal | None:
        rule = self.asked[word].computed
        return rule.of(self) if rule else self.added.get(word)

    def __iter__(self) -> Iterator[str]:
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)
