from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.posts import Position, Source
from cadres.choices.reserves import ReserveState, StepKind, StepResult
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class Reserve(Told):
    """A reserve cadre of a village: selected in steps, kept and trained, then used or dropped."""

    key = ("person", "organization", "proposed_on")
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="reserves", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reserves", verbose_name=_("organization")
    )
    position = models.CharField(
        _("proposed post"), max_length=20, choices=Position, default=Position.SECRETARY
    )
    source = models.CharField(_("source of the cadre"), max_length=20, choices=Source, blank=True)
    mentor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reserves_mentored",
        verbose_name=pgettext_lazy("reserves", "mentor"),
    )
    proposed_on = models.DateField(_("proposed on"))
    state = models.CharField(
        pgettext_lazy("of a reserve", "state"),
        max_length=10,
        choices=ReserveState,
        default=ReserveState.SELECTING,
    )
    since = models.DateField(_("in the reserve since"), null=True, blank=True)
    until = models.DateField(_("in the reserve until"), null=True, blank=True)
    left_why = models.CharField(_("why left the reserve"), max_length=200, blank=True)
    plan = models.CharField(_("how trained"), max_length=200, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("reserve cadre")
        verbose_name_plural = _("reserve cadres")
        ordering = ["organization__path", "pk"]
        permissions = [
            ("list_reserve", "Can list reserve cadres"),
            ("drop_reserve", "Can drop reserve cadres"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_reserve_case_a_day", fields=["person", "organization", "proposed_on"]
            ),
            models.UniqueConstraint(
                name="one_open_reserve_case",
                fields=["person"],
                condition=Q(state__in=[ReserveState.SELECTING, ReserveState.LISTED]),
                violation_error_message=_("This person is in the reserve already."),
            ),
            ends_after("reserve_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_position_display()} · {self.organization.short}"

    @classmethod
    def standing_q(cls, day: date) -> Q:
        """In the reserve on the day; one who is still being selected has no beginning yet."""
        selecting = Q(since=None, state=ReserveState.SELECTING, proposed_on__lte=day)
        return selecting | (Q(since__lte=day) & (Q(until=None) | Q(until__gt=day)))


class ReserveProcedure(Told):
    """One step that selecting a reserve cadre takes, from one day to another (004-09)."""

    key = ("organization", "order", "since")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="reserve_procedures",
        verbose_name=_("organization"),
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("of a step", "order"))
    kind = models.CharField(_("kind of step"), max_length=16, choices=StepKind)
    name = models.CharField(pgettext_lazy("of a step", "step"), max_length=60)
    days = models.PositiveSmallIntegerField(_("lasts at least (days)"), default=0)
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("step of the reserve procedure")
        verbose_name_plural = _("reserve procedure")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_reserve_step_of_a_number", fields=["organization", "order", "since"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.name}"


class ReserveStep(Record):
    """What came of one step of a reserve cadre's selection."""

    scope_path = "reserve__organization"
    key = ("reserve", "step")
    handles = ("pk",)
    dated = "done_on"

    reserve = models.ForeignKey(
        Reserve, models.PROTECT, related_name="steps", verbose_name=_("reserve cadre")
    )
    step = models.ForeignKey(
        ReserveProcedure,
        models.PROTECT,
        related_name="steps",
        verbose_name=pgettext_lazy("of a procedure", "step"),
    )
    done_on = models.DateField(pgettext_lazy("reserves", "done on"))
    result = models.CharField(
        _("result"), max_length=6, choices=StepResult, default=StepResult.PASSED
    )
    votes = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    due = models.PositiveSmallIntegerField(_("entitled to vote"), null=True, blank=True)
    by_whom = models.CharField(_("carried out by"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("step of a selection")
        verbose_name_plural = _("steps of selections")
        ordering = ["reserve", "step__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_reserve_step_once", fields=["reserve", "step"])
        ]

    def __str__(self) -> str:
        return f"{self.reserve.person} · {self.step.name}"
