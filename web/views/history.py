"""What a record was before: each change with its author, its place and its fields, old and new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.models import Job
from web.views.detail import UNSEEN, field_text
from web.views.jobs import titled
from web.views.page import Page

CHANGES = 50


@dataclass(frozen=True)
class Change:
    """One step of a record's history."""

    at: Any
    what: str
    status: str
    who: str
    where: str
    job: int | None
    fields: list[tuple[str, str, str]]


class HistoryPage(Page):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        events = list(
            record.events.select_related("pgh_context").order_by("-pgh_id")[: CHANGES + 1]
        )
        return self.show(
            "history",
            title=str(record),
            record=record,
            crumbs=[*self.crumbs(record), (_("History"), "")],
            changes=changes(events),
            more=len(events) > CHANGES,
        )


def changes(events: list[Any]) -> list[Change]:
    """Each event against the one before it, newest first."""
    people, jobs = whos(events), jobs_of(events)
    fields = history_fields(events[0]) if events else []
    names = names_of(fields, events)
    older = [*events[1:], None]
    pairs = list(zip(events, older, strict=True))[:CHANGES]
    return [change(event, before, fields, names, people, jobs) for event, before in pairs]


def history_fields(event: Any) -> list[Any]:
    return [
        f
        for f in event._meta.concrete_fields
        if not f.name.startswith("pgh_") and f.name not in UNSEEN
    ]


def names_of(fields: Iterable[Any], events: Iterable[Any]) -> dict[tuple[str, Any], str]:
    """What the records are called that the events point to: one query per field."""
    found: dict[tuple[str, Any], str] = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            ids = {getattr(event, field.attname) for event in events} - {None}
            rows = field.related_model._base_manager.in_bulk(ids) if ids else {}  # type: ignore[union-attr]
            found |= {(field.name, pk): str(row) for pk, row in rows.items()}
    return found


def context_of(event: Any) -> dict[str, Any]:
    context = getattr(event, "pgh_context", None)
    return dict(context.metadata) if context else {}


def whos(events: Iterable[Any]) -> dict[Any, str]:
    ids = {context_of(event).get("user") for event in events} - {None}
    return (
        {pk: str(user) for pk, user in get_user_model()._base_manager.in_bulk(ids).items()}
        if ids
        else {}
    )


def jobs_of(events: Iterable[Any]) -> dict[int, str]:
    ids: Any = {context_of(event).get("job") for event in events} - {None}
    return {job.pk: titled(job) for job in Job.objects.filter(pk__in=ids)} if ids else {}


def change(
    event: Any,
    before: Any,
    fields: list[Any],
    names: Any,
    people: dict[Any, str],
    jobs: dict[int, str],
) -> Change:
    what, status = {
        "insert": (_("Added"), "new"),
        "delete": (_("Deleted"), "refused"),
    }.get(event.pgh_label, (_("Changed"), "changed"))
    context = context_of(event)
    return Change(
        at=event.pgh_created_at,
        what=what,
        status=status,
        who=people.get(context.get("user"), "") or _("The system"),
        where=jobs.get(context.get("job", 0), "") or context.get("page", ""),
        job=context.get("job"),
        fields=[
            (capfirst(str(field.verbose_name)), *both(field, event, before, names))
            for field in fields
            if differs(field, event, before if status == "changed" else None)
        ],
    )


def differs(field: Any, event: Any, before: Any) -> bool:
    now = getattr(event, field.attname)
    return now != getattr(before, field.attname) if before else now not in (None, "")


def both(field: Any, event: Any, before: Any, names: Any) -> tuple[str, str]:
    def text(row: Any) -> str:
        value = getattr(row, field.attname) if row else None
        if isinstance(field, models.ForeignKey):
            return str(names.get((field.name, value), value or ""))
        return field_text(field, value)

    return text(before), text(event)
