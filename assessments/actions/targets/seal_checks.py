"""Checking a seal: its bytes, and every figure worked out anew from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from assessments.actions.targets.recomputing import Sealed
from assessments.actions.targets.sealed_inputs import values_of_run
from assessments.models import Seal
from assessments.models.seals import code_of, files_digest

# What pandas and pyarrow raise over files that somebody has changed.
UNREADABLE = (
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    NotImplementedError,
    OSError,
    MemoryError,
)


@dataclass(frozen=True)
class Wrong:
    """What of a seal is not as it was sealed, in one sentence."""

    text: str

    def __str__(self) -> str:
        return self.text


def problems(seal: Seal) -> Iterator[Wrong]:
    """Everything that is not as it was sealed: the seal, each file, each figure worked out anew,
    and the portal's own rows."""
    files = {one.name: one for one in seal.files.all()}
    changed = [name for name, one in files.items() if not one.whole]
    for name in changed:
        yield Wrong(_("%(file)s: its bytes are not those that were sealed.") % {"file": name})
    digests = {name: one.digest for name, one in files.items()}
    digest = files_digest(digests, seal.facts)
    if digest != seal.digest or code_of(digest) != seal.code:
        yield Wrong(_("The list of files, or what the seal says of itself, has been changed."))
    bodies = {name: bytes(one.body) for name, one in files.items()}
    yield from differences(bodies)
    if not changed:
        yield from readably(rows_changed(seal, bodies))


def differences(files: Mapping[str, bytes]) -> Iterator[Wrong]:
    """Every figure that pandas works out otherwise from the files than the files say."""
    return readably(recomputed(files))


def recomputed(files: Mapping[str, bytes]) -> Iterator[Wrong]:
    found = Sealed(files)
    names = Names(found)
    yield from compared(found.table("values"), found.values(), names)
    yield from compared(found.table("scores"), found.scores(), names)


def readably(found: Iterator[Wrong]) -> Iterator[Wrong]:
    """What is found; or, where the files cannot be read, that."""
    try:
        yield from found
    except UNREADABLE as error:
        words = _("The files cannot be worked out again: %(error)s")
        yield Wrong(words % {"error": f"{type(error).__name__} {error}"[:200]})


class Names:
    """What organizations and indicators are called in a seal."""

    def __init__(self, found: Sealed) -> None:
        self.organizations = found.tree["name"].to_dict()
        self.indicators = {one["pk"]: one["code"] for one in found.lines("definitions")}

    def of(self, key: tuple[int, ...]) -> str:
        organization, *rest = key
        named = str(self.organizations.get(organization, organization))
        return " · ".join([named, *(str(self.indicators.get(one, one)) for one in rest)])


def compared(then: pd.DataFrame, now: pd.DataFrame, names: Names) -> Iterator[Wrong]:
    """Cell by cell: what was sealed, and what it should be."""
    for change in cells_changed(then, now):
        words = _("%(where)s: %(column)s is sealed as %(then)s and comes to %(now)s")
        said = {"where": names.of(change.key), "column": change.column}
        yield Wrong(words % {**said, "then": change.then or "–", "now": change.now or "–"})


@dataclass(frozen=True)
class Change:
    """A cell that says something else: `key` is the organization and, of figures, the indicator."""

    key: tuple[int, ...]
    column: str
    then: str
    now: str


def cells_changed(then: pd.DataFrame, now: pd.DataFrame) -> Iterator[Change]:
    """The cells of two tables of figures (or of scores) that differ, missing ones as empty."""
    keys = [one for one in ("organization", "indicator") if one in then]
    columns = [one for one in then if one not in keys]
    old, new = (table.set_index(keys)[columns].astype(str) for table in (then, now))
    every = old.index.union(new.index)
    old, new = (table.reindex(every, fill_value="") for table in (old, new))
    for place, column in zip(*(old != new).to_numpy().nonzero(), strict=True):
        key = every[place] if len(keys) > 1 else (every[place],)
        name = columns[column]
        yield Change(
            tuple(int(one) for one in key),
            name,
            str(old.iat[place, column]),
            str(new.iat[place, column]),
        )


def rows_changed(seal: Seal, files: Mapping[str, bytes]) -> Iterator[Wrong]:
    """Figures in the database that are no longer those that were sealed."""
    found = Sealed(files)
    tables = values_of_run(seal.run, found.table("tree"))
    now = Sealed({one.name: one.body for one in tables}).table("values")
    counted = ["organization", "indicator", "n", "of"]
    yield from compared(found.table("values")[counted], now[counted], Names(found))
