from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import triggers
from funding.choices import Way
from funding.models.codes import Source, Use
from organizations.models import Organization
from organizations.models.acting import Act, Kept, append_only, who
from organizations.models.naming import YEARS, Numbered
from portal.models import Record
from portal.scope import ScopedQuerySet

DECEMBER = 12


class Account(Numbered):
    """Money of one organization, in one year, from one source. What it holds is the sum of its
    entries."""

    key = ("organization", "year", "source")
    handles = ("pk",)
    promises = {
        "account_stays_what_it_is": _(
            "This account has entries: its organization, year and source stay. Open another one."
        )
    }

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="accounts", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="accounts", verbose_name=_("source of money")
    )
    overdraws = models.BooleanField(_("may be overdrawn"), default=False, editable=False)
    closed_until = models.DateField(_("closed until"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["-year", "organization", "source"]
        permissions = [
            ("enter_account", "Can enter what an account receives and pays"),
            ("transfer_account", "Can transfer money between accounts"),
            ("close_account", "Can close months of accounts"),
            ("reopen_account", "Can reopen months of accounts"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_account_a_year_and_source",
                fields=["organization", "year", "source"],
                violation_error_message=_("This organization has such an account already."),
            )
        ]
        triggers = [triggers.of_its_source]

    def __str__(self) -> str:
        return f"{self.organization} {self.year} {self.source}"

    @property
    def month(self) -> int:
        """The month that is closed next: 1 to 12."""
        return min(self.closed_until.month + 1, DECEMBER) if self.closed_until else 1

    @property
    def over(self) -> bool:
        """Whether the year was closed."""
        return bool(self.closed_until and self.closed_until.month == DECEMBER)


class Lines(ScopedQuerySet):
    def balance(self) -> Decimal:
        """Yuan, to the fen."""
        return self.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")


class Entry(Record):
    """One line of an account. Nothing of it is ever changed or deleted, by whatever way: a mistake
    is answered by the opposite entry, which names it.

    `amount`: yuan, in above nought and out below it. `token` is made by whoever sends it, so that
    what is sent twice is entered once. `number`, `total` (of all lines so far, in the order in
    which they were entered), `previous` and `fingerprint` are the database's: each entry's
    fingerprint takes in the one before, so no line can be altered unseen.
    """

    grows = _("An entry is never changed. Reverse it, and enter it anew as it should have been.")
    promises = {
        "entry_in_its_year": _("An entry lies in the year of its account."),
        "entry_in_an_open_month": _("This month is closed. Choose a later day."),
        "entry_is_the_opposite": _("A reversal is the opposite of the entry that it names."),
        "account_not_below_zero": _("This would pay out more than the account holds."),
        "both_ends_of_a_transfer": _("A transfer leaves one account and reaches another."),
    }
    scope_path = "account__organization"
    key = ("account", "voucher")
    dated = "day"
    handles = ("pk",)

    account = models.ForeignKey(
        Account,
        models.PROTECT,
        related_name="entries",
        verbose_name=_("account"),
        db_index=False,  # `one_number_each` begins with it
    )
    number = models.PositiveIntegerField(_("No."), editable=False, default=0)
    way = models.CharField(_("kind"), max_length=10, choices=Way)
    day = models.DateField(_("day"))
    use = models.ForeignKey(
        Use,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("use of money"),
    )
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2)
    total = models.DecimalField(max_digits=16, decimal_places=2, editable=False, default=0)
    voucher = models.CharField(_("voucher number"), max_length=40)
    counterparty = models.CharField(_("paid by or to"), max_length=120, blank=True)
    handler = models.CharField(_("handled by"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("reverses"),
    )
    act = models.UUIDField(_("entered together with"), null=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entered_by = who(_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    previous = models.CharField(max_length=64, editable=False, default="")
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False, default="")

    objects: ClassVar[Any] = Lines.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["account", "number"]
        permissions = [("reverse_entry", "Can reverse entries")]
        indexes = [
            models.Index(
                name="entry_by_day",
                fields=["account", "day", "number"],
                include=["amount", "way", "use"],  # sums read this and not the lines
            ),
            models.Index(name="entry_by_act", fields=["act"], condition=Q(act__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_number_each", fields=["account", "number"]),
            models.UniqueConstraint(
                name="one_voucher_a_year",
                fields=["account", "voucher"],
                violation_error_message=_("This account already has an entry with this voucher."),
            ),
            models.CheckConstraint(
                name="entry_moves_money",
                condition=~Q(amount=0),
                violation_error_message=_("An entry of nothing is no entry."),
            ),
            models.CheckConstraint(
                name="entry_goes_its_way",
                condition=Q(way__in=[Way.OPENING, Way.TRANSFER, Way.REVERSAL, Way.CLOSING])
                | Q(way=Way.RECEIPT, amount__gt=0)
                | Q(way=Way.PAYMENT, amount__lt=0, use__isnull=False),
                violation_error_message=_(
                    "What comes in is above nought; what is paid out is below it and says for what."
                ),
            ),
            models.CheckConstraint(
                name="only_a_reversal_names_another",
                condition=Q(way=Way.REVERSAL, reverses__isnull=False)
                | ~Q(way=Way.REVERSAL) & Q(reverses__isnull=True),
            ),
            models.CheckConstraint(
                name="a_transfer_has_two_ends",
                condition=~Q(way=Way.TRANSFER) | Q(act__isnull=False),
            ),
        ]
        triggers = [triggers.entered, triggers.kept, triggers.kept_whole, triggers.paired]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.voucher} {self.amount:,.2f}"


class AccountAct(Act):
    """A month or the year of an account was closed, or opened again: who, when, why. Only grows."""

    class Kind(models.TextChoices):
        CLOSED = "closed", pgettext_lazy("account", "closed")
        REOPENED = "reopened", _("reopened")

    account = models.ForeignKey(Account, models.PROTECT, related_name="acts")
    kind = models.CharField(_("act"), max_length=10, choices=Kind)
    until = models.DateField(_("closed until"), null=True)

    class Meta(Act.Meta):
        triggers = [append_only, triggers.kept_whole]


class LedgerHead(Kept):
    """The last line of an account as it stood one night: lines cut from the end are missed by it.
    Only grows."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="heads")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(name="one_head_a_line", fields=["account", "number"])
        ]
        triggers = [append_only, triggers.kept_whole]

    def __str__(self) -> str:
        return f"{self.account_id} {self.number}"
