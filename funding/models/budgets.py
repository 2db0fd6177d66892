from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.choices import MoveState
from funding.models.codes import Source, Use
from organizations.models import Organization
from organizations.models.acting import who
from organizations.models.naming import YEARS
from portal.models import Record
from portal.workflow import Flow

NOTHING = Decimal("0.00")


class Budget(Record):
    """What an organization may spend in a year, of one source on one use (000-58, 001-21).

    `amount`: yuan as the year began; `moved`: what approved transfers of budget have brought or
    taken since.
    """

    key = ("organization", "year", "source", "use")
    handles = ("pk",)
    dated = "decided_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="budgets", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="budgets", verbose_name=_("source of money")
    )
    use = models.ForeignKey(
        Use, models.PROTECT, related_name="budgets", verbose_name=_("use of money")
    )
    amount = models.DecimalField(_("budget (yuan)"), max_digits=14, decimal_places=2)
    moved = models.DecimalField(
        _("moved since (yuan)"), max_digits=14, decimal_places=2, default=NOTHING, editable=False
    )
    decided_on = models.DateField(pgettext_lazy("budget", "decided on"), blank=True)
    due_on = models.DateField(
        _("to arrive by"),
        null=True,
        blank=True,
        help_text=_("Left empty, by the end of the year."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget")
        ordering = ["-year", "organization__path", "source__code", "use__code"]
        permissions = [("move_budget", "Can ask that budget is moved")]
        indexes = [models.Index(fields=["year", "organization"], name="budget_of_year")]
        constraints = [
            models.UniqueConstraint(
                name="one_budget_line_each", fields=["organization", "year", "source", "use"]
            ),
            models.CheckConstraint(
                name="budget_not_below_nought",
                condition=Q(amount__gte=0, moved__gte=-F("amount")),
                violation_error_message=_("A budget is nought or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year} {self.use}"

    @property
    def now(self) -> Decimal:
        """Yuan that may be spent, with what was moved here and away."""
        return self.amount + self.moved


class BudgetMove(Record):
    """Budget asked to be moved from one line to another: who asked, why, who decided.

    `token` is made with the form that asks, so that what is sent twice is one request.
    """

    FLOW = Flow(
        (MoveState.ASKED, MoveState.APPROVED),
        (MoveState.ASKED, MoveState.REFUSED),
        (MoveState.ASKED, MoveState.WITHDRAWN),
    )

    scope_path = "giver__organization"
    key = ("giver", "taker", "asked_on", "amount")
    handles = ("pk",)
    dated = "asked_on"

    giver = models.ForeignKey(
        Budget, models.PROTECT, related_name="moves_away", verbose_name=_("from")
    )
    taker = models.ForeignKey(
        Budget, models.PROTECT, related_name="moves_here", verbose_name=_("to")
    )
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(
        _("state"), max_length=10, choices=MoveState, default=MoveState.ASKED, editable=False
    )
    asked_on = models.DateField(_("asked on"))
    asked_by = who(pgettext_lazy("application", "asked by"))
    decided_on = models.DateField(
        pgettext_lazy("transfer of budget", "decided on"), null=True, editable=False
    )
    decided_by = who(pgettext_lazy("transfer of budget", "decided by"))
    answer = models.CharField(_("answer"), max_length=300, blank=True, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("transfer of budget")
        verbose_name_plural = _("transfers of budget")
        ordering = ["-asked_on", "-pk"]
        permissions = [
            ("approve_budgetmove", "Can approve transfers of budget"),
            ("withdraw_budgetmove", "Can withdraw transfers of budget"),
        ]
        constraints = [
            models.CheckConstraint(name="budget_move_moves", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="budget_move_decided_by_another",
                condition=~Q(state__in=[MoveState.APPROVED, MoveState.REFUSED])
                | Q(asked_by=None)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Another person than who asked decides."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on:%Y-%m-%d} {self.amount:,.2f}"
