from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.recruitment import CaseState, RecruitmentWay
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS
from portal.models import Record


class RecruitmentQuota(Told):
    """How many are recruited into townships in a year, and how many of them from village cadres
    alone (000-27, 003-15)."""

    key = ("organization", "year", "way")
    dated = "announced_on"

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="recruitment_quotas",
        verbose_name=_("organization"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    way = models.CharField(
        _("way of recruitment"),
        max_length=6,
        choices=RecruitmentWay,
        default=RecruitmentWay.EXAM,
    )
    announced_on = models.DateField(_("announced on"))
    plan = models.PositiveIntegerField(_("people in the plan"), validators=[MinValueValidator(1)])
    directed = models.PositiveIntegerField(_("of them for village cadres"))
    document = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("recruitment quota")
        verbose_name_plural = _("recruitment quotas")
        ordering = ["-year", "organization__path", "way", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_recruitment_quota_a_year", fields=["organization", "year", "way"]
            ),
            models.CheckConstraint(
                name="no_more_directed_than_planned", condition=Q(directed__lte=F("plan"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} {self.year} {self.get_way_display()}"


class RecruitmentCase(Record):
    """A village cadre's way into a township: application, check, scores, result, later post."""

    key = ("person", "year", "way")
    handles = ("pk",)
    dated = "applied_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="recruitment_cases", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="recruitment_cases",
        verbose_name=_("organization"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    way = models.CharField(
        _("way of recruitment"),
        max_length=6,
        choices=RecruitmentWay,
        default=RecruitmentWay.EXAM,
    )
    quota = models.ForeignKey(
        RecruitmentQuota,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("recruitment quota"),
    )
    applied_on = models.DateField(pgettext_lazy("recruitment", "applied on"))
    state = models.CharField(
        pgettext_lazy("of a recruitment", "state"),
        max_length=10,
        choices=CaseState,
        default=CaseState.APPLIED,
    )
    finding = models.CharField(_("what the check found"), max_length=200, blank=True)
    written = models.DecimalField(
        _("written test"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    bonus = models.DecimalField(
        _("extra points"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    interview = models.DecimalField(
        pgettext_lazy("recruitment", "interview"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    concluded_on = models.DateField(_("result known on"), null=True, blank=True)
    later_post = models.CharField(_("later post"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("recruitment from village cadres")
        verbose_name_plural = _("recruitments from village cadres")
        ordering = ["-year", "organization__path", "pk"]
        permissions = [("conclude_recruitmentcase", "Can check applicants and record results")]
        constraints = [
            models.UniqueConstraint(
                name="one_recruitment_a_year", fields=["person", "year", "way"]
            ),
            models.CheckConstraint(
                name="recruitment_that_ended_has_a_day",
                condition=Q(concluded_on__isnull=False)
                | ~Q(state__in=[CaseState.RECRUITED, CaseState.MISSED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.year} {self.get_way_display()}"
