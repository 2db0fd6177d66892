from __future__ import annotations

import operator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.choices import (
    Aggregate,
    Basis,
    Comparison,
    Direction,
    IndicatorKind,
    Unit,
)
from assessments.models.closing import SEALED_RUN, SEALED_VALUES
from organizations.choices.tree import Level
from organizations.models import Organization
from organizations.models.naming import Named
from portal.models import Record

COMPARE = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}
Amount = int | Decimal


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
    basis = models.CharField(
        pgettext_lazy("measure", "rows"), max_length=10, choices=Basis, default=Basis.AT
    )

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
        """Percent, so many for each, or the amount. None (no data, not zero) where there is
        nothing to divide by."""
        if n is None:
            return None
        if self.kind == IndicatorKind.AMOUNT:
            return Decimal(n)
        whole = 100 if self.unit == Unit.PERCENT else 1  # yuan a member is no percentage
        return Decimal(whole * n) / of if of else None

    def reached(self, count: int) -> bool:
        return bool(COMPARE[self.compare](count, self.threshold or 0))

    @property
    def sign(self) -> str:
        """What stands behind a figure: "%" or a word with a space before it."""
        if self.unit == Unit.PERCENT:
            return "%"
        wan = self.unit == Unit.WAN_YUAN  # "70,000 10,000 yuan" cannot be read
        word = _("× 10,000 yuan") if wan else self.get_unit_display()
        return f" {word}"


class Run(Record):
    """One working-out of a plan as of a day; `first` is where its period begins.

    A sealed one stays as it is: what has to be put right is worked out as the next `amendment`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        DONE = "done", _("Done")

    scope_path = "plan__organization"
    handed_down = True
    key = ("plan", "day", "amendment")
    handles = ("pk",)
    dated = "day"

    plan = models.ForeignKey("Plan", models.PROTECT, related_name="runs", verbose_name=_("plan"))
    day = models.DateField(_("as of"))
    first = models.DateField(_("period from"))
    amendment = models.PositiveSmallIntegerField(_("amendment"), default=0)
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
        permissions = [("seal_run", "Can seal periods")]
        constraints = [
            models.UniqueConstraint(name="one_run_a_day", fields=["plan", "day", "amendment"])
        ]
        triggers = SEALED_RUN

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
        triggers = SEALED_VALUES

    def __str__(self) -> str:
        return f"{self.indicator}: {self.n}" + ("" if self.of is None else f"/{self.of}")
