from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.projects import Backing, CadreProjectState, ProjectKind
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record

SCORE = [MinValueValidator(0), MaxValueValidator(100)]


def yuan(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class Project(Told):
    """A project that a secretary or a graduate leads: letter of responsibility, milestones,
    inspection and acceptance (003-54, 003-58, 000-45)."""

    key = ("organization", "title")
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="cadre_projects", verbose_name=_("organization")
    )
    title = models.CharField(_("project title"), max_length=120)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="projects", verbose_name=_("leader of the project")
    )
    kind = models.CharField(_("kind of project"), max_length=12, choices=ProjectKind)
    state = models.CharField(
        pgettext_lazy("of a project", "state"),
        max_length=8,
        choices=CadreProjectState,
        default=CadreProjectState.PLANNED,
    )
    since = models.DateField(_("planned since"))
    letter_on = models.DateField(_("letter of responsibility signed on"), null=True, blank=True)
    letter_no = models.CharField(_("number of the letter"), max_length=60, blank=True)
    planned_end = models.DateField(_("to be finished by"), null=True, blank=True)
    investment = yuan(_("investment (yuan)"))
    income = yuan(_("yearly income (yuan)"))
    households = models.PositiveIntegerField(_("households led along"), null=True, blank=True)
    accepted_on = models.DateField(pgettext_lazy("project", "accepted on"), null=True, blank=True)
    score = models.DecimalField(
        pgettext_lazy("project", "score of acceptance"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=SCORE,
    )
    until = models.DateField(pgettext_lazy("project", "ended on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("of a cadre", "project")
        verbose_name_plural = pgettext_lazy("of cadres", "projects")
        ordering = ["-since", "organization__path", "pk"]
        permissions = [
            ("sign_project", "Can sign letters of responsibility"),
            ("accept_project", "Can accept projects"),
        ]
        constraints = [
            models.UniqueConstraint(name="one_project_title", fields=["organization", "title"]),
            ends_after("project_ends_after_it_begins"),
            models.CheckConstraint(
                name="accepted_project_has_a_day",
                condition=Q(accepted_on__isnull=False) | ~Q(state=CadreProjectState.ACCEPTED),
            ),
            models.CheckConstraint(
                name="running_project_has_a_letter",
                condition=Q(letter_on__isnull=False)
                | Q(state__in=[CadreProjectState.PLANNED, CadreProjectState.FAILED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} {self.title}"


class ProjectMilestone(Told):
    """What has to be reached by when, and what shows that it was."""

    scope_path = "project__organization"
    key = ("project", "name")
    dated = "due_on"

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="milestones",
        verbose_name=pgettext_lazy("of a cadre", "project"),
    )
    name = models.CharField(_("milestone"), max_length=80)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(pgettext_lazy("projects", "done on"), null=True, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("milestone of a project")
        verbose_name_plural = _("milestones of projects")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_milestone_of_a_name", fields=["project", "name"])
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.name}"


class ProjectInspection(Record):
    """A look at a project on the spot (003-58)."""

    scope_path = "project__organization"
    key = ("project", "inspected_on")
    handles = ("pk",)
    dated = "inspected_on"

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="inspections",
        verbose_name=pgettext_lazy("of a cadre", "project"),
    )
    inspected_on = models.DateField(_("inspected on"))
    inspector = models.CharField(_("inspected by"), max_length=80)
    score = models.DecimalField(
        pgettext_lazy("inspection", "score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=SCORE,
    )
    finding = models.CharField(_("what was found"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("inspection of a project")
        verbose_name_plural = _("inspections of projects")
        ordering = ["-inspected_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_inspection_a_day", fields=["project", "inspected_on"])
        ]

    def __str__(self) -> str:
        return f"{self.inspected_on} {self.inspector}"


class ProjectSupport(Record):
    """What a project is given, by plan or by policy (000-45, 003-57)."""

    scope_path = "project__organization"
    key = ("project", "kind", "given_on")
    handles = ("pk",)
    dated = "given_on"

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="support",
        verbose_name=pgettext_lazy("of a cadre", "project"),
    )
    kind = models.CharField(_("kind of support"), max_length=12, choices=Backing)
    given_on = models.DateField(pgettext_lazy("support", "given on"))
    given_by = models.CharField(pgettext_lazy("support", "given by"), max_length=80, blank=True)
    amount = yuan(_("worth (yuan)"))
    policy = models.CharField(_("policy or document"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("support for a project")
        verbose_name_plural = _("support for projects")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_project_support_a_day", fields=["project", "kind", "given_on"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.given_on}"
