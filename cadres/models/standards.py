from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.standards import Judged, SkillKind, SkillLevel, Standard
from members.models import Person
from organizations.models import Organization
from portal.models import Record


class SecretaryStandard(Record):
    """A secretary judged by "one good, two strong" (000-02) or "two strong" (004-08)."""

    key = ("person", "standard", "judged_on")
    handles = ("pk",)
    dated = "judged_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="standards", verbose_name=_("secretary judged")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="standards", verbose_name=_("organization")
    )
    standard = models.CharField(
        _("standard"), max_length=10, choices=Standard, default=Standard.ONE_TWO
    )
    version = models.CharField(_("version of the standard"), max_length=40, blank=True)
    judged_on = models.DateField(_("judged on"))
    politics = models.CharField(
        _("good in politics and conduct"), max_length=6, choices=Judged, blank=True
    )
    wealth = models.CharField(_("strong in leading to wealth"), max_length=6, choices=Judged)
    coordination = models.CharField(_("strong in coordination"), max_length=6, choices=Judged)
    assessor = models.CharField(_("assessed by"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("judgement of a secretary")
        verbose_name_plural = _("judgements of secretaries")
        ordering = ["-judged_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_judgement_a_day", fields=["person", "standard", "judged_on"]
            )
        ]

    def __str__(self) -> str:
        met = _("meets the standard") if self.is_met else _("does not meet the standard yet")
        return f"{self.person} · {self.get_standard_display()}: {met}"

    @property
    def is_met(self) -> bool:
        parts = [self.wealth, self.coordination]
        if self.standard == Standard.ONE_TWO:
            parts.append(self.politics)
        return all(part == Judged.MET for part in parts)


class Skill(Record):
    """Something a person knows by which people get rich (003-55)."""

    scope_path = "person__organization"
    key = ("person", "kind", "name")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="skill_rows", verbose_name=_("person")
    )
    kind = models.CharField(_("kind of skill"), max_length=12, choices=SkillKind)
    name = models.CharField(pgettext_lazy("standards", "skill"), max_length=60)
    level = models.CharField(
        _("mastery"), max_length=10, choices=SkillLevel, default=SkillLevel.SKILLED
    )
    certificate = models.CharField(
        pgettext_lazy("standards", "certificate"), max_length=60, blank=True
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("standards", "skill")
        verbose_name_plural = pgettext_lazy("standards", "skills")
        ordering = ["person", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_skill_of_a_name", fields=["person", "kind", "name"])
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.name}"
