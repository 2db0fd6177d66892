from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.projects import BaseKind, ProjectState, Rank, SiteKind
from organizations.models.naming import Numbered, ends_after
from organizations.models.tree import Organization


class DemonstrationSite(Numbered):
    """A township, village or point that shows others how it is done.

    Who runs it, and whether a contact point grew into it (001-09, 001-14 to 001-16).
    """

    key = ("organization", "kind", "since")
    handles = ("theme",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="demonstration_sites",
        verbose_name=_("organization"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind)
    level = models.CharField(pgettext_lazy("projects", "level"), max_length=20, choices=Rank)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    sponsor = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("run by"),
    )
    document = models.CharField(_("document no."), max_length=60, blank=True)
    from_contact_point = models.BooleanField(_("was a contact point"), default=False)
    ended_why = models.CharField(_("why it ended"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("demonstration site")
        verbose_name_plural = _("demonstration sites")
        ordering = ["organization__path", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_demonstration_site_since", fields=["organization", "kind", "since"]
            ),
            ends_after("demonstration_site_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"


class ProjectVillage(Numbered):
    """A village of the 523 project for leading secretaries (000-16, 000-17).

    500 at province level, 2,000 at city level, 3,000 at county level, in batches.
    """

    key = ("organization", "batch")
    handles = ("batch",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="projects", verbose_name=_("organization")
    )
    level = models.CharField(pgettext_lazy("projects", "level"), max_length=20, choices=Rank)
    batch = models.CharField(_("batch"), max_length=30)
    since = models.DateField(_("since"))
    until = models.DateField(_("cycle ends"), null=True, blank=True)
    priority = models.BooleanField(_("central-village task first"), default=False)
    leader = models.CharField(_("leading secretary"), max_length=60, blank=True)
    goal = models.TextField(_("goal"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ProjectState, default=ProjectState.RUNNING
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    result = models.TextField(pgettext_lazy("projects", "result"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("523 project village")
        verbose_name_plural = _("523 project villages")
        ordering = ["organization__path", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_project_of_a_batch", fields=["organization", "batch"]
            ),
            ends_after("project_village_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} 523 {self.batch}"


class TrackingVisit(Numbered):
    """A visit that follows how a project village gets on (000-16)."""

    scope_path = "project__organization"
    key = ("project", "held_on")
    handles = ("visitor",)
    dated = "held_on"

    project = models.ForeignKey(
        ProjectVillage, models.PROTECT, related_name="visits", verbose_name=_("523 project village")
    )
    held_on = models.DateField(_("day"))
    visitor = models.CharField(_("visitor"), max_length=60)
    found = models.TextField(_("what was found"), blank=True)
    advice = models.TextField(_("advice given"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("tracking visit")
        verbose_name_plural = _("tracking visits")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_tracking_visit_a_day", fields=["project", "held_on"])
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.project}"


class TrainingBase(Numbered):
    """A place where members and cadres are taught (004-23, 000-18)."""

    key = ("organization", "name")
    in_force = ("since", "until")
    handed_down = True  # every village may send people there

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="training_bases", verbose_name=_("organization")
    )
    name = models.CharField(pgettext_lazy("place", "name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=BaseKind)
    address = models.CharField(_("address"), max_length=120, blank=True)
    topics = models.CharField(_("topics"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    manager = models.CharField(_("manager"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("training base")
        verbose_name_plural = _("training bases")
        ordering = ["organization__path", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_training_base_of_a_name", fields=["organization", "name"]
            ),
            ends_after("training_base_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name
