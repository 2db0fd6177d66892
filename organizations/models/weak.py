from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.weak import CaseKind, ListedAs, Stage, Trouble
from organizations.models.naming import YEARS, Numbered, ends_after
from organizations.models.tree import Organization
from portal.models import Record


class WeakRule(Record):
    """When a weak organization counts as put right: the county's values (domain 2.8)."""

    key = ("organization", "since")
    handles = ("source",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="weak_rules", verbose_name=_("organization")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    pass_score = models.DecimalField(_("score that passes"), max_digits=5, decimal_places=2)
    most_dissatisfied = models.DecimalField(
        _("most dissatisfied (%)"), max_digits=5, decimal_places=2
    )
    rectify_months = models.PositiveSmallIntegerField(_("months to put it right"))
    follow_months = models.PositiveSmallIntegerField(_("months followed afterwards"))
    source = models.CharField(pgettext_lazy("weak", "source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule on weak organizations")
        verbose_name_plural = _("rules on weak organizations")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(name="one_weak_rule_since", fields=["organization", "since"]),
            ends_after("weak_rule_ends_after_it_begins"),
            models.CheckConstraint(
                name="weak_rule_shares_are_per_cent",
                condition=Q(pass_score__lte=100) & Q(most_dissatisfied__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.organization}"


class WeakOrganization(Numbered):
    """An organization on the year's list of weak and lax ones, or a difficult village.

    What is wrong, why, what is done, the "four ones" who answer for it, and the acceptance
    (domain 2.8, 003-50). Where it stands follows from its days.
    """

    key = ("organization", "year", "listed_as")
    handles = ("causes",)
    in_force = ("listed_on", "off_on")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="weak_cases", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    listed_as = models.CharField(_("listed as"), max_length=20, choices=ListedAs)
    listed_on = models.DateField(_("listed on"))
    problem = models.CharField(_("kind of problem"), max_length=20, choices=Trouble)
    second_problem = models.CharField(
        _("further kind of problem"), max_length=20, choices=Trouble, blank=True
    )
    causes = models.TextField(_("causes"), blank=True)
    measures = models.TextField(pgettext_lazy("weak", "measures"), blank=True)
    county_leader = models.CharField(_("county leader in charge"), max_length=60, blank=True)
    first_secretary = models.CharField(_("first secretary"), max_length=60, blank=True)
    sending_unit = models.CharField(_("sending department"), max_length=80, blank=True)
    township_leader = models.CharField(_("township leader"), max_length=60, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    score = models.DecimalField(
        _("acceptance score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    dissatisfied = models.DecimalField(
        _("dissatisfied (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    off_on = models.DateField(_("off the list on"), null=True, blank=True)
    follow_until = models.DateField(_("followed until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("weak organization")
        verbose_name_plural = _("weak organizations")
        ordering = ["-year", "organization__path"]
        permissions = [
            ("record_weakorganization", "Can record progress of weak organizations"),
            ("accept_weakorganization", "Can accept weak organizations"),
            ("take_weakorganization", "Can take weak organizations off the list"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_weak_case_a_year", fields=["organization", "year", "listed_as"]
            ),
            ends_after("weak_case_ends_after_it_is_listed", "listed_on", "off_on"),
            ends_after("weak_case_accepted_after_it_is_listed", "listed_on", "accepted_on"),
            models.CheckConstraint(
                name="weak_case_shares_are_per_cent",
                condition=(Q(score=None) | Q(score__lte=100))
                & (Q(dissatisfied=None) | Q(dissatisfied__lte=100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"

    def stage(self, day: date) -> Stage:
        """Where the case stands on the day."""
        if self.off_on and self.off_on <= day:
            followed = self.follow_until and self.follow_until > day
            return Stage.FOLLOWED if followed else Stage.CLOSED
        return Stage.ACCEPTED if self.accepted_on and self.accepted_on <= day else Stage.LISTED


class WeakProgress(Numbered):
    """A line of the log: what was done about a weak organization on a day."""

    scope_path = "case__organization"
    key = ("case", "held_on", "done")
    handles = ("done",)
    dated = "held_on"

    case = models.ForeignKey(
        WeakOrganization,
        models.PROTECT,
        related_name="progress",
        verbose_name=_("weak organization"),
    )
    held_on = models.DateField(_("day"))
    done = models.CharField(_("what was done"), max_length=200)
    share = models.PositiveSmallIntegerField(_("done so far (%)"), null=True, blank=True)
    by_whom = models.CharField(_("by whom"), max_length=60, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("rectification progress")
        verbose_name_plural = _("rectification progress")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_progress_line", fields=["case", "held_on", "done"]),
            models.CheckConstraint(
                name="progress_is_per_cent", condition=Q(share=None) | Q(share__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.done}"


class DisciplineSummary(Numbered):
    """How many farm-related cases the discipline body handled: counts and kinds only (000-20).

    Names and files stay with the discipline body.
    """

    key = ("organization", "counted_on", "kind")
    handles = ("source",)
    dated = "counted_on"

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="discipline_summaries",
        verbose_name=_("organization"),
    )
    counted_on = models.DateField(_("counted on"))
    kind = models.CharField(_("kind"), max_length=20, choices=CaseKind)
    reports = models.PositiveIntegerField(_("reports received"), null=True, blank=True)
    filed = models.PositiveIntegerField(_("cases filed"), null=True, blank=True)
    concluded = models.PositiveIntegerField(_("cases concluded"), null=True, blank=True)
    handled = models.PositiveIntegerField(_("persons handled"), null=True, blank=True)
    transferred = models.PositiveIntegerField(_("passed to the judiciary"), null=True, blank=True)
    recovered = models.DecimalField(
        _("money recovered (10,000 yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(pgettext_lazy("weak", "source"), max_length=120, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("discipline summary")
        verbose_name_plural = _("discipline summaries")
        ordering = ["-counted_on", "organization__path", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="one_discipline_summary",
                fields=["organization", "counted_on", "kind"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.counted_on:%Y-%m-%d} {self.get_kind_display()}"
