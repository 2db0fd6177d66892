"""Rules of data quality: each is a register and a filter whose rows want mending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """`query`: the list's own query string, or a function that makes it (today's dates in it).

    `text`: what is the matter, as a heading; `advice`: how to mend it, one sentence; `serious`:
    wrong, not merely missing.
    """

    name: str
    register: str
    query: str | Callable[[], str]
    text: Any
    advice: Any = ""
    serious: bool = False

    def asked(self) -> str:
        return self.query if isinstance(self.query, str) else self.query()


_checks: dict[str, Check] = {}


def add(name: str, register: str, query: str | Callable[[], str], text: Any, **more: Any) -> None:
    """Declare a rule, in an app's `quality.py`. No two rules share a name."""
    if name in _checks:
        raise ValueError(f"There is a rule of data quality called {name!r} already.")
    _checks[name] = Check(name, register, query, text, **more)


def every() -> list[Check]:
    return list(_checks.values())
