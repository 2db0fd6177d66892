"""A period closed: its figures, and all that they were made of, as files that only grow."""

from __future__ import annotations

import hashlib
from typing import Any

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.plans import Plan
from assessments.models.targets import Run
from organizations.models.acting import Kept, who
from portal.models import Record

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that print or handwriting confuses
CODE = 12


class Seal(Record):
    """A run closed for good: nothing of it changes any more.

    A correction is a new run of the same day, sealed as the next number. `digest` is the SHA-256
    of the list of the files with theirs, and `code`, which prints carry, is made from it.
    """

    scope_path = "plan__organization"
    handed_down = True
    dated = "day"
    key = ("plan", "day", "number")
    handles = ("code",)

    run = models.OneToOneField(
        Run, models.PROTECT, related_name="seal", verbose_name=_("run"), editable=False
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="seals", verbose_name=_("plan"), editable=False
    )
    day = models.DateField(_("as of"), editable=False)
    number = models.PositiveSmallIntegerField(
        _("amendment"), default=0, editable=False, help_text=_("0: the first one sealed.")
    )
    code = models.CharField(_("verification code"), max_length=12, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    approval = models.CharField(_("approval number"), max_length=60, blank=True)
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64, editable=False)
    sealed_by = who(_("sealed by"))
    sealed_at = models.DateTimeField(_("sealed at"), editable=False)

    class Meta(Record.Meta):
        verbose_name = _("sealed period")
        verbose_name_plural = _("sealed periods")
        ordering = ["-day", "plan", "-number"]
        constraints = [
            models.UniqueConstraint(name="one_seal_per_number", fields=["plan", "day", "number"])
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="stays", exclude=["changed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.day} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("seal", args=[self.code])

    @property
    def facts(self) -> dict[str, Any]:
        """What of a seal its SHA-256 is made of, besides its files."""
        names = ("plan_id", "run_id", "day", "number", "reason", "approval", "sealed_by_id")
        return {**{name: getattr(self, name) for name in names}, "at": self.sealed_at.timestamp()}


class SealFile(Kept):
    """A file of a seal: Parquet or JSON, with its SHA-256. Only grows."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    body = models.BinaryField()

    class Meta(Kept.Meta):
        ordering = ["seal", "name"]
        constraints = [models.UniqueConstraint(name="one_file_per_name", fields=["seal", "name"])]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.name}"

    @property
    def whole(self) -> bool:
        """Whether the bytes are still those that were sealed."""
        return hashlib.sha256(bytes(self.body)).hexdigest() == self.digest


def files_digest(files: dict[str, str], facts: dict[str, Any]) -> str:
    """SHA-256 of a seal: of its facts, then of each file's name and SHA-256, by name."""
    words = [f"{name}={facts[name]}" for name in sorted(facts)]
    words += [f"{name} {files[name]}" for name in sorted(files)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def code_of(digest: str) -> str:
    """Twelve letters out of a SHA-256: who changes what is sealed has to change the paper too."""
    number, letters = int(digest, 16), []
    for _letter in range(CODE):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
