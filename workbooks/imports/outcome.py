from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

REPORTED = ("sheet", "row", "field", "value", "message")
Progress = Callable[[int, int], None]


@dataclass
class Finding:
    """A cell and what is to be said about it.

    `row` counts from 1, as Excel does, `column` from 0 (-1: the file has none); `label` is what
    the form calls the field.
    """

    sheet: str
    row: int
    field: str
    value: str
    message: str
    label: str = ""
    column: int = -1

    def report(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in REPORTED}


@dataclass
class Change:
    """What an import does to a record that is there already: field, old and new words."""

    sheet: str
    row: int
    record: str
    fields: list[tuple[str, str, str]]


@dataclass
class Outcome:
    """What an import did, or would do. Never holds an ID number in clear."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    states: list[tuple[str, int, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # what each row says, beside its state
    written: bool = False
    number: int | None = None  # of the line in the list of past imports

    def after(self, earlier: Outcome) -> Outcome:
        """This outcome with what a first part of the same file did: its rows, now the same as the
        register, stay new or changed."""
        before = {(sheet, row): state for sheet, row, state in earlier.states}
        for n, (sheet, row, state) in enumerate(self.states):
            if state == "same":
                self.states[n] = (sheet, row, before[sheet, row])
        self.changes = [*earlier.changes, *self.changes]
        self.warnings = [*earlier.warnings, *self.warnings]
        found = [state for *_row, state in self.states]
        self.new, self.changed, self.same = (found.count(s) for s in ("new", "changed", "same"))
        return self

    @property
    def refused_rows(self) -> int:
        return len({(one.sheet, one.row) for one in self.refused})

    def report(self) -> dict[str, Any]:
        """What `import_file --report` writes."""
        counts = {"new": self.new, "changed": self.changed, "same": self.same}
        return counts | {"refused": [one.report() for one in self.refused]}

    def verdicts(self) -> bytes:
        """Every row's verdict, a line each: a page reads those it shows."""
        rows = zip(self.states, self.words, strict=True)
        lines = ([state, sheet, row, words] for (sheet, row, state), words in rows)
        return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()

    def as_json(self, most: int = 500) -> dict[str, Any]:
        """For a job's page: all counts, but at most `most` findings and changes."""
        lists = {
            name: [asdict(one) for one in getattr(self, name)[:most]]
            for name in ("refused", "warnings", "changes")
        }
        counts = {
            "refused_count": len(self.refused),
            "refused_rows": self.refused_rows,
            "warnings_count": len(self.warnings),
        }
        more = {"notes": self.notes, "written": self.written, "number": self.number}
        return self.report() | lists | counts | more
