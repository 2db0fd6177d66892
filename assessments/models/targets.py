from __future__ import annotations

import operator
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.choices import (
    Aggregate,
    Basis,
    Comparison,
    Direction,
    IndicatorKind,
    Status,
    Unit,
)
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.models import Record

COMPARE = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}
UPWARDS = (Comparison.AT_LEAST, Comparison.MORE)
Amount = int | Decimal
NEAR = Decimal("0.8")  # behind, but not far: at least this much of what is expected by today
YEARS = [MinValueValidator(1990), MaxValueValidator(2200)]


class Named(Record):
    """Something county staff define and all below may read. Its name is data, in two languages."""

    handed_down = True
    handles = ("code", "name", "name_en")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("set by")
    )

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name if said_in_chinese() else self.name_en or self.name


class Measure(Named):
    """What is counted, or summed up: rows of a register that a query string of its list
    describes."""

    register = models.CharField(_("register"), max_length=40)
    query = models.CharField(_("filter"), max_length=500, blank=True)
    aggregate = models.CharField(
        _("counted as"), max_length=10, choices=Aggregate, default=Aggregate.COUNT
    )
    column = models.CharField(
        _("summed column"),
        max_length=40,
        blank=True,
        help_text=_("The column's name in the API, such as “value” of figures in reports."),
    )
    basis = models.CharField(_("rows"), max_length=10, choices=Basis, default=Basis.AT)

    class Meta(Named.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["code"]


class Indicator(Named):
    """A measure over another, the share of organizations that reach a number, or a plain amount."""

    clause = models.CharField(_("clause"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind)
    numerator = models.ForeignKey(
        Measure, models.PROTECT, related_name="above", verbose_name=_("numerator")
    )
    denominator = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("denominator"),
    )
    level = models.CharField(_("of organizations"), max_length=10, choices=Level, blank=True)
    compare = models.CharField(_("that have"), max_length=3, choices=Comparison, blank=True)
    threshold = models.PositiveIntegerField(_("this number"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=14, choices=Unit, default=Unit.PERCENT)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=1, validators=[MaxValueValidator(4)]
    )
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, default=Direction.LARGER
    )

    class Meta(Named.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_has_what_its_kind_needs",
                condition=Q(kind="amount")
                | Q(kind="ratio", denominator__isnull=False)
                | Q(kind="share", threshold__isnull=False) & ~Q(level="") & ~Q(compare=""),
                violation_error_message=_(
                    "A ratio needs a denominator; a share needs a level, a comparison and a number."
                ),
            )
        ]

    def value(self, n: Amount | None, of: Amount | None) -> Decimal | None:
        """Percent, or the amount. None where there is nothing to divide by: no data, not zero."""
        if n is None:
            return None
        if self.kind == IndicatorKind.AMOUNT:
            return Decimal(n)
        return Decimal(100 * n) / of if of else None

    def reached(self, count: int) -> bool:
        return bool(COMPARE[self.compare](count, self.threshold or 0))

    @property
    def sign(self) -> str:
        """What stands behind a figure: "%" or a word with a space before it."""
        return "%" if self.unit == Unit.PERCENT else f" {self.get_unit_display()}"


class Plan(Named):
    """The targets of a year, from one source document."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year", "code"]


class Target(Record):
    """What an indicator should come to by the end of a year, and how much of it by which day."""

    scope_path = "plan__organization"
    handed_down = True
    key = ("plan", "indicator", "level")
    handles = ("pk",)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name=_("plan"))
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    level = models.CharField(_("binds"), max_length=10, choices=Level, default=Level.COUNTY)
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

    class Meta(Record.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan", "indicator__code", "level"]
        constraints = [
            models.UniqueConstraint(name="one_target_each", fields=["plan", "indicator", "level"])
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.sentence}"

    @property
    def sentence(self) -> str:
        """What it asks for, such as "at least 85%"."""
        figure = (
            f"{self.value:f}".rstrip("0").rstrip(".") if self.value % 1 else f"{self.value:.0f}"
        )
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


class Run(Record):
    """One working-out of a plan as of a day; `first` is where its period begins."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        DONE = "done", _("Done")

    scope_path = "plan__organization"
    handed_down = True
    key = ("plan", "day")
    handles = ("pk",)
    dated = "day"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="runs", verbose_name=_("plan"))
    day = models.DateField(_("as of"))
    first = models.DateField(_("period from"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    computed_at = models.DateTimeField(_("computed at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )

    class Meta(Record.Meta):
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(name="one_run_a_day", fields=["plan", "day"])]

    def __str__(self) -> str:
        return f"{self.plan} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("run-board", args=[self.pk])


class Figure(models.DecimalField[Any, Any]):
    """A count, or a sum of amounts: read as a whole number wherever it is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 20, "decimal_places": 4, **kwargs})

    def from_db_value(self, value: Decimal | None, *_how: Any) -> int | Decimal | None:
        return int(value) if value is not None and value == int(value) else value


class Value(Record):
    """What an indicator came to for an organization with all below it: `n`, and `of` how many.

    Written by `compute_run` alone, out of rows it has just read while it holds the run: the
    database would spend as long on checking the three references again as on all the counting.
    """

    key = ("run", "indicator", "organization")
    handles = ("pk",)

    run = models.ForeignKey(
        Run,
        models.PROTECT,
        related_name="values",
        verbose_name=_("run"),
        db_index=False,
        db_constraint=False,
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="+",
        verbose_name=_("indicator"),
        db_index=False,
        db_constraint=False,
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="values",
        verbose_name=_("organization"),
        db_constraint=False,
    )
    n = Figure(_("counted"))
    of = Figure(_("of"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["run", "indicator", "organization"]
        constraints = [
            models.UniqueConstraint(
                name="one_value_each", fields=["run", "indicator", "organization"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.n}" + ("" if self.of is None else f"/{self.of}")


def said_in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def status_of(target: Target | None, value: Any, day: date) -> Status:
    return target.status(value, day) if target else Status.NO_DATA
