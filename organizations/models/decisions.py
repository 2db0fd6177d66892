from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.decisions import DecisionState, Share, StepKind, Whole
from organizations.models.naming import Worded, ends_after
from organizations.models.tree import Organization
from portal.models import Record


class Procedure(Record):
    """How a matter is decided, its steps as data (000-48, 000-49, 000-51, 004-04).

    A new version is a new code with a later day: what was begun follows the version it began with.
    """

    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["name", "-since"]
        constraints = [ends_after("procedure_ends_after_it_begins", later=True)]

    def __str__(self) -> str:
        return self.name


class ProcedureStep(Worded):
    """One step of a procedure and what it asks for: attendance, votes, days of notice."""

    scope_path = "procedure__organization"
    key = ("procedure", "position")
    handles = ("pk",)
    handed_down = True

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="steps", verbose_name=_("procedure")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind)
    label = models.CharField(_("label"), max_length=80)
    must = models.BooleanField(_("may not be left out"), default=True)
    present_share = models.CharField(
        _("must be present"), max_length=12, choices=Share, default=Share.NONE
    )
    favour_share = models.CharField(
        _("must agree"), max_length=12, choices=Share, default=Share.NONE
    )
    favour_of = models.CharField(
        _("agreement is counted"), max_length=8, choices=Whole, default=Whole.DUE
    )
    notice_days = models.PositiveSmallIntegerField(
        _("working days of notice"), default=0, validators=[MaxValueValidator(60)]
    )
    merges = models.BooleanField(_("may be held together with the step before"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("step of a procedure")
        verbose_name_plural = _("steps of procedures")
        ordering = ["procedure", "position"]
        constraints = [
            models.UniqueConstraint(name="one_step_a_position", fields=["procedure", "position"])
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.label}"


class Decision(Worded):
    """A matter that a village decides by a procedure; of one matter, one discussion also the money
    and the work that was raised (000-51)."""

    key = ("organization", "matter", "begun_on")
    handles = ("pk",)
    dated = "begun_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="decisions", verbose_name=_("organization")
    )
    matter = models.CharField(_("matter"), max_length=200)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="decisions", verbose_name=_("procedure")
    )
    proposer = models.CharField(_("proposed by"), max_length=80, blank=True)
    begun_on = models.DateField(_("begun on"))
    state = models.CharField(
        _("state"), max_length=10, choices=DecisionState, default=DecisionState.PREPARED
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    withdrawn_why = models.CharField(_("why withdrawn"), max_length=200, blank=True)
    funds = models.DecimalField(
        _("money raised (yuan)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    labour = models.PositiveIntegerField(_("days of work raised"), null=True, blank=True)
    payers = models.PositiveIntegerField(_("persons who pay or work"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-begun_on", "-id"]
        permissions = [("conduct_decision", "Can conduct decisions")]
        constraints = [
            models.UniqueConstraint(
                name="one_decision_a_matter_and_day", fields=["organization", "matter", "begun_on"]
            ),
            ends_after("decision_ends_after_it_begins", "begun_on", "ended_on"),
            models.CheckConstraint(
                name="a_withdrawn_decision_says_why",
                condition=~Q(state=DecisionState.WITHDRAWN) | ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.matter


class DecisionStep(Record):
    """A step that was taken: when, how many came, how they voted, how long the notice stood."""

    scope_path = "decision__organization"
    key = ("decision", "step")
    handles = ("pk",)
    dated = "held_on"

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="taken", verbose_name=_("decision")
    )
    step = models.ForeignKey(
        ProcedureStep, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    held_on = models.DateField(_("held on"))
    due = models.PositiveIntegerField(_("due to attend"), null=True, blank=True)
    present = models.PositiveIntegerField(_("present"), null=True, blank=True)
    in_favour = models.PositiveIntegerField(
        pgettext_lazy("decisions", "in favour"), null=True, blank=True
    )
    against = models.PositiveIntegerField(
        pgettext_lazy("decisions", "against"), null=True, blank=True
    )
    notice_from = models.DateField(_("notice from"), null=True, blank=True)
    notice_until = models.DateField(_("notice until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("step taken")
        verbose_name_plural = _("steps taken")
        ordering = ["decision", "step__position"]
        constraints = [
            models.UniqueConstraint(name="a_step_is_taken_once", fields=["decision", "step"]),
            models.CheckConstraint(
                name="step_no_more_present_than_due",
                condition=Q(present=None) | Q(due=None) | Q(present__lte=F("due")),
            ),
            models.CheckConstraint(
                name="step_no_more_votes_than_present",
                condition=Q(present=None) | Q(in_favour=None) | Q(present__gte=F("in_favour")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.step.label}"
