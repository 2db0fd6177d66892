from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.choices import Purse
from organizations.models.naming import Named


class Source(Named):
    """Who the money comes from (000-26, 003-35): an account holds money of one source."""

    purse = models.CharField(_("kind of money"), max_length=10, choices=Purse)
    overdraws = models.BooleanField(
        _("may be overdrawn"),
        default=False,
        help_text=_("Accounts of this source may pay out before the money has come in."),
    )

    class Meta(Named.Meta):
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")
        ordering = ["code"]


class Use(Named):
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

    class Meta(Named.Meta):
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
