from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.postings import IN_ONE_VILLAGE, PostedAs, PostingKind, PostingLeft
from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class PostingBatch(Told):
    """Those sent to villages together, by one document and for one term (000-40)."""

    key = ("organization", "kind", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posting_batches", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind of posting"), max_length=16, choices=PostingKind)
    name = models.CharField(_("batch"), max_length=60)
    since = models.DateField(_("begins on"))
    until = models.DateField(_("ends on"), null=True, blank=True)
    planned = models.PositiveIntegerField(_("people planned"), null=True, blank=True)
    document = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("batch of postings")
        verbose_name_plural = _("batches of postings")
        ordering = ["-since", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_batch_of_a_name", fields=["organization", "kind", "name"]
            ),
            ends_after("batch_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class PostingRule(Record):
    """How long a posting lasts, and how much of it is spent in the village, from one day to
    another (domain 2.9). Either share or days, whichever is reached, is enough."""

    key = ("organization", "kind", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posting_rules", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind of posting"), max_length=16, choices=PostingKind)
    least_months = models.PositiveSmallIntegerField(_("least months"), null=True, blank=True)
    most_months = models.PositiveSmallIntegerField(_("most months"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(
        _("share of working days in the village (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    days = models.PositiveSmallIntegerField(
        _("days in the village a month"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(31)],
    )
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("postings", "source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule of postings")
        verbose_name_plural = _("rules of postings")
        ordering = ["kind", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_posting_rule_a_day", fields=["organization", "kind", "since"]
            ),
            ends_after("posting_rule_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}"


class PostingGoal(Told):
    """One of the sentences that say what a posted cadre is to reach (000-43)."""

    key = ("organization", "order", "since")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posting_goals", verbose_name=_("organization")
    )
    order = models.PositiveSmallIntegerField(_("number of the sentence"))
    text = models.CharField(_("goal"), max_length=120)
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("goal of postings")
        verbose_name_plural = _("goals of postings")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_goal_of_a_number", fields=["organization", "order", "since"]
            ),
            ends_after("posting_goal_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"


class Posting(Told):
    """Somebody sent to work in a village: by whom, as what, in which batch, until when.

    `until` is the first day without the posting.
    """

    key = ("person", "organization", "kind", "since")
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="postings", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="postings", verbose_name=_("posted to")
    )
    kind = models.CharField(_("kind of posting"), max_length=16, choices=PostingKind)
    posted_as = models.CharField(_("posted as"), max_length=20, choices=PostedAs, blank=True)
    sending_unit = models.CharField(_("sending unit"), max_length=80, blank=True)
    unit_post = models.CharField(_("post in the sending unit"), max_length=80, blank=True)
    batch = models.ForeignKey(
        PostingBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name=_("batch"),
    )
    since = models.DateField(_("posted since"))
    term_ends = models.DateField(_("term ends"), null=True, blank=True)
    contract_no = models.CharField(_("contract or document number"), max_length=60, blank=True)
    priority = models.BooleanField(
        _("village of priority"),
        default=False,
        help_text=_("A central-village task, or a weak and lax organization."),
    )
    until = models.DateField(_("posted until"), null=True, blank=True)
    left_why = models.CharField(
        _("why the posting ended"), max_length=10, choices=PostingLeft, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["organization__path", "kind", "-since", "pk"]
        permissions = [
            ("extend_posting", "Can extend postings"),
            ("end_posting", "Can end postings and hand them over"),
        ]
        indexes = [models.Index("organization", "kind", name="posting_place")]
        constraints = [
            models.UniqueConstraint(
                name="one_posting_row_a_term", fields=["person", "organization", "kind", "since"]
            ),
            models.UniqueConstraint(
                name="one_first_secretary_a_village",
                fields=["organization"],
                condition=Q(until=None, kind=PostingKind.FIRST_SECRETARY),
                violation_error_message=_(
                    "There is a first secretary here. End that posting first, or hand it over."
                ),
            ),
            models.UniqueConstraint(
                name="one_village_for_a_posted_person",
                fields=["person", "kind"],
                condition=Q(until=None, kind__in=IN_ONE_VILLAGE),
                violation_error_message=_("This person is posted so to a village already."),
            ),
            ends_after("posting_ends_after_it_begins"),
            models.CheckConstraint(
                name="posting_that_ended_has_a_reason",
                condition=Q(until=None, left_why="") | (Q(until__isnull=False) & ~Q(left_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} · {self.organization.short}"

    def is_open(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)
