"""Party dues: their rates, what each member owes in a year, what was paid (domain 2.5)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.choices import Payer, Relief
from funding.models.ledger import Entry
from funding.pay_triggers import payment_rests
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after
from portal.models import Record

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
NOT_LESS = [MinValueValidator(Decimal(0))]
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]


class DuesBand(Record):
    """A rate of Party dues from one day to another. The rate applies to the whole base once it lies
    above `over`; who has no base pays between `least` and `most` a month."""

    key = ("organization", "payer", "over", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    payer = models.CharField(pgettext_lazy("dues", "kind of payer"), max_length=10, choices=Payer)
    over = models.DecimalField(
        _("monthly base above (yuan)"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=NOT_LESS,
    )
    up_to = models.DecimalField(
        _("up to and with (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS,
    )
    rate = models.DecimalField(
        _("rate (%)"), max_digits=5, decimal_places=3, null=True, blank=True, validators=PERCENT
    )
    least = models.DecimalField(
        _("least a month (yuan)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS,
    )
    most = models.DecimalField(
        _("most a month (yuan)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS,
    )
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("dues", "set out in"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rate of Party dues")
        verbose_name_plural = _("rates of Party dues")
        ordering = ["payer", "over", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_band_a_day", fields=["organization", "payer", "over", "since"]
            ),
            models.CheckConstraint(
                name="band_goes_up",
                condition=Q(up_to=None) | Q(up_to__gt=F("over")),
                violation_error_message=_("The band ends above where it begins."),
            ),
            models.CheckConstraint(
                name="band_has_a_rate_or_a_sum",
                condition=Q(rate__isnull=False, least=None, most=None)
                | Q(rate=None, least__isnull=False),
                violation_error_message=_(
                    "Give a rate in per cent, or else the least sum a month (and the most)."
                ),
            ),
            ends_after("band_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        payer = str(self.get_payer_display())
        return f"{payer} > {self.over:,.2f}" if self.over else payer


class DuesRule(Record):
    """How far back dues may be paid, and what each level keeps of them, from one day on."""

    key = ("organization", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    back_months = models.PositiveSmallIntegerField(
        _("months that may be paid later"),
        default=6,
        validators=[MaxValueValidator(60)],
        help_text=_("What is paid later than this needs a reason."),
    )
    township_keeps = models.DecimalField(
        _("the township keeps (%)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    county_keeps = models.DecimalField(
        _("the county keeps (%)"),
        max_digits=5,
        decimal_places=2,
        validators=PERCENT,
        help_text=_("Of what townships hand up; the rest goes to the city."),
    )
    whole_from = models.DecimalField(
        _("large dues from (yuan)"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(1000),
        validators=NOT_LESS,
        help_text=_("What is paid at once from this sum on goes to the centre whole."),
    )
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("dues", "set out in"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule of Party dues")
        verbose_name_plural = _("rules of Party dues")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_dues_rule_a_day", fields=["organization", "since"]),
            ends_after("dues_rule_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.since}"


class DuesBase(Record):
    """What a member owes in a year: the base, fixed once, and the dues a month (domain 2.5).

    `due`: yuan, to the fen; worked out from the rates unless somebody typed another sum.
    """

    key = ("person", "year")
    handles = ("pk",)

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="dues_bases", verbose_name=_("member")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="dues_bases", verbose_name=_("paid in")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    payer = models.CharField(pgettext_lazy("dues", "kind of payer"), max_length=10, choices=Payer)
    base = models.DecimalField(
        _("monthly base (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS,
        help_text=_("Income after tax, or the pension. Farmers and students have none."),
    )
    due = models.DecimalField(
        _("due a month (yuan)"),
        max_digits=8,
        decimal_places=2,
        blank=True,
        validators=NOT_LESS,
        help_text=_("Left empty: worked out from the rates in force on 1 January."),
    )
    from_month = models.PositiveSmallIntegerField(
        _("owed from month"), default=1, validators=MONTHS
    )
    to_month = models.PositiveSmallIntegerField(_("owed to month"), default=12, validators=MONTHS)
    relief = models.CharField(_("relief"), max_length=6, choices=Relief, blank=True)
    relief_why = models.CharField(_("why less is owed"), max_length=200, blank=True)
    approved_by = models.CharField(
        _("relief approved by"), max_length=80, blank=True, help_text=_("The next committee.")
    )
    approved_on = models.DateField(_("relief approved on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("dues of a member")
        verbose_name_plural = _("dues of members")
        ordering = ["-year", "organization__path", "person", "pk"]
        permissions = [("open_duesbase", "Can open a year of Party dues")]
        indexes = [models.Index(name="dues_of_a_branch", fields=["year", "organization"])]
        constraints = [
            models.UniqueConstraint(
                name="one_base_a_year",
                fields=["person", "year"],
                violation_error_message=_("The dues of this member for this year are there."),
            ),
            models.CheckConstraint(
                name="dues_months_in_order",
                condition=Q(from_month__lte=F("to_month")),
                violation_error_message=_("The last month owed lies before the first."),
            ),
            models.CheckConstraint(
                name="exempt_owe_nothing", condition=~Q(relief=Relief.EXEMPT) | Q(due=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year}"

    def owes(self, month: int) -> bool:
        return self.from_month <= month <= self.to_month


class DuesPayment(Record):
    """What a member paid for a month. Once it stands in the ledger it is not changed."""

    key = ("person", "year", "month")
    handles = ("pk",)
    dated = "paid_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="dues_payments", verbose_name=_("member")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="dues_payments", verbose_name=_("paid in")
    )
    year = models.PositiveSmallIntegerField(_("dues of year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("dues of month"), validators=MONTHS)
    amount = models.DecimalField(
        _("paid (yuan)"), max_digits=8, decimal_places=2, validators=NOT_LESS
    )
    paid_on = models.DateField(_("paid on"))
    receipt = models.CharField(_("receipt number"), max_length=30, blank=True)
    late_why = models.CharField(_("why so late"), max_length=200, blank=True)
    entry = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="dues",
        verbose_name=_("entry of the ledger"),
    )

    class Meta(Record.Meta):
        verbose_name = _("payment of dues")
        verbose_name_plural = _("payments of dues")
        ordering = ["-year", "-month", "organization__path", "person", "pk"]
        permissions = [("post_duespayment", "Can enter Party dues into the ledger")]
        indexes = [models.Index(name="paid_in_a_branch", fields=["year", "organization"])]
        constraints = [
            models.UniqueConstraint(
                name="one_payment_a_month",
                fields=["person", "year", "month"],
                violation_error_message=_("The dues of this month are entered already."),
            )
        ]
        triggers = [payment_rests]

    def __str__(self) -> str:
        return f"{self.person} {self.year}-{self.month:02d} {self.amount}"

    @property
    def number(self) -> str:
        """What the receipt is called: as typed, else one for all that was paid that day."""
        return self.receipt or f"{self.year}-{self.person_id:06d}-{self.paid_on:%m%d}"
