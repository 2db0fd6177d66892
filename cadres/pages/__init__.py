from cadres.pages import (
    checks,
    elections,
    facets,
    panels,
    posts,
    reserves,
    standards,
    todo,
    workers,
)

__all__ = [
    "checks",
    "elections",
    "facets",
    "panels",
    "posts",
    "reserves",
    "standards",
    "todo",
    "workers",
]
