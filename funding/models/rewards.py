"""Rewards out of the collective income of villages (003-38)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models.pay import PayLine
from funding.models.payrules import HUNDRED, NOT_LESS
from funding.pay_triggers import reward_rests
from members.models import Person
from organizations.models import Organization
from organizations.models.acting import who
from organizations.models.naming import YEARS
from portal.models import Record


class CollectiveReward(Record):
    """A reward out of the village's collective income: proposed with the income and the share,
    approved by the county's organization department, paid with the pay of a month (003-38)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("reward", "proposed")
        APPROVED = "approved", pgettext_lazy("reward", "approved")
        REFUSED = "refused", pgettext_lazy("reward", "refused")
        PAID = "paid", pgettext_lazy("reward", "paid")

    key = ("organization", "year", "person")
    handles = ("pk",)

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rewards", verbose_name=_("village")
    )
    year = models.PositiveSmallIntegerField(_("income of year"), validators=YEARS)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="rewards", verbose_name=_("person")
    )
    income = models.DecimalField(
        _("collective income (yuan)"), max_digits=14, decimal_places=2, validators=NOT_LESS
    )
    percent = models.DecimalField(
        _("share of it (%)"), max_digits=5, decimal_places=2, validators=HUNDRED
    )
    amount = models.DecimalField(
        _("reward (yuan)"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        validators=NOT_LESS,
        help_text=_("Left empty: the share of the income."),
    )
    pay_month = models.DateField(_("paid with the pay of"), help_text=_("Its first day."))
    merits = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("reward", "state"),
        max_length=8,
        choices=State,
        default=State.PROPOSED,
        editable=False,
    )
    proposed_by = who(_("proposed by"))
    decided_by = who(pgettext_lazy("transfer of budget", "decided by"))
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decided_why = models.CharField(_("why refused"), max_length=200, blank=True, editable=False)
    line = models.ForeignKey(
        PayLine,
        models.PROTECT,
        null=True,
        related_name="rewards",
        editable=False,
        verbose_name=_("line of a pay sheet"),
    )

    class Meta(Record.Meta):
        verbose_name = _("reward from collective income")
        verbose_name_plural = _("rewards from collective income")
        ordering = ["-year", "organization__path", "person", "pk"]
        permissions = [("approve_collectivereward", "Can approve and refuse rewards")]
        constraints = [
            models.UniqueConstraint(
                name="one_reward_a_year", fields=["organization", "year", "person"]
            ),
            models.CheckConstraint(
                name="reward_is_paid_with_a_month",
                condition=Q(pay_month__day=1),
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                name="another_approves_the_reward",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("Whoever proposed a reward does not decide on it."),
            ),
        ]
        triggers = [reward_rests]

    def get_pay_month_display(self) -> str:
        return f"{self.pay_month:%Y-%m}"

    def __str__(self) -> str:
        return f"{self.person} {self.year}"
