"""The demo county's cadres."""

from __future__ import annotations

from collections.abc import Callable

from cadres.demo import careers, elections, others, postings, posts, reserves, training


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    posts.load(say)
    elections.load(say)
    reserves.load(say)
    others.load(say)
    postings.load(say)
    careers.load(say)
    training.load(say)
