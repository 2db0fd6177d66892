from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.training import (
    Audience,
    Channel,
    Outcome,
    Site,
    TopicSet,
    TrainingKind,
    TrainingLevel,
)
from members.models.persons import Person
from organizations.models import Organization, TrainingBase
from organizations.models.naming import ends_after
from portal.models import Record


class TrainingTopic(Record):
    """What courses are about. Handed down: the county's lists hold for all below."""

    handles = ("code", "name")
    handed_down = True

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    family = models.CharField(_("list of topics"), max_length=12, choices=TopicSet)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="training_topics",
        verbose_name=_("organization"),
    )

    class Meta(Record.Meta):
        verbose_name = _("training topic")
        verbose_name_plural = _("training topics")
        ordering = ["family", "code"]

    def __str__(self) -> str:
        return self.name


class Training(Record):
    """A course that an organization holds; all below it may send people."""

    handles = ("code", "title")
    dated = "first_day"
    handed_down = True

    code = models.CharField(_("course number"), max_length=30, unique=True)
    title = models.CharField(pgettext_lazy("training", "title"), max_length=120)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="trainings", verbose_name=_("held by")
    )
    level = models.CharField(_("level of the course"), max_length=10, choices=TrainingLevel)
    kind = models.CharField(_("kind"), max_length=12, choices=TrainingKind)
    audience = models.CharField(_("meant for"), max_length=24, choices=Audience)
    topic = models.ForeignKey(
        TrainingTopic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=pgettext_lazy("training", "topic"),
    )
    second_topic = models.ForeignKey(
        TrainingTopic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second topic"),
    )
    third_topic = models.ForeignKey(
        TrainingTopic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("third topic"),
    )
    site = models.CharField(_("kind of place"), max_length=20, choices=Site, blank=True)
    base = models.ForeignKey(
        TrainingBase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("training base"),
    )
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    channel = models.CharField(
        _("channel"), max_length=12, choices=Channel, default=Channel.IN_PERSON
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    days = models.DecimalField(
        pgettext_lazy("training", "days"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0)],
    )
    hours = models.DecimalField(
        _("class hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0)]
    )
    planned = models.PositiveIntegerField(_("places planned"), null=True, blank=True)
    teacher = models.CharField(_("teachers"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-first_day", "-pk"]
        permissions = [("enrol_training", "Can enrol persons in courses")]
        constraints = [
            ends_after("training_ends_after_it_begins", "first_day", "last_day"),
            models.CheckConstraint(
                name="training_lasts", condition=Q(days__gte=0) & Q(hours__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingAttendance(Record):
    """A person in a course: how much of it, and with what result."""

    scope_path = "person__organization"
    key = ("training", "person")
    handles = ("pk",)
    dated = "attended_on"

    training = models.ForeignKey(
        Training, models.PROTECT, related_name="attendances", verbose_name=_("course")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="trainings", verbose_name=_("person")
    )
    attended_on = models.DateField(
        pgettext_lazy("training", "day"),
        blank=True,
        help_text=_("Left empty: the first day of the course."),
    )
    days = models.DecimalField(
        _("days attended"),
        max_digits=4,
        decimal_places=1,
        blank=True,
        help_text=_("Left empty: all days of the course."),
    )
    hours = models.DecimalField(
        _("class hours attended"),
        max_digits=5,
        decimal_places=1,
        blank=True,
        help_text=_("Left empty: all hours of the course."),
    )
    outcome = models.CharField(
        _("result"), max_length=12, choices=Outcome, default=Outcome.COMPLETED
    )
    certificate = models.CharField(_("certificate"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("training attended")
        verbose_name_plural = _("trainings attended")
        ordering = ["-attended_on", "-pk"]
        indexes = [models.Index("attended_on", name="training_attended_on")]
        constraints = [
            models.UniqueConstraint(name="once_in_a_training", fields=["training", "person"]),
            models.CheckConstraint(
                name="attended_some", condition=Q(days__gte=0) & Q(hours__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.training}"


class TrainingDuty(Record):
    """How much training somebody owes a year; the county's, for all below.

    `who` and `courses` are query strings of the lists of persons and of courses; empty means all.
    """

    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="training_duties",
        verbose_name=_("organization"),
    )
    who = models.CharField(
        _("who owes it"),
        max_length=300,
        blank=True,
        help_text=_("What stands behind “?” when the list of persons is filtered. Empty: all."),
    )
    courses = models.CharField(
        _("which courses count"),
        max_length=300,
        blank=True,
        help_text=_("What stands behind “?” when the list of courses is filtered. Empty: all."),
    )
    hours = models.DecimalField(
        _("class hours at least"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    days = models.DecimalField(
        _("days at least"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    times = models.PositiveSmallIntegerField(_("times at least"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(
        _("within years"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("1: each calendar year. 4: within four calendar years, this one included."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("training duty")
        verbose_name_plural = _("training duties")
        ordering = ["code"]
        constraints = [
            ends_after("training_duty_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return self.name
