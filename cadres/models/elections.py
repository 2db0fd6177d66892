from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.elections import Electing, ElectionState, Round
from cadres.choices.posts import Chosen, Position, Source
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from portal.models import Record

YEARS = [MinValueValidator(1949), MaxValueValidator(2200)]


class Election(Told):
    """An election at the end of a term, or within it: of the party organization or another body."""

    key = ("organization", "electing", "year")
    dated = "held_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="elections", verbose_name=_("organization")
    )
    electing = models.CharField(
        _("what is elected"), max_length=12, choices=Electing, default=Electing.PARTY
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    term_no = models.PositiveSmallIntegerField(_("term number"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Chosen, default=Chosen.TWO_STEPS)
    state = models.CharField(
        pgettext_lazy("of an election", "state"),
        max_length=10,
        choices=ElectionState,
        default=ElectionState.PLANNED,
    )
    due_on = models.DateField(_("term expires on"), null=True, blank=True)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    shift_no = models.CharField(_("approval of another day"), max_length=60, blank=True)
    shift_why = models.CharField(_("why another day"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats to fill"), null=True, blank=True)
    held_on = models.DateField(pgettext_lazy("elections", "held on"), null=True, blank=True)
    due = models.PositiveIntegerField(_("entitled to vote"), null=True, blank=True)
    present = models.PositiveIntegerField(
        pgettext_lazy("elections", "present"), null=True, blank=True
    )
    issued = models.PositiveIntegerField(_("ballots issued"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("ballots returned"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("valid ballots"), null=True, blank=True)
    approval_no = models.CharField(_("approval of the result"), max_length=60, blank=True)
    trained_on = models.DateField(_("new team trained on"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-year", "organization__path", "electing"]
        permissions = [
            ("conclude_election", "Can conclude elections"),
            ("postpone_election", "Can put off elections"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_election_a_year", fields=["organization", "electing", "year"]
            ),
            models.CheckConstraint(
                name="election_present_not_over_due",
                condition=Q(present=None) | Q(due=None) | Q(present__lte=F("due")),
            ),
            models.CheckConstraint(
                name="election_valid_not_over_returned",
                condition=Q(valid=None) | Q(returned=None) | Q(valid__lte=F("returned")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short} {self.year} · {self.get_electing_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in {ElectionState.PLANNED, ElectionState.POSTPONED}


class Candidate(Record):
    """Somebody who stood in a round of an election, with the votes."""

    scope_path = "election__organization"
    key = ("election", "person", "position", "ballot")
    handles = ("pk",)

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="candidates", verbose_name=_("election")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="candidacies", verbose_name=_("person")
    )
    position = models.CharField(
        pgettext_lazy("elections", "position"), max_length=20, choices=Position
    )
    ballot = models.CharField(
        pgettext_lazy("of an election", "round"), max_length=12, choices=Round, default=Round.FIRST
    )
    source = models.CharField(_("source of the cadre"), max_length=20, choices=Source, blank=True)
    votes = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    against = models.PositiveIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveIntegerField(_("abstentions"), null=True, blank=True)
    elected = models.BooleanField(_("elected"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["election", "ballot", "position", "-votes", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_candidate_a_round", fields=["election", "person", "position", "ballot"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_position_display()} · {self.election}"
