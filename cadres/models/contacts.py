from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.workers import Leading
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after
from portal.models import Record


class ContactPoint(Told):
    """A village organization that a leader looks after for a year, by visits (001-13)."""

    key = ("leader", "organization", "year")
    in_force = ("since", "until")

    leader = models.ForeignKey(
        Person, models.PROTECT, related_name="contact_points", verbose_name=_("leader")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="contact_points",
        verbose_name=_("organization looked after"),
    )
    role = models.CharField(
        _("leader's role"), max_length=15, choices=Leading, default=Leading.TOWN_MEMBER
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    tasks = models.CharField(_("what to help with"), max_length=200, blank=True)
    demonstration_on = models.DateField(_("demonstration point since"), null=True, blank=True)
    demonstration_note = models.CharField(_("what it demonstrates"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["-year", "organization__path", "pk"]
        permissions = [("make_contactpoint", "Can make contact points demonstration points")]
        constraints = [
            models.UniqueConstraint(
                name="one_contact_point_a_year", fields=["leader", "organization", "year"]
            ),
            ends_after("contact_point_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.leader} – {self.organization.short} {self.year}"


class ContactVisit(Record):
    """A leader's visit to a contact point."""

    scope_path = "point__organization"
    key = ("point", "visited_on")
    handles = ("pk",)
    dated = "visited_on"

    point = models.ForeignKey(
        ContactPoint, models.PROTECT, related_name="visits", verbose_name=_("contact point")
    )
    visited_on = models.DateField(_("visited on"))
    days = models.PositiveSmallIntegerField(_("days stayed"), default=1)
    done = models.TextField(pgettext_lazy("contacts", "what was done"))
    problems = models.PositiveSmallIntegerField(_("problems taken up"), default=0)
    solved = models.PositiveSmallIntegerField(_("problems solved"), default=0)

    class Meta(Record.Meta):
        verbose_name = _("visit to a contact point")
        verbose_name_plural = _("visits to contact points")
        ordering = ["-visited_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_contact_visit_a_day", fields=["point", "visited_on"]),
            models.CheckConstraint(
                name="contact_visit_solves_no_more_than_taken_up",
                condition=Q(solved__lte=F("problems")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point} · {self.visited_on:%Y-%m-%d}"
