"""No two rows, and no row and another record, share what only one record may have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from workbooks.imports.matching import Register, Row, usable
from workbooks.imports.telling import Teller

Names = tuple[str, ...]


def refuse_twins(register: Register, rows: list[Row], teller: Teller) -> None:
    """The first row of a file stands, the second is refused; what another record has is refused."""
    key = register.model.key
    first_of(((row, row.existing.pk, key) for row in rows if row.existing), teller)
    if register.model.lookalike:
        first_of(keyless(rows, key, register.model.lookalike), teller)
    for names in {key, *register.uniques()}:
        if set(names) <= set(register.names):
            found = ((row, identity(row, names), names) for row in rows)
            first = first_of((one for one in found if one[1]), teller)
            refuse_taken(register, first, names, teller)


def keyless(rows: list[Row], key: Names, alike: Names) -> Iterable[tuple[Row, Any, Names]]:
    for row in rows:
        if row.values.get(key[0]) is None and (found := identity(row, alike)):
            yield row, found, key


def identity(row: Row, names: Names) -> tuple[Any, ...] | None:
    """The row's values of these fields, or its record's; None where they tell nothing."""
    held = row.existing.values if row.existing else {}
    values = tuple(row.values.get(name, held.get(name)) for name in names)
    return values if usable(values) and values[0] not in {None, ""} else None


def first_of(rows: Iterable[tuple[Row, Any, Names]], teller: Teller) -> dict[Any, Row]:
    """The first row of each identity; those after it are refused."""
    first: dict[Any, Row] = {}
    words = _("Row %(row)s has the same %(field)s. The first stands, this one is refused.")
    for row, found, names in rows:
        if first.setdefault(found, row) is not row:
            blamed = teller.blamed(row, names)
            facts = {"row": teller.place(first[found]), "field": teller.label(blamed)}
            row.refuse(blamed, words % facts)
    return first


def refuse_taken(register: Register, first: dict[Any, Row], names: Names, teller: Teller) -> None:
    """Rows that would take what another record has; rows found by that very key do not."""
    key = register.model.key
    asked = {values: row for values, row in first.items() if names != key or row.number is not None}
    owners = register.by_values(names, set(asked))
    for values, row in asked.items():
        others = {one.pk for one in owners.get(values, [])}
        if others and (row.existing is None or row.existing.pk not in others):
            blamed = teller.blamed(row, names)
            row.refuse(blamed, teller.neutral(blamed))
