from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.programmes import ModelKind, Topic
from organizations.choices.projects import Rank
from organizations.models.naming import Numbered, ends_after
from organizations.models.programmes import Programme
from organizations.models.projects import TrainingBase
from organizations.models.tree import Organization
from portal.models import Record


class ActivityKind(Record):
    """A kind of activity that the county runs: a carrier, a method, a drive (000-34, 000-47).

    The county keeps the list; those that come with the portal stand in data/activity_kinds.json.
    """

    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="activity_kinds", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=80)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    wording = models.TextField(_("wording"), blank=True)
    source = models.CharField(pgettext_lazy("activities", "source"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("kind of activity")
        verbose_name_plural = _("kinds of activity")
        ordering = ["topic", "code"]
        constraints = [
            models.UniqueConstraint(name="one_activity_kind_of_a_code", fields=["code"]),
            ends_after("activity_kind_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class Adoption(Numbered):
    """An organization has taken up a carrier or a method: since when, who sees to it (000-34)."""

    key = ("organization", "kind", "since")
    handles = ("contact",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="adoptions", verbose_name=_("organization")
    )
    kind = models.ForeignKey(
        ActivityKind, models.PROTECT, related_name="adoptions", verbose_name=_("kind of activity")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("carrier taken up")
        verbose_name_plural = _("carriers taken up")
        ordering = ["organization__path", "kind", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_adoption_since", fields=["organization", "kind", "since"]
            ),
            ends_after("adoption_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.kind}"


class ModelCase(Numbered):
    """A model to learn from, or experience worth spreading, with its article (000-21, 002-21)."""

    key = ("organization", "title")
    handles = ("title",)
    dated = "chosen_on"
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="model_cases", verbose_name=_("organization")
    )
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ModelKind)
    about = models.CharField(_("who it is about"), max_length=80, blank=True)
    level = models.CharField(pgettext_lazy("activities", "level"), max_length=20, choices=Rank)
    chosen_on = models.DateField(_("chosen on"))
    article = models.TextField(_("article"), blank=True)
    published = models.CharField(_("published where"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    spread = models.TextField(_("how it is spread"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("model or experience")
        verbose_name_plural = _("models and experience")
        ordering = ["-chosen_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_model_case_of_a_title", fields=["organization", "title"]
            )
        ]

    def __str__(self) -> str:
        return self.title


class Activity(Numbered):
    """What an organization ran on a day under a kind of activity (000-18, 000-19, 000-21)."""

    key = ("organization", "kind", "held_on", "title")
    handles = ("title",)
    dated = "held_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="activities", verbose_name=_("organization")
    )
    kind = models.ForeignKey(
        ActivityKind, models.PROTECT, related_name="activities", verbose_name=_("kind of activity")
    )
    held_on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=120)
    held_at = models.CharField(_("place"), max_length=120, blank=True)
    base = models.ForeignKey(
        TrainingBase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("training base"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("programme"),
    )
    model = models.ForeignKey(
        ModelCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("model"),
    )
    due = models.PositiveIntegerField(_("expected"), null=True, blank=True)
    present = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    result = models.TextField(pgettext_lazy("activities", "result"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_activity_of_a_title_and_day",
                fields=["organization", "kind", "held_on", "title"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.title}"


class Honour(Numbered):
    """A title that an organization holds and has to keep: advanced county, "five good" committee.

    When granted, by whom, until when; a title taken away stays with its reason (001-04, 004-07).
    """

    key = ("organization", "title", "granted_on")
    handles = ("title",)
    in_force = ("granted_on", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="honours", verbose_name=_("organization")
    )
    title = models.CharField(_("title of honour"), max_length=120)
    level = models.CharField(pgettext_lazy("activities", "level"), max_length=20, choices=Rank)
    granted_on = models.DateField(_("granted on"))
    granted_by = models.CharField(_("granted by"), max_length=80, blank=True)
    document = models.CharField(_("document no."), max_length=60, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = ["-granted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_honour_granted", fields=["organization", "title", "granted_on"]
            ),
            ends_after("honour_ends_after_it_is_granted", "granted_on"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.title}"
