from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.naming import YEARS
from organizations.models.tree import Organization
from portal.models import Record


class Holiday(Record):
    """A day that is off although it is Monday to Friday, or worked although it is a weekend.

    Handed down: the county's calendar counts for all below it. A year's calendar is there when any
    of its days is; `year` is that of the notice, whose first days may lie in the December before.
    """

    key = ("organization", "day")
    handles = ("pk",)
    dated = "day"
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="holidays", verbose_name=_("organization")
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("holiday name"), max_length=40)
    working = models.BooleanField(_("working day"), default=False)
    year = models.PositiveSmallIntegerField(_("calendar of the year"), validators=YEARS)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("holiday")
        verbose_name_plural = _("holiday calendar")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(name="one_holiday_a_day", fields=["organization", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
