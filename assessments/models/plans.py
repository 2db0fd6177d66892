from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import Comparison, Confidence, Status
from assessments.models.targets import COMPARE, Indicator
from organizations.choices.tree import Level
from organizations.models import Organization
from organizations.models.naming import YEARS, Named
from portal.models import Record
from portal.scope import ScopedQuerySet

UPWARDS = (Comparison.AT_LEAST, Comparison.MORE)
NEAR = Decimal("0.8")  # behind, but not far: at least this much of what is expected by today


class Plan(Named):
    """The targets of a year, from one source document."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    source = models.CharField(_("source"), max_length=200, blank=True)
    ranked = models.BooleanField(
        _("rank organizations"),
        default=True,
        help_text=_("Otherwise nobody sees a league table: only who meets what."),
    )
    small = models.PositiveSmallIntegerField(
        _("small numbers are below"),
        default=10,
        help_text=_("Figures made of fewer are marked: one more or less changes them much."),
    )
    alike_parts = models.PositiveSmallIntegerField(
        _("groups of those alike"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_(
            "Organizations of one setting, in the order of their members, are compared in so many "
            "groups of the same number; 1: all with each other."
        ),
    )
    alike_least = models.PositiveSmallIntegerField(
        _("grouped from so many on"),
        default=6,
        help_text=_("Fewer organizations of one setting are all compared with each other."),
    )

    class Meta(Named.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year", "code"]


class TargetRows(ScopedQuerySet):
    def for_user(self, user: Any, action: str = "view") -> Self:
        """A township's own value is read by those above and below it, not by its neighbours."""
        meta = self.model._meta
        scope = user.scope(f"{meta.app_label}.{action}_{meta.model_name}")
        own = scope.q("organization") | scope.above_q("organization")
        return super().for_user(user, action).filter(Q(organization=None) | own)


class Target(Record):
    """What an indicator should come to by the end of a year, and how much of it by which day.

    It binds a level as a whole; with an `organization`, that one and all below it, in place of
    what binds the level. `printed`, `reading` and `confidence` say how a source's number was read.
    """

    scope_path = "plan__organization"
    handed_down = True
    key = ("plan", "indicator", "level", "organization")
    handles = ("pk",)
    objects: ClassVar[Any] = TargetRows.as_manager()

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name=_("plan"))
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    level = models.CharField(_("binds"), max_length=10, choices=Level, default=Level.COUNTY)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_targets",
        verbose_name=_("for this one alone"),
        help_text=_("Empty: for every organization of the level."),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    comparison = models.CharField(
        _("comparison"), max_length=3, choices=Comparison, default=Comparison.AT_LEAST
    )
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    milestones = models.CharField(
        _("milestones"),
        max_length=200,
        blank=True,
        help_text=_("Like 03-31=20; 06-30=45; 09-30=70."),
    )
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    requirement = models.CharField(_("requirement"), max_length=40, blank=True)
    printed = models.CharField(_("as printed"), max_length=300, blank=True)
    reading = models.CharField(_("read as"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan", "indicator__code", "level", "organization__path"]
        constraints = [
            models.UniqueConstraint(
                name="one_target_each",
                fields=["plan", "indicator", "level"],
                condition=Q(organization=None),
                violation_error_message=_("The plan has a target of this level already."),
            ),
            models.UniqueConstraint(
                name="one_own_target_each",
                fields=["plan", "indicator", "level", "organization"],
                condition=Q(organization__isnull=False),
                violation_error_message=_("This organization has its own target already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.sentence}"

    @property
    def sentence(self) -> str:
        """What it asks for, such as "at least 85%"."""
        whole = not self.value % 1
        figure = f"{self.value:,.0f}" if whole else f"{self.value:,f}".rstrip("0").rstrip(".")
        return f"{self.get_comparison_display()} {figure}{self.indicator.sign}"

    @property
    def upwards(self) -> bool:
        return self.comparison in UPWARDS

    def marks(self) -> list[tuple[date, Decimal]]:
        """(day, what is expected by it), in order. ValueError where milestones are unreadable."""
        pairs = [
            part.split("=")
            for part in self.milestones.replace("；", ";").split(";")
            if part.strip()
        ]
        found = [
            (date.fromisoformat(f"{self.year}-{day.strip()}"), Decimal(mark)) for day, mark in pairs
        ]
        return sorted(found)

    def expected(self, day: date) -> Decimal:
        """What the value should have come to by `day`.

        On the line from nothing at New Year through the milestones to the target at the year's
        end. What must stay small must be small all year.
        """
        if not self.milestones and not self.upwards:
            return self.value
        start = [(date(self.year - 1, 12, 31), Decimal(0))] if self.upwards else []
        line = [*start, *self.marks(), (date(self.year, 12, 31), self.value)]
        before = [point for point in line if point[0] <= day] or line[:1]
        after = [point for point in line if point[0] > day] or line[-1:]
        (since, low), (until, high) = before[-1], after[0]
        if until <= since:
            return low
        return low + (high - low) * max((day - since).days, 0) / (until - since).days

    def met(self, value: Decimal) -> bool:
        return bool(COMPARE[self.comparison](value, self.value))

    def status(self, value: Decimal | None, day: date) -> Status:
        if value is None:
            return Status.NO_DATA
        if self.met(value):
            return Status.MET
        expected = self.expected(day)
        if value >= expected if self.upwards else value <= expected:
            return Status.ON_PACE
        near = value >= expected * NEAR if self.upwards else value * NEAR <= expected
        return Status.BEHIND if near else Status.FAR_BEHIND

    def attained(self, value: Decimal | None) -> Decimal | None:
        """How much of the target is reached, 0 to 1; what scores are made of."""
        if value is None:
            return None
        if self.met(value):
            return Decimal(1)
        part, whole = (value, self.value) if self.upwards else (self.value, value)
        return min(max(part / whole, Decimal(0)), Decimal(1)) if whole else Decimal(0)
