from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import triggers
from funding.choices import ApplicationState, Purse
from funding.models.codes import Use
from funding.models.ledger import Account, Entry
from organizations.choices.tree import Level
from organizations.models.acting import Act, append_only, who
from organizations.models.naming import Worded, ends_after
from portal.scope import ScopedQuerySet


class ApprovalLimit(Worded):
    """How much whom may decide alone, from when to when. Without one the county decides all."""

    handed_down = True
    key = ("organization", "level", "purse", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    level = models.CharField(_("who decides"), max_length=12, choices=Level)
    purse = models.CharField(
        _("kind of money"),
        max_length=10,
        choices=Purse,
        blank=True,
        help_text=_("Left empty, money of every kind."),
    )
    up_to = models.DecimalField(_("up to (yuan)"), max_digits=14, decimal_places=2)
    second_person = models.BooleanField(
        _("another person pays"),
        default=True,
        help_text=_("Who approved a payment does not also pay it."),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=120, blank=True)

    class Meta(Worded.Meta):
        verbose_name = _("approval limit")
        verbose_name_plural = _("approval limits")
        ordering = ["level", "-since"]
        constraints = [
            ends_after("limit_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_limit_at_a_time",
                fields=["organization", "level", "purse", "since"],
                violation_error_message=_("There is a limit for these from this day already."),
            ),
            models.CheckConstraint(
                name="limit_is_above_nought",
                condition=Q(up_to__gte=0),
                violation_error_message=_("A limit is not below nought."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.up_to:,.2f} {self.since:%Y-%m-%d}"


class Application(Worded):
    """Money asked for out of an account: reviewed, approved, paid, each step by somebody else."""

    scope_path = "account__organization"
    key = ("account", "code")
    handles = ("pk",)
    dated = "asked_on"
    promises: ClassVar[dict[str, Any]] = {
        "application_stays": _("This application was sent off: have it returned to change it.")
    }

    account = models.ForeignKey(
        Account, models.PROTECT, related_name="applications", verbose_name=_("account")
    )
    code = models.CharField(_("application number"), max_length=40)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    use = models.ForeignKey(
        Use, models.PROTECT, related_name="applications", verbose_name=_("use of money")
    )
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2)
    payee = models.CharField(_("payee"), max_length=120)
    purpose = models.CharField(pgettext_lazy("application", "what for"), max_length=300)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
        editable=False,
    )
    asked_by = who(pgettext_lazy("application", "asked by"))
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        related_name="application",
        editable=False,
        verbose_name=pgettext_lazy("application", "paid by"),
    )

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta(Worded.Meta):
        verbose_name = _("application for money")
        verbose_name_plural = _("applications for money")
        ordering = ["-asked_on", "-pk"]
        permissions = [
            ("submit_application", "Can submit applications for money"),
            ("review_application", "Can review applications for money"),
            ("approve_application", "Can approve applications for money"),
            ("pay_application", "Can pay approved applications"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_application_a_number",
                fields=["account", "code"],
                violation_error_message=_("This account already has an application so numbered."),
            ),
            models.CheckConstraint(
                name="application_is_for_money",
                condition=Q(amount__gt=0),
                violation_error_message=_("Ask for an amount above nought."),
            ),
            models.CheckConstraint(
                name="paid_by_an_entry",
                condition=Q(state=ApplicationState.PAID, entry__isnull=False)
                | ~Q(state=ApplicationState.PAID) & Q(entry__isnull=True),
            ),
        ]
        triggers = [triggers.sent_off]

    def __str__(self) -> str:
        return f"{self.code} {self.payee} {self.amount:,.2f}"


class ApplicationAct(Act):
    """One step of an application: who, when, why. Only grows."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="acts")
    kind = models.CharField(_("step"), max_length=10, choices=ApplicationState)

    class Meta(Act.Meta):
        triggers = [append_only, triggers.kept_whole]
