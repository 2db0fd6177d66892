from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.rules import Limit
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class CadreRule(Record):
    """A value that a text sets for cadres, from one day to another; the county's own goes before
    what the portal comes with."""

    key = ("organization", "limit", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="cadre_rules", verbose_name=_("organization")
    )
    limit = models.CharField(_("rule"), max_length=20, choices=Limit)
    value = models.PositiveSmallIntegerField(pgettext_lazy("rules", "value"))
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("rules", "source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("cadre rule")
        verbose_name_plural = _("cadre rules")
        ordering = ["limit", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_cadre_rule_a_day", fields=["organization", "limit", "since"]
            ),
            ends_after("cadre_rule_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return f"{self.get_limit_display()}: {self.value}"
