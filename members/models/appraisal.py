from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.appraisal import FollowUp, Mark
from members.models.persons import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record

YEARS = (MinValueValidator(1949), MaxValueValidator(2200))


class AppraisalRule(Record):
    """The limits of the democratic appraisal, from a day on; the county's, for all below.

    At most `excellent_top` of `excellent_of` members may be excellent, and at least `quorum_top`
    of `quorum_of` must take part.
    """

    key = ("organization", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="appraisal_rules",
        verbose_name=_("organization"),
    )
    excellent_top = models.PositiveSmallIntegerField(_("excellent: at most"), default=1)
    excellent_of = models.PositiveSmallIntegerField(
        _("excellent: of so many members"), default=3, validators=[MinValueValidator(1)]
    )
    quorum_top = models.PositiveSmallIntegerField(_("present: at least"), default=2)
    quorum_of = models.PositiveSmallIntegerField(
        _("present: of so many members"), default=3, validators=[MinValueValidator(1)]
    )
    grade_probationary = models.BooleanField(_("probationary members are graded"), default=False)
    rectify_months = models.PositiveSmallIntegerField(_("months to mend"), default=12)
    source = models.CharField(_("source"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule of appraisal")
        verbose_name_plural = _("rules of appraisal")
        ordering = ["-since"]
        constraints = [
            ends_after("appraisal_rule_ends_after_it_begins", later=True),
            models.CheckConstraint(
                name="appraisal_rule_has_shares",
                condition=Q(excellent_of__gte=1) & Q(quorum_of__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.since:%Y-%m-%d}"

    @classmethod
    def for_day(cls, day: date) -> AppraisalRule:
        """The rule in force that day; where none is recorded, the usual one."""
        found: AppraisalRule | None = cls.objects.at(day).order_by("-since").first()
        return found or cls()

    def most_excellent(self, members: int) -> int:
        """How many of so many members may be excellent; parts of a person do not count."""
        return members * self.excellent_top // self.excellent_of

    def enough(self, present: int, members: int) -> bool:
        return present * self.quorum_of >= members * self.quorum_top


class Appraisal(Record):
    """What the yearly democratic appraisal found of a member (002-11)."""

    scope_path = "person__organization"
    key = ("person", "year")
    handles = ("pk",)
    dated = "decided_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="appraisals", verbose_name=_("person")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    branch = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="appraisals",
        verbose_name=_("appraising organization"),
    )
    decided_on = models.DateField(_("decided on"))
    grade = models.CharField(_("grade"), max_length=12, choices=Mark)
    excellent_votes = models.PositiveSmallIntegerField(
        _("votes for excellent"), null=True, blank=True
    )
    qualified_votes = models.PositiveSmallIntegerField(
        _("votes for qualified"), null=True, blank=True
    )
    basic_votes = models.PositiveSmallIntegerField(
        _("votes for basically qualified"), null=True, blank=True
    )
    unqualified_votes = models.PositiveSmallIntegerField(
        _("votes for unqualified"), null=True, blank=True
    )
    service_points = models.DecimalField(
        _("points for group service"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    view = models.CharField(_("the organization's view"), max_length=300, blank=True)
    gap = models.CharField(_("gap named"), max_length=300, blank=True)
    mend_by = models.DateField(_("mend by"), null=True, blank=True)
    follow_up = models.CharField(_("handling"), max_length=10, choices=FollowUp, blank=True)
    handled_on = models.DateField(_("handled on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("democratic appraisal")
        verbose_name_plural = _("democratic appraisals")
        ordering = ["-year", "-pk"]
        indexes = [models.Index("year", "grade", name="appraisal_year_grade")]
        permissions = [("handle_appraisal", "Can handle unqualified members")]
        constraints = [
            models.UniqueConstraint(name="appraised_once_a_year", fields=["person", "year"]),
            models.CheckConstraint(
                name="only_the_unqualified_are_handled",
                condition=Q(follow_up="") | Q(grade=Mark.UNQUALIFIED),
            ),
            models.CheckConstraint(
                name="mending_has_a_day",
                condition=~Q(follow_up=FollowUp.RECTIFY) | Q(mend_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year}: {self.get_grade_display()}"
