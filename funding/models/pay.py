"""Pay: rules by which it is worked out, bank accounts, sheets by month and their lines."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models.naming import Told
from funding.choices import PaidAs, PayPart, PayWay, SheetKind
from funding.fields import AccountNumberField
from funding.models.codes import Source, Use
from funding.models.ledger import Entry
from funding.pay_triggers import reckoned, reward_rests, sheet_rests
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after
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
    month = models.DateField(_("month"), help_text=_("Its first day."))
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
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("checked by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
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

    def __str__(self) -> str:
        return f"{self.organization.short} {self.month:%Y-%m} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class PaySheetAct(models.Model):
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
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


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
    month = models.DateField(_("month"), editable=False)
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
        _("entered by hand"),
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

    def __str__(self) -> str:
        return f"{self.person} · {self.month:%Y-%m}"


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
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
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

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class PayEntry(models.Model):
    """The entries of the ledger by which a sheet was paid out."""

    sheet = models.ForeignKey(PaySheet, models.PROTECT, related_name="entries")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="pay")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.entry_id}"
