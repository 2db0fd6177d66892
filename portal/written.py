"""What one context of history wrote into a register, taken back: its new rows go, its changed rows
say again what they said before.

Only while nothing newer builds on it: history marks every row that a context wrote, so whatever
was changed since, or hung on its rows, is found and named.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.history import fresh_plans
from portal.models import Record

NAMED = 3  # records that a refusal names


class Written:
    """The rows of one register that a context of history wrote."""

    def __init__(self, model: Any, context: Any) -> None:
        self.model, self.context = model, context
        self.events = events_of(model)
        self.ours = self.events.filter(pgh_context_id=context)
        self.new = self.ours.filter(pgh_label="insert").values("pgh_obj_id")

    def within_reach(self, by: Any) -> None:
        rows = self.model.objects.filter(pk__in=self.ours.values("pgh_obj_id"))
        if rows.exclude(pk__in=rows.for_user(by, "import").values("pk")).exists():
            raise Refused(_("Rows of this import lie outside the organizations you may write to."))

    def untouched_since(self) -> None:
        earlier = self.ours.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        newer = self.events.exclude(pgh_context_id=self.context).filter(Exists(earlier))
        touched = newer.order_by().values_list("pgh_obj_id", flat=True).distinct()
        if count := touched.count():
            names = self.model.objects.filter(pk__in=list(touched[:NAMED]))
            raise Refused(
                _(
                    "%(count)s rows have been changed since (%(names)s …), so the import cannot be "
                    "undone. Put single records right by their history."
                )
                % {"count": count, "names": ", ".join(map(str, names))}
            )

    def nothing_hangs_on_it(self) -> None:
        for link in self.model._meta.related_objects:
            other: Any = link.related_model
            if not issubclass(other, Record) or other._meta.proxy:
                continue
            hanging = other._base_manager.filter(**{f"{link.field.name}__in": self.new})
            if not other.grows:
                along = events_of(other).filter(pgh_context_id=self.context, pgh_label="insert")
                hanging = hanging.exclude(pk__in=along.values("pgh_obj_id"))
            self.refuse_if(hanging, other._meta.verbose_name_plural)
        for loose in by_content_type():
            kind = ContentType.objects.get_for_model(self.model)
            on_it = loose._base_manager.filter(content_type=kind, object_id__in=self.new)
            self.refuse_if(on_it, loose._meta.verbose_name_plural)

    def refuse_if(self, hanging: Any, kind: Any) -> None:
        if count := hanging.count():
            raise Refused(
                _("%(count)s %(kind)s hang on new rows of this import; it cannot be undone.")
                % {"count": count, "kind": kind}
            )

    def restore(self) -> None:
        """The values before the import back into the rows it changed: one statement."""
        kept = [
            quoted(one.column)
            for one in self.model._meta.concrete_fields
            if one.editable and not one.primary_key and one.name not in self.model.untracked
        ]
        table, events = quoted(self.model._meta.db_table), quoted(self.events.model._meta.db_table)
        settings = ", ".join(f"{column} = was.{column}" for column in kept)
        fresh_plans()
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {settings}, changed_at = now() FROM ("  # noqa: S608 our own names
                f"  SELECT DISTINCT ON (b.pgh_obj_id) b.* FROM {events} b"
                f"  JOIN (SELECT pgh_obj_id, min(pgh_id) AS first FROM {events}"
                "        WHERE pgh_context_id = %s GROUP BY pgh_obj_id) o"
                "    ON o.pgh_obj_id = b.pgh_obj_id AND b.pgh_id < o.first"
                "  ORDER BY b.pgh_obj_id, b.pgh_id DESC"
                f") was WHERE {table}.id = was.pgh_obj_id",
                [self.context],
            )

    def remove(self) -> None:
        """The new rows, after what triggers hung on them: one statement for each model. Whatever
        else names them makes the database refuse."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for link in self.model._meta.related_objects:
            if getattr(link, "on_delete", None) is models.CASCADE:
                other: Any = link.related_model
                hung = other._base_manager.filter(**{f"{link.field.name}__in": self.new})
                hung._raw_delete(hung.db)
        gone = self.model._base_manager.filter(pk__in=self.new)
        gone._raw_delete(gone.db)


def events_of(model: Any) -> Any:
    return model._meta.get_field("events").related_model._base_manager.all()


def by_content_type() -> list[Any]:
    """Models whose rows may hang on any record (attachments)."""
    return [
        link.related_model
        for link in ContentType._meta.related_objects
        if {"content_type", "object_id"} <= {f.name for f in link.related_model._meta.fields}
    ]


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
