from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.cache import cache as store
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import class_prepared
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.hashable import make_hashable
from django.utils.translation import gettext_lazy as _

from portal.scope import ScopedQuerySet, in_force_q


class Record(models.Model):
    """A row that belongs to an organization, lives in time and remembers every change made to it.

    `scope_path`: look-up from the row to its organization ("" when it is one). `key`: the fields
    by which workbooks say which row a line is about, `also_keys`: others that do where none of
    their fields is empty, `lookalike`: those that, all together, tell it where its key is empty;
    `handles`: those by which other records name it. It lives in time by one of `in_force` (begin
    and end fields), `dated` (the field that says when it happened) or `placed_by` (related rows
    that say where it hung, and when).
    `grows`: rows are added and never changed; says how a mistake is answered.
    `promises`: {constraint that a trigger keeps: what the user is told where it would break}.
    `handed_down`: all below its organization may view it (a plan). `untracked`: fields that
    history leaves out.
    """

    scope_path: ClassVar[str] = "organization"
    key: ClassVar[tuple[str, ...]] = ("code",)
    handles: ClassVar[tuple[str, ...]] = ("code",)
    also_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    lookalike: ClassVar[tuple[str, ...]] = ()
    in_force: ClassVar[tuple[str, str] | None] = None
    dated: ClassVar[str | None] = None
    placed_by: ClassVar[str | None] = None
    handed_down: ClassVar[bool] = False
    untracked: ClassVar[tuple[str, ...]] = ()
    grows: ClassVar[Any] = ""
    promises: ClassVar[dict[str, Any]] = {}

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view", "add", "change", "import", "export")

    def get_absolute_url(self) -> str:
        return reverse(f"{self._meta.model_name}-detail", args=[self.pk])

    def place(self) -> str:
        """The tree path of the organization this record belongs to; "" where it has none yet."""
        steps = [*filter(None, self.scope_path.split("__")), "path"]
        try:
            return str(attrgetter(".".join(steps))(self) or "")
        except (AttributeError, models.ObjectDoesNotExist):
            return ""

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's name
        """What Django says, without sorting the choices anew for every row of a list."""
        value = getattr(self, field.attname)
        return force_str(choice_words(field).get(make_hashable(value), value), strings_only=True)

    def handle(self) -> str:
        """The word by which a form or workbook names this record."""
        first = self.handles[0]
        return f"#{self.pk}" if first == "pk" else str(getattr(self, first))

    @classmethod
    def named(cls, rows: Any, text: str) -> Any:
        """The rows of `rows` that `text` names: by "#" and record number, or by the first handle
        that fits."""
        if re.fullmatch(r"#\d+", text):
            return rows.filter(pk=int(text[1:]))
        for handle in cls.handles:
            if handle == "pk":
                continue  # said with a "#" before it
            if (found := rows.filter(**{handle: text})).exists():
                return found
        return rows.none()

    @classmethod
    def words(cls, rows: Any) -> Iterator[tuple[str, int]]:
        """Every (word, record number) by which `rows` may be named; for resolving a whole column
        at once."""
        handles = [handle for handle in cls.handles if handle != "pk"]
        for pk, *names in rows.values_list("pk", *handles):
            yield from ((str(name), pk) for name in (f"#{pk}", *names) if name)

    @classmethod
    def standing_q(cls, day: date) -> Q:
        if cls.placed_by:
            return Q(Exists(cls.placements().filter(**{cls.place_link(): OuterRef("pk")}).at(day)))
        if cls.in_force:
            return in_force_q(*cls.in_force, day)
        return Q(**{f"{cls.dated}__lte": day}) if cls.dated else Q()

    @classmethod
    def period_q(cls, first: date, last: date) -> Q:
        if cls.dated:
            return Q(**{f"{cls.dated}__gte": first, f"{cls.dated}__lte": last})
        return in_force_q(*cls.in_force, first, last) if cls.in_force else Q()

    @classmethod
    def placements(cls) -> Any:
        placed: Any = cls._meta.get_field(cls.placed_by or "")
        return placed.related_model._default_manager.all()

    @classmethod
    def place_link(cls) -> str:
        placed: Any = cls._meta.get_field(cls.placed_by or "")
        return str(placed.remote_field.name)


@cache
def choice_words(field: Any) -> dict[Any, Any]:
    return dict(make_hashable(field.flatchoices))


def fields_of(model: type[models.Model]) -> list[str]:
    """Every field that people fill in, in the model's order: for a form or a table that has
    them all."""
    return [one.name for one in model._meta.concrete_fields if one.editable and not one.primary_key]


def track(sender: type[models.Model], **_: Any) -> None:
    """Give every concrete record that may change an append-only history table that triggers fill,
    bulk writes and SQL included."""
    if not issubclass(sender, Record) or sender.grows:
        return
    if not sender._meta.abstract and not sender._meta.proxy:
        pghistory.track(
            pghistory.InsertEvent(level=pghistory.Statement),
            pghistory.UpdateEvent(level=pghistory.Statement),
            pghistory.DeleteEvent(level=pghistory.Statement),
            exclude=list(sender.untracked) or None,
            append_only=True,
        )(sender)


class_prepared.connect(track)


def expiry() -> Any:
    return timezone.now() + timedelta(days=1)


class Job(models.Model):
    """Work for a worker: who asked, how far it is, what came of it.

    `params` and `outcome` never hold ID numbers.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    language = models.CharField(max_length=10, default="zh-hans")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = models.TextField(_("message"), blank=True)
    params = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    file = models.FileField(upload_to="jobs", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(default=expiry)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is.

        Goes to the cache, so it shows while the work's transaction is open.
        """
        store.set(f"job:{self.pk}", (done, total), 3600)

    @property
    def steps(self) -> tuple[int, int]:
        return (
            (self.done, self.total)
            if self.is_over
            else store.get(f"job:{self.pk}", (self.done, self.total))
        )

    @property
    def percent(self) -> int:
        done, total = self.steps
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * done // total) if total else 0


class SecurityEvent(models.Model):
    """What somebody did that safety asks about: logins, denials, exports, reveals. Only grows.

    `details` holds counts, filters and reasons; never an ID number or a password.
    """

    class Kind(models.TextChoices):
        LOGIN = "login", _("logged in")
        LOGIN_FAILED = "login_failed", _("failed to log in")
        LOGOUT = "logout", _("logged out")
        DENIED = "denied", _("was denied")
        EXPORT = "export", _("exported")
        REVEAL = "reveal", _("revealed an ID number")
        PASSWORD = "password", _("set a password")
        TOKEN = "token", _("made, revoked or misused an API token")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="security_events"
    )
    register = models.CharField(max_length=60, blank=True)
    record = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        triggers = [
            pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
