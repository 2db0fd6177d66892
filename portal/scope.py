"""Who reaches which rows, and which rows stood on a day: the two questions asked of every
record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce

from portal.fields.pinyin import fields_of


@dataclass(frozen=True)
class Scope:
    """The subtrees a user may reach, each given by the tree path of its top."""

    paths: tuple[str, ...]

    def q(self, lookup: str) -> Q:
        """Match rows whose organization, found by `lookup`, lies in one of the subtrees."""
        key = "__".join(filter(None, [lookup, "path", "startswith"]))
        query = Q(pk__in=[])
        for path in self.paths:
            query |= Q(**{key: path})
        return query

    def above_q(self, lookup: str) -> Q:
        """Match rows whose organization stands above one of the subtrees."""
        above = {
            path[: end + 1] for path in self.paths for end in range(len(path)) if path[end] == "/"
        }
        key = "__".join(filter(None, [lookup, "path", "in"]))
        return Q(**{key: sorted(above)})

    def covers(self, path: str) -> bool:
        return bool(path) and path.startswith(self.paths)

    def __bool__(self) -> bool:
        return bool(self.paths)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of a record type, narrowed to a user's reach and to a day or a period."""

    def for_user(self, user: Any, action: str = "view") -> Self:
        """Keep the rows on which the user may do `action`. Pages, API and forms start here."""
        meta = self.model._meta
        scope = user.scope(f"{meta.app_label}.{action}_{meta.model_name}")
        reach = scope.q(self.model.scope_path)
        if self.model.handed_down and action == "view":
            reach |= scope.above_q(self.model.scope_path)
        return self.filter(reach)

    def update(self, **values: Any) -> int:
        """How names sound follows them; where SQL makes the names, `pinyin.fill` does later."""
        for one in fields_of(self.model):
            if one.of in values:
                said = values[one.of]
                plain = not hasattr(said, "resolve_expression")
                values.setdefault(one.name, one.derived(said) if plain else "")
        return super().update(**values)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        names = [*fields]
        for one in fields_of(self.model):
            if one.of in names and one.name not in names:
                names.append(one.name)
                for row in objs:
                    one.pre_save(row, add=False)
        return super().bulk_update(objs, names, batch_size)

    def at(self, day: date) -> Self:
        """The rows in force on `day`.

        An unknown beginning counts as begun, the last day as ended.
        """
        return self.filter(self.model.standing_q(day))

    def during(self, first: date, last: date) -> Self:
        """The rows dated from `first` to `last`, or in force on any day of it."""
        return self.filter(self.model.period_q(first, last))


def in_force_q(since: str, until: str, day: date, last: date | None = None) -> Q:
    """In force on `day`; with `last`, on any day from `day` to `last`."""
    begun = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": last or day})
    return begun & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day}))


def covering_q(span: tuple[str, str], moment: str) -> Q:
    """In force on the day that another column, `moment` (a partial date), names."""
    since, until = span
    begun = Coalesce(Cast(F(since), models.CharField()), models.Value(""))
    ended = Coalesce(Cast(F(until), models.CharField()), models.Value("9999"))
    return Q(**{f"{moment}__gte": begun}) & Q(**{f"{moment}__lt": ended})
