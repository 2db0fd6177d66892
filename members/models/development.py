from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.development import Result, Stage, StepKind
from members.models.persons import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


def number(label: Any, default: int, **options: Any) -> Any:
    return models.PositiveSmallIntegerField(label, default=default, **options)


PERCENT = [MaxValueValidator(100)]


class RuleSet(Record):
    """The rules of developing members between two days; the day of a step says which count.

    Months, days and shares are the county's to read and, where it has rules of its own, to change.
    """

    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rule_sets", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    least_age = number(_("least age of applicants"), 18)
    talk_months = number(_("months until the talk"), 1)
    most_contacts = number(_("contacts at most"), 2)
    review_months = number(_("months between reviews"), 6)
    cultivation_months = number(_("months of cultivation"), 12)
    target_agreed = models.BooleanField(_("higher committee agrees to targets"), default=False)
    publicity_days = number(_("working days of publicity"), 0)
    introducers = number(_("introducers needed"), 2)
    review_valid_months = number(_("months a political review is valid"), 12)
    training_days = number(_("days of short training"), 3)
    training_hours = number(_("or class hours of it"), 24)
    meeting_months = number(_("months from pre-review to the meeting"), 1)
    quorum = number(_("attendance above, percent"), 50, validators=PERCENT)
    majority = number(_("in favour above, percent of those due"), 50, validators=PERCENT)
    approval_months = number(_("months until approval"), 3)
    approval_special_months = number(_("months until approval in special cases"), 6)
    oath_months = models.PositiveSmallIntegerField(
        _("months until the oath"), null=True, blank=True
    )
    probation_months = number(_("months of probation"), 12)
    extension_least = number(_("months of extension, at least"), 6)
    extension_most = number(_("months of extension, at most"), 12)
    extensions = number(_("extensions possible"), 1)
    lost_months = number(_("months until a lost member is suspended"), 6)
    suspended_months = number(_("months suspended until removal"), 24)
    letter_days = number(_("days a letter is valid"), 90)
    contact_months = number(_("months between contacts with mobile members"), 6)

    class Meta(Record.Meta):
        verbose_name = _("rules of development")
        verbose_name_plural = _("rules of development")
        ordering = ["-since"]
        constraints = [ends_after("rules_end_after_they_begin", later=True)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def for_day(cls, day: date) -> RuleSet | None:
        """The rules in force that day, where the county has set any."""
        found: RuleSet | None = cls.objects.at(day).order_by("-since").first()
        return found


class ChecklistItem(Record):
    """One of the steps of the procedure, with the article it stands in and what goes into the
    file; `kind` is the step of the portal that ticks it."""

    scope_path = "rules__organization"
    key = ("rules", "position")
    handles = ("pk",)
    handed_down = True

    rules = models.ForeignKey(
        RuleSet, models.CASCADE, related_name="checklist", verbose_name=_("rules of development")
    )
    position = models.PositiveSmallIntegerField(
        _("number in the procedure"), validators=[MinValueValidator(1)]
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    name = models.CharField(pgettext_lazy("development", "what is done"), max_length=120)
    kind = models.CharField(_("step"), max_length=20, choices=StepKind, blank=True)
    article = models.CharField(pgettext_lazy("development", "article"), max_length=40, blank=True)
    papers = models.CharField(_("papers"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of the checklist")
        verbose_name_plural = _("checklist of development")
        ordering = ["rules", "position"]
        constraints = [
            models.UniqueConstraint(name="one_item_a_number", fields=["rules", "position"])
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class DevelopmentStep(Record):
    """A step somebody took: when, decided by whom, with which numbers.

    Steps are taken by actions on the person, which move the standing; entering one here records
    history and moves nothing. An undone step stays, with the reason.
    """

    scope_path = "person__organization"
    key = ("person", "kind", "day")
    handles = ("pk",)
    dated = "day"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="steps", verbose_name=_("person")
    )
    kind = models.CharField(_("step"), max_length=20, choices=StepKind)
    day = models.DateField(_("day"))
    decided_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    rules = models.ForeignKey(
        RuleSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rules of development"),
    )
    first = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first contact or introducer"),
    )
    second = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second contact or introducer"),
    )
    due = models.PositiveSmallIntegerField(_("voters due"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("voters present"), null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    publicity_from = models.DateField(_("publicity from"), null=True, blank=True)
    publicity_to = models.DateField(_("publicity to"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days of training"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("class hours"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months of extension"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    paper = models.CharField(_("number of the document"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_why = models.CharField(_("why undone"), max_length=200, blank=True)
    before = models.JSONField(default=dict, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("step of development")
        verbose_name_plural = _("steps of development")
        ordering = ["-day", "-pk"]
        indexes = [models.Index("person", "kind", "day", name="step_of_person")]
        constraints = [
            models.UniqueConstraint(
                name="one_step_a_day",
                fields=["person", "kind", "day"],
                condition=Q(undone_on=None),
            ),
            models.CheckConstraint(
                name="votes_do_not_exceed_those_present",
                condition=Q(present=None) | Q(in_favour=None) | Q(in_favour__lte=F("present")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"


class Quota(Record):
    """How many an organization may admit in a year: the county's development plan."""

    key = ("organization", "year")
    handles = ("pk",)

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="quotas", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)]
    )
    allowed = models.PositiveIntegerField(_("may admit"))
    binding = models.BooleanField(
        _("binding"), default=True, help_text=_("If not, going beyond it is asked and noted.")
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    document = models.CharField(_("number of the document"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("development quota")
        verbose_name_plural = _("development plan")
        ordering = ["-year", "organization"]
        constraints = [
            models.UniqueConstraint(name="one_quota_a_year", fields=["organization", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"
