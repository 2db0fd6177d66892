"""What is paid by which rule, and the bank accounts to which it is paid."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.choices import PaidAs, PayPart, PayWay
from funding.fields import AccountNumberField
from funding.models.codes import Use
from funding.models.standards import Standard, in_words
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.fields import CodeField
from portal.models import Record

NOT_LESS = [MinValueValidator(Decimal(0))]
HUNDRED = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class PayRule(Record):
    """What is paid to whom, from one day to another, and as what the ledger spends it (003-27,
    003-29, 003-36...-40). What a lower organization sets goes before what a higher one does."""

    key = ("organization", "paid_as", "part", "education", "years_from", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    paid_as = models.CharField(_("paid as"), max_length=16, choices=PaidAs)
    part = models.CharField(_("part of the pay"), max_length=12, choices=PayPart)
    way = models.CharField(_("worked out as"), max_length=10, choices=PayWay)
    value = models.DecimalField(
        pgettext_lazy("pay", "value"), max_digits=10, decimal_places=2, validators=NOT_LESS
    )
    base = models.CharField(
        _("times of the standard"),
        max_length=40,
        blank=True,
        help_text=_("The code of the standard of money that is multiplied: last year's income."),
    )
    education = CodeField(
        _("from this education upwards"), table="education", blank=True, default=""
    )
    years_from = models.PositiveSmallIntegerField(_("from years served"), default=0)
    use = models.ForeignKey(
        Use,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pay_rules",
        verbose_name=_("spent as"),
        help_text=_("What the ledger calls it when the sheet is posted."),
    )
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("pay", "set out in"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule of pay")
        verbose_name_plural = _("rules of pay")
        ordering = ["paid_as", "part", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_pay_rule_a_day",
                fields=["organization", "paid_as", "part", "education", "years_from", "since"],
            ),
            ends_after("pay_rule_ends_after_it_begins", later=True),
            models.CheckConstraint(
                name="pay_times_of_a_standard",
                condition=Q(way=PayWay.TIMES) & ~Q(base="") | ~Q(way=PayWay.TIMES) & Q(base=""),
                violation_error_message=_(
                    "A multiple names the standard it is of; other ways name none."
                ),
            ),
        ]

    def get_base_display(self) -> str:
        return in_words(Standard, self.base)

    def __str__(self) -> str:
        return f"{self.get_paid_as_display()} · {self.get_part_display()}"


class BankCard(Record):
    """The bank account to which somebody is paid."""

    scope_path = "person__organization"
    key = ("person", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="bank_cards", verbose_name=_("person")
    )
    account_no = AccountNumberField(_("account number"))
    bank = models.CharField(_("bank"), max_length=80, blank=True)
    since = models.DateField(_("used since"))
    until = models.DateField(_("used until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("bank account of a person")
        verbose_name_plural = _("bank accounts of persons")
        ordering = ["person", "-since", "pk"]
        permissions = [("reveal_bankcard", "Can see whole numbers of bank accounts")]
        constraints = [
            models.UniqueConstraint(name="one_card_a_day", fields=["person", "since"]),
            models.UniqueConstraint(
                name="one_card_in_use",
                fields=["person"],
                condition=Q(until=None),
                violation_error_message=_(
                    "This person has a bank account in use. Say until when, first."
                ),
            ),
            models.UniqueConstraint(
                name="nobody_elses_card",
                fields=["account_no"],
                condition=Q(until=None),
                violation_error_message=_("Somebody else is paid to this bank account."),
            ),
            ends_after("card_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.bank}"
