from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.bodies import BodyKind, Formation, TeamKind
from organizations.models.naming import Numbered, ends_after
from organizations.models.tree import Organization, Village


class Body(Numbered):
    """What works in a village or township beside the party organization: the X of 1+X.

    Committees, mass organizations, cooperatives, associations, enterprises; who leads it and
    whether it has a party organization of its own (000-06, 003-04, 003-06, 004-16, 004-21).
    """

    key = ("organization", "name")
    also_keys = (("code",),)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="bodies", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    name = models.CharField(pgettext_lazy("body", "name"), max_length=120)
    code = models.CharField(_("unified credit code"), max_length=18, blank=True)
    since = models.DateField(pgettext_lazy("body", "founded"), null=True, blank=True)
    until = models.DateField(_("dissolved"), null=True, blank=True)
    industry = models.CharField(_("trade"), max_length=60, blank=True)
    head = models.CharField(_("person in charge"), max_length=60, blank=True)
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    members = models.PositiveIntegerField(_("party members"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households joined"), null=True, blank=True)
    led_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_bodies",
        verbose_name=_("led by"),
    )
    founded_by_branch = models.BooleanField(_("run by the branch"), default=False)
    should_have = models.BooleanField(_("should have a party organization"), default=False)
    party_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="serves_bodies",
        verbose_name=_("its party organization"),
    )
    formation = models.CharField(
        _("how it was formed"), max_length=10, choices=Formation, blank=True
    )
    instructor = models.CharField(_("party-building instructor"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies of 1+X")
        ordering = ["organization__path", "kind", "name"]
        constraints = [
            models.UniqueConstraint(name="one_body_of_a_name", fields=["organization", "name"]),
            models.UniqueConstraint(
                name="one_body_of_a_code",
                fields=["code"],
                condition=~Q(code=""),
                violation_error_message=_("Another body has this unified credit code."),
            ),
            models.CheckConstraint(
                name="body_has_no_more_members_than_people",
                condition=Q(members=None) | Q(headcount=None) | Q(members__lte=F("headcount")),
            ),
            ends_after("body_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceTeam(Numbered):
    """A team or party group that serves villagers, with its captain (004-15, 004-17, 004-20).

    Captain and members are text: not all of them are in the register of persons.
    """

    key = ("organization", "name")
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="service_teams", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=TeamKind)
    name = models.CharField(_("name of the team"), max_length=80)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    captain = models.CharField(_("captain"), max_length=60, blank=True)
    captain_post = models.CharField(_("captain's post"), max_length=60, blank=True)
    members = models.TextField(_("members of the team"), blank=True)
    size = models.PositiveSmallIntegerField(_("how many persons"), null=True, blank=True)
    area = models.CharField(_("area served"), max_length=200, blank=True)
    duty = models.TextField(_("duty"), blank=True)
    party_group = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party group"),
    )

    class Meta(Numbered.Meta):
        verbose_name = _("service team")
        verbose_name_plural = _("service teams")
        ordering = ["organization__path", "kind", "name"]
        constraints = [
            models.UniqueConstraint(name="one_team_of_a_name", fields=["organization", "name"]),
            ends_after("team_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamVisit(Numbered):
    """What a team did on a day: whom it visited, what came of it (004-15, 004-18)."""

    scope_path = "team__organization"
    key = ("team", "held_on", "matter")
    handles = ("matter",)
    dated = "held_on"

    team = models.ForeignKey(
        ServiceTeam, models.PROTECT, related_name="visits", verbose_name=_("service team")
    )
    held_on = models.DateField(_("day"))
    village = models.ForeignKey(
        Village,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_visits",
        verbose_name=_("village"),
    )
    matter = models.CharField(_("matter"), max_length=120)
    households = models.PositiveIntegerField(_("households served"), null=True, blank=True)
    present = models.PositiveIntegerField(_("members who went"), null=True, blank=True)
    result = models.TextField(pgettext_lazy("bodies", "result"), blank=True)
    settled = models.BooleanField(_("settled"), default=False)

    class Meta(Numbered.Meta):
        verbose_name = _("team visit")
        verbose_name_plural = _("team visits")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_team_visit_a_day_and_matter", fields=["team", "held_on", "matter"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.team}: {self.matter}"
