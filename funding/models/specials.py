from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from funding.choices import FundKind, ProjectState
from funding.models.codes import Source, Use
from organizations.models import Organization
from organizations.models.naming import YEARS, Named
from portal.models import Record


class SpecialFund(Named):
    """Money set aside for one purpose (003-12, 002-17, 003-33): what it was allotted; what is
    spent of it is on the ledger, paid from its source on its use."""

    kind = models.CharField(_("kind"), max_length=14, choices=FundKind)
    year = models.PositiveSmallIntegerField(_("first year"), validators=YEARS)
    last_year = models.PositiveSmallIntegerField(
        _("last year"), validators=YEARS, null=True, blank=True
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="special_funds", verbose_name=_("source of money")
    )
    use = models.ForeignKey(
        Use, models.PROTECT, related_name="special_funds", verbose_name=_("use of money")
    )
    amount = models.DecimalField(_("allotted (yuan)"), max_digits=14, decimal_places=2)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    regulation = models.CharField(_("document"), max_length=200, blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("special fund")
        verbose_name_plural = _("special funds")
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(name="special_fund_above_nought", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="special_fund_ends_after_it_begins",
                condition=Q(last_year=None) | Q(last_year__gte=models.F("year")),
            ),
        ]

    @property
    def until_year(self) -> int:
        return self.last_year or self.year


class FundProject(Record):
    """What an organization does with money of a special fund: allotted, under way, its result."""

    key = ("fund", "organization", "year")
    handles = ("pk",)
    dated = "allotted_on"

    fund = models.ForeignKey(
        SpecialFund, models.PROTECT, related_name="projects", verbose_name=_("special fund")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="fund_projects", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    name = models.CharField(_("project"), max_length=120)
    allotted = models.DecimalField(_("allotted (yuan)"), max_digits=14, decimal_places=2)
    allotted_on = models.DateField(_("allotted on"))
    state = models.CharField(
        _("state"), max_length=10, choices=ProjectState, default=ProjectState.PLANNED
    )
    leader = models.CharField(_("person responsible"), max_length=60, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("project of a special fund")
        verbose_name_plural = _("projects of special funds")
        ordering = ["-year", "organization__path"]
        constraints = [
            models.UniqueConstraint(
                name="one_project_of_a_fund_a_year", fields=["fund", "organization", "year"]
            ),
            models.CheckConstraint(name="project_above_nought", condition=Q(allotted__gt=0)),
            models.CheckConstraint(
                name="project_done_has_its_day",
                condition=~Q(state=ProjectState.DONE) | Q(finished_on__isnull=False),
                violation_error_message=_("A project that is done has the day it was finished."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class MoneySheet(Record):
    """What a village puts on its notice board after a quarter: income, spending by use, balance
    (000-50), as the ledger stood when it was prepared."""

    key = ("organization", "year", "quarter")
    handles = ("pk",)
    dated = "prepared_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="money_sheets", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    figures = models.JSONField(default=dict, editable=False)
    prepared_on = models.DateField(_("prepared on"))
    published_on = models.DateField(
        pgettext_lazy("notice board", "published on"), null=True, editable=False
    )
    disclosure = models.ForeignKey(
        "organizations.Disclosure",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="money_sheets",
        verbose_name=_("disclosure"),
    )

    class Meta(Record.Meta):
        verbose_name = _("sheet for the notice board")
        verbose_name_plural = _("sheets for the notice board")
        ordering = ["-year", "-quarter", "organization__path"]
        permissions = [("publish_moneysheet", "Can prepare and publish sheets of money")]
        constraints = [
            models.UniqueConstraint(
                name="one_money_sheet_a_quarter", fields=["organization", "year", "quarter"]
            ),
            models.CheckConstraint(
                name="money_sheet_of_a_quarter", condition=Q(quarter__gte=1, quarter__lte=4)
            ),
        ]

    def __str__(self) -> str:
        words = gettext("quarter %(quarter)s of %(year)s")
        return f"{self.organization} {words % {'quarter': self.quarter, 'year': self.year}}"
