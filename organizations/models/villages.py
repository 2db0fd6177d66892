from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.villages import VillageClass
from organizations.models.bodies import ServiceTeam
from organizations.models.naming import YEARS, Numbered, ends_after
from organizations.models.tree import Village


class VillageYear(Numbered):
    """What a village counted in a year: its people, land and economy, and its class (001-09)."""

    scope_path = "village__organization"
    key = ("village", "year")
    handles = ("pk",)
    dated = "counted_on"

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="years", verbose_name=_("village")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    counted_on = models.DateField(_("counted on"), blank=True)
    grade = models.CharField(
        _("class of the village"), max_length=20, choices=VillageClass, blank=True
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    labour = models.PositiveIntegerField(_("labour force"), null=True, blank=True)
    away = models.PositiveIntegerField(_("working away"), null=True, blank=True)
    poor_households = models.PositiveIntegerField(_("poor households"), null=True, blank=True)
    arable = models.DecimalField(
        _("arable land (mu)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    collective_income = models.DecimalField(
        _("collective income (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    operating_income = models.DecimalField(
        _("operating income (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    subsidies = models.DecimalField(
        _("subsidies (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    expenses = models.DecimalField(
        _("expenses (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    assets = models.DecimalField(
        _("collective assets (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    debts = models.DecimalField(
        _("collective debts (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    income_per_head = models.DecimalField(
        _("income per head (yuan)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("village year")
        verbose_name_plural = _("village years")
        ordering = ["-year", "village__code"]
        constraints = [
            models.UniqueConstraint(name="one_year_of_a_village", fields=["village", "year"]),
            models.CheckConstraint(
                name="operating_income_is_part_of_collective_income",
                condition=Q(operating_income=None)
                | Q(collective_income=None)
                | Q(operating_income__lte=F("collective_income")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.year}"


class VillagePlan(Numbered):
    """One village, one policy: what the village is, what is wrong, what will be done.

    Its economic file: one village one product, one industry, one specialty (003-53, 004-20).
    """

    scope_path = "village__organization"
    key = ("village", "title")
    handles = ("title",)
    in_force = ("since", "until")

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="plans", verbose_name=_("village")
    )
    title = models.CharField(_("title"), max_length=120)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    situation = models.TextField(_("situation"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    plan = models.TextField(_("measures planned"), blank=True)
    product = models.CharField(_("one village one product"), max_length=60, blank=True)
    industry = models.CharField(_("one village one industry"), max_length=60, blank=True)
    specialty = models.CharField(_("one village one specialty"), max_length=60, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    households = models.PositiveIntegerField(_("households taking part"), null=True, blank=True)
    output = models.DecimalField(
        _("output value (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    team = models.ForeignKey(
        ServiceTeam,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("area service team"),
    )
    responsible = models.CharField(_("person responsible"), max_length=60, blank=True)
    progress = models.TextField(_("progress"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("village plan")
        verbose_name_plural = _("village plans")
        ordering = ["village__code", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_village_plan_of_a_title", fields=["village", "title"]
            ),
            ends_after("village_plan_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.village}: {self.title}"
