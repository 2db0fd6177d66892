from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.disclosures import Affairs, Outlet
from organizations.models.due import Duty
from organizations.models.naming import ends_after
from organizations.models.tree import Organization
from portal.models import Record


class Disclosure(Record):
    """What was made public: party, government and village affairs, money and assets (000-50)."""

    key = ("organization", "kind", "subject", "published_on")
    handles = ("pk",)
    dated = "published_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="disclosures", verbose_name=_("organization")
    )
    kind = models.CharField(_("affairs"), max_length=12, choices=Affairs)
    subject = models.CharField(pgettext_lazy("disclosures", "subject"), max_length=200)
    channel = models.CharField(_("channel"), max_length=12, choices=Outlet, default=Outlet.BOARD)
    covers_from = models.DateField(_("covers from"), null=True, blank=True)
    covers_until = models.DateField(_("covers until"), null=True, blank=True)
    published_on = models.DateField(pgettext_lazy("disclosure", "published on"))
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    opinions = models.PositiveIntegerField(_("opinions received"), default=0)
    answered = models.PositiveIntegerField(_("opinions answered"), default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-published_on", "-id"]
        indexes = [
            models.Index(fields=["organization", "kind", "covers_until"], name="disclosure_covers")
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_disclosure_a_subject_and_day",
                fields=["organization", "kind", "subject", "published_on"],
            ),
            models.CheckConstraint(
                name="disclosure_covers_forwards",
                condition=Q(covers_from=None)
                | Q(covers_until=None)
                | Q(covers_until__gte=F("covers_from")),
            ),
            ends_after("disclosure_shown_after_published", "published_on", "shown_until"),
            models.CheckConstraint(
                name="no_more_answered_than_received", condition=Q(answered__lte=F("opinions"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.published_on:%Y-%m-%d} {self.get_kind_display()} {self.subject}"


class DisclosureDuty(Duty):
    """How often affairs are made public: village affairs quarterly, money monthly where busy."""

    kind = models.CharField(_("affairs"), max_length=12, choices=Affairs)

    class Meta(Duty.Meta):
        verbose_name = _("disclosure duty")
        verbose_name_plural = _("disclosure duties")
