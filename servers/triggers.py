"""pgtrigger compares every trigger with all others as it is registered, eight hundred in all: a
third of each start of the portal. Here it looks them up."""

from typing import Any

from pgtrigger import registry


class Indexed(registry._Registry):
    """pgtrigger's registry, with what it computes anew each time kept at hand."""

    def __init__(self) -> None:
        self.by_table: dict[tuple[str, str], Any] = {}
        self.functions: set[str] = set()
        super().__init__()

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        return self.by_table

    @property
    def pg_function_names(self) -> set[str]:
        return self.functions

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.by_table[model._meta.db_table, trigger.name] = trigger
        self.functions.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self.by_table[model._meta.db_table, trigger.name]
        self.functions.discard(trigger.get_pgid(model))


def index_them() -> None:
    """Before the first model is made."""
    registry._registry = Indexed()
