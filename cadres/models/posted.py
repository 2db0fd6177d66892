"""What posted cadres do, and what is done for them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.postings import Docking, LogDuty, SupportKind, TeamName
from cadres.choices.standards import Judged
from cadres.models.postings import Posting, PostingGoal
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class PostingAssessment(Record):
    """How far a posted cadre has reached one of the goals (000-43)."""

    scope_path = "posting__organization"
    key = ("posting", "goal", "assessed_on")
    handles = ("pk",)
    dated = "assessed_on"

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="assessments", verbose_name=_("posting")
    )
    goal = models.ForeignKey(
        PostingGoal, models.PROTECT, related_name="assessments", verbose_name=_("goal")
    )
    assessed_on = models.DateField(_("assessed on"))
    reached = models.CharField(_("goal reached"), max_length=6, choices=Judged)
    assessor = models.CharField(_("assessed by"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("assessment of a posting")
        verbose_name_plural = _("assessments of postings")
        ordering = ["-assessed_on", "posting", "goal__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_assessment_of_a_goal", fields=["posting", "goal", "assessed_on"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_reached_display()}"


class PostingAttendance(Record):
    """A posted cadre's month: working days, days spent in the village, leave (domain 2.9)."""

    scope_path = "posting__organization"
    key = ("posting", "month")
    handles = ("pk",)
    dated = "month"

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="attendance", verbose_name=_("posting")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    working_days = models.PositiveSmallIntegerField(
        _("working days"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    days = models.PositiveSmallIntegerField(
        _("days in the village"), validators=[MaxValueValidator(31)]
    )
    leave_days = models.PositiveSmallIntegerField(
        _("days of leave"), default=0, validators=[MaxValueValidator(31)]
    )
    nights = models.PositiveSmallIntegerField(
        _("nights in the village"), null=True, blank=True, validators=[MaxValueValidator(31)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("attendance of a posting")
        verbose_name_plural = _("attendance of postings")
        ordering = ["-month", "posting", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_attendance_a_month", fields=["posting", "month"]),
            models.CheckConstraint(name="attendance_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="attendance_fits_into_a_month", condition=Q(days__lte=31 - F("leave_days"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.days}/{self.working_days}"


class PostingLog(Record):
    """An entry of the work log, under one of the six duties (000-46)."""

    scope_path = "posting__organization"
    key = ("posting", "done_on", "title")
    handles = ("pk",)
    dated = "done_on"

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="logs", verbose_name=_("posting")
    )
    done_on = models.DateField(pgettext_lazy("posted", "done on"))
    duty = models.CharField(_("duty"), max_length=12, choices=LogDuty)
    title = models.CharField(pgettext_lazy("posted", "what was done"), max_length=120)
    households = models.PositiveSmallIntegerField(_("households visited"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("work log entry")
        verbose_name_plural = _("work log entries")
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_log_entry_of_a_title", fields=["posting", "done_on", "title"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.title}"


class PostingSupport(Record):
    """What the sending unit gives to the village of its cadre (000-43b)."""

    scope_path = "posting__organization"
    key = ("posting", "given_on", "kind", "what")
    handles = ("pk",)
    dated = "given_on"

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="support", verbose_name=_("posting")
    )
    given_on = models.DateField(pgettext_lazy("support", "given on"))
    kind = models.CharField(_("kind of support"), max_length=8, choices=SupportKind)
    what = models.CharField(pgettext_lazy("support", "what was given"), max_length=120)
    amount = models.DecimalField(
        _("worth (yuan)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    by_whom = models.CharField(_("leader of the unit"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("support by a sending unit")
        verbose_name_plural = _("support by sending units")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_support_of_a_kind", fields=["posting", "given_on", "kind", "what"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.what}"


class TeamTask(Record):
    """A task of the plan by which the four teams of a village share their work (002-19, -20)."""

    key = ("organization", "team", "task", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="team_tasks", verbose_name=_("organization")
    )
    team = models.CharField(pgettext_lazy("four teams", "team"), max_length=16, choices=TeamName)
    task = models.CharField(pgettext_lazy("four teams", "task"), max_length=120)
    docking = models.CharField(_("precise docking"), max_length=10, choices=Docking, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_tasks",
        verbose_name=_("person responsible"),
    )
    since = models.DateField(_("assigned on"))
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    until = models.DateField(_("finished on"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("task of the four teams")
        verbose_name_plural = _("tasks of the four teams")
        ordering = ["organization__path", "team", "-since", "pk"]
        permissions = [("finish_teamtask", "Can finish tasks of the four teams")]
        constraints = [
            models.UniqueConstraint(
                name="one_team_task", fields=["organization", "team", "task", "since"]
            ),
            ends_after("team_task_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_team_display()}: {self.task}"

    @property
    def is_late(self) -> bool:
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return late and self.until is None
