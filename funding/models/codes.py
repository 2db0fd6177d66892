from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from funding.choices import Purse
from organizations.models import Organization
from portal.models import Record


class Coded(Record):
    """A word of the ledger that the county defines and all below read, in two languages."""

    handed_down = True
    handles = ("code", "name", "name_en")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("set by")
    )

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        chinese = (get_language() or "zh").startswith("zh")
        return self.name if chinese else self.name_en or self.name


class Source(Coded):
    """Who the money comes from (000-26, 003-35): an account holds money of one source."""

    purse = models.CharField(_("kind of money"), max_length=10, choices=Purse)
    overdraws = models.BooleanField(
        _("may be overdrawn"),
        default=False,
        help_text=_("Accounts of this source may pay out before the money has come in."),
    )

    class Meta(Record.Meta):
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")
        ordering = ["code"]


class Use(Coded):
    """What money may be spent on (000-25, 003-34), and how the finance office calls it."""

    purse = models.CharField(
        _("only of"),
        max_length=10,
        choices=Purse,
        blank=True,
        help_text=_("Left empty, money of every kind may be spent on it."),
    )
    subject = models.CharField(_("budget subject"), max_length=10, blank=True)
    economic = models.CharField(_("economic code"), max_length=10, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("use of money")
        verbose_name_plural = _("uses of money")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="use_codes_are_digits",
                condition=Q(subject__regex=r"^\d*$", economic__regex=r"^\d*$"),
                violation_error_message=_("Budget subject and economic code are digits: 2130705."),
            )
        ]
