"""What members pay once beyond their dues: it goes to the centre whole (domain 2.5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models.ledger import Entry
from funding.pay_triggers import extra_rests
from members.models import Person
from organizations.models import Organization
from portal.models import Record


class ExtraDues(Record):
    """A large sum that a member pays at once of their own accord. It belongs to no month; the
    county takes it in and hands it up, and nothing of it is kept on the way."""

    key = ("person", "paid_on")
    handles = ("pk",)
    dated = "paid_on"
    promises: ClassVar[dict[str, Any]] = {
        "extra_dues_in_the_ledger": _(
            "This payment stands in the ledger. Reverse its entry there first."
        )
    }

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="extra_dues", verbose_name=_("member")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="extra_dues", verbose_name=_("paid in")
    )
    amount = models.DecimalField(_("paid (yuan)"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    receipt = models.CharField(_("receipt number"), max_length=30, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entry = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="extra_dues",
        verbose_name=_("entry of the ledger"),
    )
    handed_up = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="extra_dues_up",
        verbose_name=pgettext_lazy("extra dues", "handed up by"),
    )

    class Meta(Record.Meta):
        verbose_name = _("one-off large dues")
        verbose_name_plural = pgettext_lazy("plural", "one-off large dues")
        ordering = ["-paid_on", "-pk"]
        permissions = [("post_extradues", "Can enter large dues into the ledger and hand them up")]
        constraints = [
            models.UniqueConstraint(
                name="one_extra_a_day",
                fields=["person", "paid_on"],
                violation_error_message=_("This payment of the member on this day is there."),
            ),
            models.CheckConstraint(
                name="extra_dues_are_money",
                condition=Q(amount__gt=0),
                violation_error_message=_("Give an amount above nought."),
            ),
        ]
        triggers = [extra_rests]

    def __str__(self) -> str:
        return f"{self.person} {self.paid_on:%Y-%m-%d} {self.amount:,.2f}"

    @property
    def number(self) -> str:
        """What the receipt is called: as typed, else its own."""
        return self.receipt or f"{self.paid_on:%Y}-{self.person_id:06d}-D{self.pk}"
