from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.venues import Repair, ServiceItem, VenueKind
from organizations.models.naming import Numbered, ends_after
from organizations.models.tree import Organization


class Venue(Numbered):
    """A place where a village meets, learns and is served.

    Three conditions (000-12), five functions (003-42), style and sign (003-41), cost (004-12).
    """

    key = ("organization", "name")
    in_force = ("opened", "closed")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="venues", verbose_name=_("organization")
    )
    name = models.CharField(pgettext_lazy("venue", "name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=VenueKind)
    address = models.CharField(_("address"), max_length=120, blank=True)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    floor_area = models.DecimalField(
        _("floor area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    yard_area = models.DecimalField(
        _("yard area (m²)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    floors = models.PositiveSmallIntegerField(_("floors"), null=True, blank=True)
    windows = models.PositiveSmallIntegerField(_("service windows"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    built = models.DateField(_("built"), null=True, blank=True)
    opened = models.DateField(pgettext_lazy("venues", "opened"), null=True, blank=True)
    closed = models.DateField(pgettext_lazy("venues", "closed"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost (10,000 yuan)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    funds = models.CharField(_("source of the money"), max_length=120, blank=True)
    repair = models.CharField(_("state of repair"), max_length=20, choices=Repair, blank=True)
    fixed_place = models.BooleanField(_("fixed place"), default=False)
    facilities = models.BooleanField(_("facilities"), default=False)
    keeper_named = models.BooleanField(_("person in charge named"), default=False)
    manager = models.CharField(_("manager"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    for_members = models.BooleanField(_("for members' activities"), default=False)
    for_deliberation = models.BooleanField(_("for villagers' deliberation"), default=False)
    for_service = models.BooleanField(_("for convenience services"), default=False)
    for_education = models.BooleanField(_("for education and training"), default=False)
    for_culture = models.BooleanField(_("for culture and recreation"), default=False)
    style_unified = models.BooleanField(_("unified style"), default=False)
    sign_unified = models.BooleanField(_("unified sign"), default=False)
    opening_days = models.CharField(_("opening days"), max_length=120, blank=True)
    market_days = models.CharField(_("market days"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["organization__path", "kind", "name"]
        constraints = [
            models.UniqueConstraint(name="one_venue_of_a_name", fields=["organization", "name"]),
            ends_after("venue_closes_after_it_opens", "opened", "closed"),
        ]

    def __str__(self) -> str:
        return self.name


class VenueService(Numbered):
    """What is offered at a window of a venue, by whom and when (000-13, 004-13)."""

    scope_path = "venue__organization"
    key = ("venue", "item", "detail")
    handles = ("detail",)
    in_force = ("since", "until")

    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="services", verbose_name=_("venue")
    )
    item = models.CharField(_("service item"), max_length=20, choices=ServiceItem)
    detail = models.CharField(_("what is done"), max_length=120)
    window = models.CharField(_("window"), max_length=40, blank=True)
    station = models.CharField(_("station or office"), max_length=60, blank=True)
    clerk = models.CharField(_("clerk"), max_length=60, blank=True)
    days = models.CharField(_("days"), max_length=60, blank=True)
    limit_days = models.PositiveSmallIntegerField(
        _("promised within (days)"), null=True, blank=True
    )
    served = models.PositiveIntegerField(_("cases a year"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("service of a venue")
        verbose_name_plural = _("services of venues")
        ordering = ["venue", "item", "detail"]
        constraints = [
            models.UniqueConstraint(
                name="one_service_of_a_venue", fields=["venue", "item", "detail"]
            ),
            ends_after("venue_service_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.venue}: {self.detail}"


class VenueUse(Numbered):
    """What took place in a venue on a day: the log of the "two rooms" (004-03)."""

    scope_path = "venue__organization"
    key = ("venue", "held_on", "title")
    handles = ("title",)
    dated = "held_on"

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="uses", verbose_name=_("venue"))
    held_on = models.DateField(_("day"))
    title = models.CharField(_("what took place"), max_length=120)
    present = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    host = models.CharField(_("host"), max_length=60, blank=True)
    books = models.PositiveIntegerField(_("books lent"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("venue use")
        verbose_name_plural = _("venue uses")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_venue_use_a_day_and_title", fields=["venue", "held_on", "title"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.venue}: {self.title}"
