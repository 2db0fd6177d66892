from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.posts import SOLE, Chosen, Position, PostLeft, Source, Workload
from cadres.choices.workers import Answerable
from cadres.models.naming import Told
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Body, Organization
from organizations.models.naming import ends_after
from portal.models import Record


class Post(Told):
    """A post that a person holds in an organization, or in a body that it leads.

    `until` is the first day without the post; one row for each term.
    """

    key = ("person", "organization", "position", "since")
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name=_("organization")
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("body beside the party"),
    )
    position = models.CharField(pgettext_lazy("posts", "position"), max_length=20, choices=Position)
    title = models.CharField(_("title in words"), max_length=80, blank=True)
    duties = models.CharField(pgettext_lazy("posts", "duties"), max_length=200, blank=True)
    chosen = models.CharField(_("how chosen"), max_length=20, choices=Chosen, blank=True)
    source = models.CharField(_("source of the cadre"), max_length=20, choices=Source, blank=True)
    workload = models.CharField(
        _("full or part time"), max_length=4, choices=Workload, default=Workload.FULL
    )
    since = models.DateField(_("in post since"))
    term_ends = models.DateField(_("term ends"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=80, blank=True)
    approval_no = models.CharField(_("approval number"), max_length=60, blank=True)
    until = models.DateField(_("in post until"), null=True, blank=True)
    left_why = models.CharField(
        _("why the post ended"), max_length=12, choices=PostLeft, blank=True
    )
    removal_no = models.CharField(_("number of the removal"), max_length=60, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("of a cadre", "post")
        verbose_name_plural = pgettext_lazy("of cadres", "posts")
        ordering = ["organization__path", "position", "-since", "pk"]
        permissions = [
            ("appoint_post", "Can appoint to posts"),
            ("remove_post", "Can remove from posts"),
        ]
        indexes = [
            models.Index("organization", "position", name="post_seat"),
            models.Index("person", "since", name="post_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_post_row_a_term", fields=["person", "organization", "position", "since"]
            ),
            models.UniqueConstraint(
                name="one_holder_of_a_sole_post",
                fields=["organization", "position"],
                condition=Q(until=None, position__in=SOLE),
                violation_error_message=_(
                    "Somebody holds this post already. End that post first, or hand it over."
                ),
            ),
            models.UniqueConstraint(
                name="one_open_post_of_a_kind",
                fields=["person", "organization", "position"],
                condition=Q(until=None),
                violation_error_message=_("This person holds this post already."),
            ),
            ends_after("post_ends_after_it_begins"),
            models.CheckConstraint(
                name="post_that_ended_has_a_reason",
                condition=Q(until=None, left_why="") | (Q(until__isnull=False) & ~Q(left_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.called} · {self.organization.short}"

    @property
    def called(self) -> str:
        return self.title or str(self.get_position_display())

    def is_open(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


class SeatRule(Record):
    """How many of a post every organization of a level below `organization` should have."""

    key = ("organization", "level", "position", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="seat_rules", verbose_name=_("organization")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.VILLAGE)
    position = models.CharField(pgettext_lazy("posts", "position"), max_length=20, choices=Position)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("posts", "seats"))
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("posts", "source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("seats of a team")
        verbose_name_plural = _("seats of teams")
        ordering = ["organization", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_seat_rule_a_day", fields=["organization", "level", "position", "since"]
            ),
            ends_after("seat_rule_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_position_display()} {self.seats}"


class Responsibility(Record):
    """Who answers for party building in an organization, in a year (001-18)."""

    key = ("organization", "year", "role", "person")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="responsibilities",
        verbose_name=_("organization"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="responsibilities", verbose_name=_("person")
    )
    role = models.CharField(_("responsibility"), max_length=8, choices=Answerable)
    position = models.CharField(
        pgettext_lazy("held besides", "post held"), max_length=20, choices=Position, blank=True
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    duties = models.TextField(_("what for"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("responsibility for party building")
        verbose_name_plural = _("responsibilities for party building")
        ordering = ["-year", "organization", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_first_person_responsible",
                fields=["organization", "year"],
                condition=Q(role=Answerable.FIRST, until=None),
                violation_error_message=_("This organization has a first person responsible."),
            ),
            ends_after("responsibility_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} {self.year}"
