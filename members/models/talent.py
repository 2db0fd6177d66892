from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.talent import (
    Cultivation,
    Origin,
    Reached,
    ServiceKind,
    Support,
    TalentKind,
    TalentLevel,
)
from members.models.persons import Person
from organizations.models.naming import ends_after
from portal.models import Record


class Talent(Record):
    """Somebody on the list of practical rural talent, for one of five kinds (000-38)."""

    scope_path = "person__organization"
    key = ("person", "kind")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="talents", verbose_name=_("person")
    )
    kind = models.CharField(_("kind of talent"), max_length=12, choices=TalentKind)
    skill = models.CharField(_("skill"), max_length=80)
    level = models.CharField(
        _("recognized by"), max_length=10, choices=TalentLevel, default=TalentLevel.VILLAGE
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.LOCAL)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    achievements = models.CharField(_("achievements"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("practical rural talent")
        verbose_name_plural = _("practical rural talents")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_talent_of_a_kind", fields=["person", "kind"]),
            ends_after("talent_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill}"


class Mentorship(Record):
    """An experienced person leads another: passing on, three cultivations, double training."""

    scope_path = "person__organization"
    key = ("person", "mentor_name", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="mentored", verbose_name=_("apprentice")
    )
    mentor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentoring",
        verbose_name=_("mentor"),
    )
    mentor_name = models.CharField(
        _("mentor's name"),
        max_length=60,
        blank=True,
        help_text=_("Left empty where the mentor stands in the register."),
    )
    stage = models.CharField(_("what it leads to"), max_length=12, choices=Cultivation)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reached = models.CharField(
        _("result"), max_length=10, choices=Reached, default=Reached.UNDER_WAY
    )
    households = models.PositiveIntegerField(_("households led"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("mentoring")
        verbose_name_plural = _("mentorings")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="mentoring_names_a_mentor", condition=~Q(mentor_name="")),
            models.CheckConstraint(
                name="nobody_mentors_themselves",
                condition=Q(mentor=None) | ~Q(mentor=F("person")),
            ),
            ends_after("mentoring_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name} – {self.person}"


class StartUp(Record):
    """A project that a member or a talent leads, and whom it takes along (002-08, 000-39)."""

    scope_path = "person__organization"
    key = ("person", "name")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="start_ups",
        verbose_name=pgettext_lazy("talent", "led by"),
    )
    name = models.CharField(_("start-up"), max_length=120)
    trade = models.CharField(_("trade"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    support = models.CharField(_("support given"), max_length=10, choices=Support, blank=True)
    support_money = models.DecimalField(
        _("support in money (yuan)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    turnover = models.DecimalField(
        _("yearly turnover (yuan)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    jobs = models.PositiveIntegerField(pgettext_lazy("start-up", "jobs"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households led"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("start-up")
        verbose_name_plural = _("start-ups")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_start_up_of_a_name", fields=["person", "name"]),
            ends_after("start_up_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class TalentService(Record):
    """What was done for somebody with talent, on a day (002-18)."""

    scope_path = "person__organization"
    key = ("person", "served_on", "kind")
    handles = ("pk",)
    dated = "served_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="talent_services", verbose_name=_("person")
    )
    kind = models.CharField(_("kind of service"), max_length=10, choices=ServiceKind)
    served_on = models.DateField(_("served on"))
    server = models.CharField(_("served by"), max_length=80, blank=True)
    text = models.CharField(pgettext_lazy("talent", "what was done"), max_length=200)
    money = models.DecimalField(
        _("money or worth (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta(Record.Meta):
        verbose_name = _("service to talent")
        verbose_name_plural = _("services to talent")
        ordering = ["-served_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
