"""What a record was before: each change with its author, its place and its fields, old and new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import pages as registry
from portal.models import Job
from registers.models import Attachment
from registers.views.detail import UNSEEN, RecordPage, field_text
from web.views.jobs import titled

CHANGES = 50


@dataclass(frozen=True)
class Change:
    """One step of a record's history.

    `backs`, beside each field, and `back` are the addresses that put back the value before it and
    the whole version; empty where there is nothing to put back.
    """

    at: Any
    what: str
    status: str
    who: str
    where: str = ""
    job: int | None = None
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    backs: list[str] = field(default_factory=list)
    back: str = ""
    text: str = ""

    @property
    def lines(self) -> list[tuple[str, str, str, str]]:
        backs = self.backs or [""] * len(self.fields)
        return [(*texts, back) for texts, back in zip(self.fields, backs, strict=True)]

    @property
    def is_change(self) -> bool:
        return self.status == "changed"

    @property
    def place(self) -> str:
        """The page it was made on, by the words of its button or heading."""
        return "" if self.job else place_of(self.where)


class HistoryPage(RecordPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        events = (
            []
            if record.grows
            else list(
                record.events.select_related("pgh_context").order_by("-pgh_id")[: CHANGES + 1]
            )
        )
        told = changes(events, self.ways_back(record)) if events else []
        more = len(events) > CHANGES
        oldest = told[-1].at if more else None
        files = [one for one in files_of(record) if not oldest or one.at >= oldest]
        told = sorted([*files, *told], key=lambda one: one.at, reverse=True)
        return self.tab("history", record, _("History"), changes=told, more=more)

    def ways_back(self, record: Any) -> WaysBack | None:
        """Where former values are put back; nowhere for those who may not change the record."""
        form = self.pages.form
        return WaysBack(record, form.base_fields) if form and self.may_change(record) else None


@dataclass(frozen=True)
class WaysBack:
    record: Any
    taken: Any

    def differs(self, event: Any, one: Any) -> bool:
        return one.name in self.taken and getattr(event, one.attname) != getattr(
            self.record, one.attname
        )

    def value(self, before: Any, one: Any) -> str:
        """Where the value that stood before a change is put back."""
        if not before or not self.differs(before, one):
            return ""
        return f"{self.address(before)}?field={one.name}"

    def version(self, event: Any, fields: Iterable[Any]) -> str:
        return self.address(event) if any(self.differs(event, one) for one in fields) else ""

    def address(self, event: Any) -> str:
        name = self.record._meta.model_name
        return registry.get(name).url("restore", self.record.pk, event.pk)


def files_of(record: Any) -> Iterable[Change]:
    """What was attached and withdrawn, as steps of the history."""
    for held in Attachment.of(record).select_related("uploaded_by", "withdrawn_by"):
        text = " – ".join(filter(None, [held.name, held.note]))
        yield Change(held.uploaded_at, _("File added"), "new", str(held.uploaded_by), text=text)
        if held.withdrawn_at:
            why = f"{held.name}: {held.withdrawn_why}"
            by = str(held.withdrawn_by)
            yield Change(held.withdrawn_at, _("File withdrawn"), "withdrawn", by, text=why)


def place_of(page: str) -> str:
    """What stands on the button or page at an address: "Edit", the name of an action."""
    try:
        name = resolve(page).url_name or ""
    except Resolver404:
        return page
    api = _("API") + " · " if name.startswith("api-") else ""
    register, _dash, verb = name.removeprefix("api-").partition("-")
    words = {"edit": _("Edit"), "add": _("Add"), "restore": _("Restore"), "list": _("Add")}
    words["detail"] = _("Edit")
    if registry.has(register):
        actions = {one.name: str(one.label) for one in registry.get(register).actions}
        words |= actions | {f"{one}-many": label for one, label in actions.items()}
    return f"{api}{words[verb]}" if verb in words else page


def changes(events: list[Any], ways: WaysBack | None = None) -> list[Change]:
    """Each event against the one before it, newest first."""
    people, jobs = whos(events), jobs_of(events)
    fields = history_fields(events[0]) if events else []
    names = names_of(fields, events)
    older = [*events[1:], None]
    pairs = list(zip(events, older, strict=True))[:CHANGES]
    return [
        replace(told, **backs(told, event, before, fields, ways)) if ways else told
        for event, before in pairs
        for told in [change(event, before, fields, names, people, jobs)]
    ]


def backs(told: Change, event: Any, before: Any, fields: Any, ways: WaysBack) -> dict[str, Any]:
    """The ways back that stand beside one change."""
    shown = [one for one in fields if differs(one, event, before if told.is_change else None)]
    return {
        "backs": [ways.value(before if told.is_change else None, one) for one in shown],
        "back": ways.version(event, fields),
    }


def history_fields(event: Any) -> list[Any]:
    return [
        f
        for f in event._meta.concrete_fields
        if not f.name.startswith("pgh_") and f.name not in UNSEEN
    ]


def called(model: Any) -> Any:
    """Its records, with what they are called by joined."""
    name, rows = str(model._meta.model_name), model._base_manager.all()
    return registry.get(name).table.rows(rows) if registry.has(name) else rows


def names_of(fields: Iterable[Any], events: Iterable[Any]) -> dict[tuple[str, Any], str]:
    """What the records are called that the events point to: one query per field."""
    found: dict[tuple[str, Any], str] = {}
    for link in fields:
        if isinstance(link, models.ForeignKey):
            ids = {getattr(event, link.attname) for event in events} - {None}
            rows = called(link.related_model).in_bulk(ids) if ids else {}
            found |= {(link.name, pk): str(row) for pk, row in rows.items()}
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
            (capfirst(str(one.verbose_name)), *both(one, event, before, names))
            for one in fields
            if differs(one, event, before if status == "changed" else None)
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
