from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.meetings import AppliesTo, Per
from organizations.models.naming import ends_after
from organizations.models.tree import Organization
from portal.models import Record


class Duty(Record):
    """How often something is owed, by whom, from when to when and by which text.

    Handed down: a county's duty binds all below it. Each rule is dated, so that a quarter of 2025
    is judged by the rule of 2025.
    """

    key = ("organization", "kind", "applies_to", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True
    kind: Any  # of meeting, of affairs: each duty says

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    applies_to = models.CharField(_("binds"), max_length=12, choices=AppliesTo)
    times = models.PositiveSmallIntegerField(
        _("times"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    per = models.CharField(_("per"), max_length=10, choices=Per, default=Per.QUARTER)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=0, validators=[MaxValueValidator(180)]
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        abstract = True
        ordering = ["kind", "applies_to", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_%(class)s_at_a_time",
                fields=["organization", "kind", "applies_to", "since"],
            ),
            ends_after("%(class)s_ends_after_it_begins", later=True),
            models.CheckConstraint(name="%(class)s_asks_for_some", condition=Q(times__gte=1)),
        ]

    def __str__(self) -> str:
        words = dict(self._meta.get_field("kind").flatchoices)  # type: ignore[union-attr]
        often = f"{self.times}/{self.get_per_display()}"
        return f"{words.get(self.kind, self.kind)} {often} ({self.get_applies_to_display()})"
