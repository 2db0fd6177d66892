"""Pay sheets by month, their lines, and the entries by which they were paid out."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models.naming import Told
from funding.choices import PaidAs, SheetKind
from funding.models.codes import Source
from funding.models.ledger import Entry
from funding.models.payrules import HUNDRED, NOT_LESS, BankCard
from funding.pay_triggers import reckoned, sheet_rests
from members.models import Person
from organizations.models import Organization
from organizations.models.acting import Act, who
from portal.models import Record


class PaySheet(Told):
    """The pay of a township's village cadres for a month: made, checked, approved by somebody else
    and paid out through the ledger."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being made")
        RETURNED = "returned", pgettext_lazy("pay sheet", "returned")
        CHECKED = "checked", pgettext_lazy("pay sheet", "checked")
        APPROVED = "approved", pgettext_lazy("pay sheet", "approved")
        POSTED = "posted", pgettext_lazy("pay sheet", "posted")

    key = ("organization", "kind", "month")
    handles = ("pk",)
    dated = "month"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="pay_sheets", verbose_name=_("township")
    )
    kind = models.CharField(_("for whom"), max_length=8, choices=SheetKind)
    month = models.DateField(pgettext_lazy("pay sheet", "month"), help_text=_("Its first day."))
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="+", verbose_name=_("paid from")
    )
    reward_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rewards paid from"),
        help_text=_("Left empty: as everything else."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("pay sheet", "state"),
        max_length=8,
        choices=State,
        default=State.DRAFT,
        editable=False,
    )
    made_by = who(_("made by"))
    checked_by = who(_("checked by"))
    approved_by = who(pgettext_lazy("pay sheet", "approved by"))
    posted_on = models.DateField(_("paid out on"), null=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("pay sheet")
        verbose_name_plural = _("pay sheets")
        ordering = ["-month", "organization__path", "kind", "pk"]
        permissions = [
            ("check_paysheet", "Can check pay sheets and hand them in"),
            ("approve_paysheet", "Can approve and return pay sheets"),
            ("post_paysheet", "Can post pay sheets to the ledger"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_pay_sheet_a_month",
                fields=["organization", "kind", "month"],
                violation_error_message=_("There is a sheet of this kind for this month."),
            ),
            models.CheckConstraint(
                name="pay_sheet_is_of_a_month",
                condition=Q(month__day=1),
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                name="another_approves_the_pay",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("checked_by"))),
                violation_error_message=_("Whoever made or checked a sheet does not approve it."),
            ),
        ]
        triggers = [sheet_rests]

    def get_month_display(self) -> str:
        return f"{self.month:%Y-%m}"

    def __str__(self) -> str:
        return f"{self.organization.short} {self.month:%Y-%m} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class PaySheetAct(Act):
    """An act on a pay sheet: who did what, when and why. Only grows."""

    class Kind(models.TextChoices):
        COMPUTED = "computed", pgettext_lazy("pay sheet", "worked out")
        CHECKED = "checked", pgettext_lazy("pay sheet", "checked")
        RETURNED = "returned", pgettext_lazy("pay sheet", "returned")
        APPROVED = "approved", pgettext_lazy("pay sheet", "approved")
        POSTED = "posted", pgettext_lazy("pay sheet", "posted")
        TAKEN_OUT = "taken_out", _("taken to the bank")

    sheet = models.ForeignKey(PaySheet, models.PROTECT, related_name="acts")
    kind = models.CharField(_("act"), max_length=10, choices=Kind)


def yuan(label: Any, *, signed: bool = False, **options: bool) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(
        label,
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=[] if signed else NOT_LESS,
        **options,  # type: ignore[arg-type]
    )


class PayLine(Record):
    """What one person is paid for a month; the database sets `month`, `performance`, `total`."""

    key = ("sheet", "person")
    handles = ("pk",)
    dated = "month"

    sheet = models.ForeignKey(
        PaySheet, models.PROTECT, related_name="lines", verbose_name=_("pay sheet")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="pay_lines", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="pay_lines", verbose_name=_("village")
    )
    month = models.DateField(pgettext_lazy("pay sheet", "month"), editable=False)
    paid_as = models.CharField(_("paid as"), max_length=16, choices=PaidAs)
    basic = yuan(_("basic pay"))
    full_score = yuan(_("performance pay at full score"))
    score = models.DecimalField(
        _("score"), max_digits=5, decimal_places=2, default=Decimal(100), validators=HUNDRED
    )
    performance = yuan(_("performance pay"), editable=False)
    reward = yuan(_("reward from collective income"))
    subsidy = yuan(_("subsidy"))
    allowance = yuan(_("allowance"))
    deduction = yuan(_("deducted"))
    adjustment = yuan(_("adjusted by"), signed=True)
    adjust_why = models.CharField(_("why adjusted or deducted"), max_length=200, blank=True)
    by_hand = models.BooleanField(
        pgettext_lazy("pay sheet", "entered by hand"),
        default=False,
        help_text=_("Stays as it is when the sheet is worked out anew."),
    )
    total = yuan(_("to be paid"), signed=True, editable=False)
    card = models.ForeignKey(
        BankCard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("bank account"),
    )

    class Meta(Record.Meta):
        verbose_name = _("line of a pay sheet")
        verbose_name_plural = _("lines of pay sheets")
        ordering = ["-month", "organization__path", "paid_as", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="nobody_twice_in_a_month",
                fields=["person", "month"],
                violation_error_message=_("This person is on a pay sheet of this month already."),
            ),
            models.CheckConstraint(
                name="pay_is_not_below_nought",
                condition=Q(total__gte=0),
                violation_error_message=_("More is deducted than there is to be paid."),
            ),
            models.CheckConstraint(
                name="adjusted_with_a_reason",
                condition=Q(adjustment=0, deduction=0) | ~Q(adjust_why=""),
                violation_error_message=_("Say why it is adjusted or deducted."),
            ),
        ]
        triggers = [reckoned]

    def get_month_display(self) -> str:
        return f"{self.month:%Y-%m}"

    def __str__(self) -> str:
        return f"{self.person} · {self.month:%Y-%m}"


class PayEntry(models.Model):
    """The entries of the ledger by which a sheet was paid out."""

    sheet = models.ForeignKey(PaySheet, models.PROTECT, related_name="entries")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="pay")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.entry_id}"
