from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.projects import HelpKind, TwinningKind
from organizations.models.naming import Numbered, ends_after
from organizations.models.tree import Organization


class Twinning(Numbered):
    """Two that help one another: a village and its partner, an organization or a unit from outside.

    Adjusted in time: one ends, the next begins (000-41); a place among the 1,000 villages of "city
    and countryside hand in hand" (003-43).
    """

    key = ("organization", "partner_name", "since")
    handles = ("partner_name",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="twinnings", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=TwinningKind)
    partner = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnered",
        verbose_name=_("partner organization"),
    )
    partner_name = models.CharField(_("partner"), max_length=120, blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=120, blank=True)
    thousand = models.BooleanField(_("one of the 1,000 villages"), default=False)
    agreement = models.TextField(_("agreement"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("twinning")
        verbose_name_plural = _("twinnings")
        ordering = ["organization__path", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_twinning_since", fields=["organization", "partner_name", "since"]
            ),
            ends_after("twinning_ends_after_it_begins"),
            models.CheckConstraint(
                name="nobody_is_twinned_with_itself",
                condition=Q(partner=None) | ~Q(partner=F("organization")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.partner_name}"


class TwinningActivity(Numbered):
    """What twins did on a day, and the help given (000-41, 003-43)."""

    scope_path = "twinning__organization"
    key = ("twinning", "held_on", "title")
    handles = ("title",)
    dated = "held_on"

    twinning = models.ForeignKey(
        Twinning, models.PROTECT, related_name="activities", verbose_name=_("twinning")
    )
    held_on = models.DateField(_("day"))
    kind = models.CharField(_("kind of help"), max_length=20, choices=HelpKind)
    title = models.CharField(pgettext_lazy("twinnings", "what was done"), max_length=120)
    money = models.DecimalField(
        _("money (yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    goods = models.DecimalField(
        _("worth of goods (yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    households = models.PositiveIntegerField(_("households helped"), null=True, blank=True)
    present = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    result = models.TextField(pgettext_lazy("twinnings", "result"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("twinning activity")
        verbose_name_plural = _("twinning activities")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_twinning_activity", fields=["twinning", "held_on", "title"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.title}"
