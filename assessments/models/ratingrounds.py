"""A year's rating: the round, who is rated in it, their points, and what is said against them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.choices import Stars
from assessments.models.schemes import PERCENT, Criterion, RatingScheme
from members.models import Person
from organizations.models import Organization
from organizations.models.acting import Act, who
from organizations.models.naming import YEARS, in_language
from portal.models import Record
from portal.workflow import Flow

USER = settings.AUTH_USER_MODEL


def decimal(label: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=7, decimal_places=2, null=True, blank=True)


class RatingRound(Record):
    """The rating of one year by one scheme, stage after stage."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("being prepared")
        SELF = "self", _("self-rating")
        POLL = "poll", _("mass poll")
        REVIEW = "review", _("township review")
        CONFIRM = "confirm", _("county confirmation")
        PUBLICITY = "publicity", _("publicity")
        FINAL = "final", _("final")
        CALLED_OFF = "called_off", _("called off")

    flow = Flow(
        (State.PREPARED, State.SELF),
        (State.SELF, State.POLL),
        (State.SELF, State.REVIEW),
        (State.POLL, State.REVIEW),
        (State.REVIEW, State.CONFIRM),
        (State.CONFIRM, State.PUBLICITY),
        (State.PUBLICITY, State.CONFIRM),
        (State.PUBLICITY, State.FINAL),
        (State.PREPARED, State.CALLED_OFF),
        (State.SELF, State.CALLED_OFF),
        (State.POLL, State.CALLED_OFF),
        (State.REVIEW, State.CALLED_OFF),
        (State.CONFIRM, State.CALLED_OFF),
        (State.PUBLICITY, State.CALLED_OFF),
    )

    handed_down = True
    key = ("scheme", "year")
    handles = ("pk",)
    untracked = ("revision",)

    scheme = models.ForeignKey(
        RatingScheme, models.PROTECT, related_name="rounds", verbose_name=_("rating scheme")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rating_rounds", verbose_name=_("held by")
    )
    day = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("The day whose registers count; empty: the last of the year, or today."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PREPARED, editable=False
    )
    due = models.DateField(_("stage ends on"), null=True, editable=False)
    published_on = models.DateField(
        pgettext_lazy("rating", "published on"), null=True, editable=False
    )
    published_until = models.DateField(_("published until"), null=True, editable=False)
    over_quota_reason = models.CharField(
        _("why a quota is broken"), max_length=300, blank=True, editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("round of rating")
        verbose_name_plural = _("rounds of rating")
        ordering = ["-year", "scheme"]
        constraints = [
            models.UniqueConstraint(
                name="one_round_of_a_scheme_a_year",
                fields=["scheme", "year"],
                condition=~Q(state="called_off"),
                violation_error_message=_("There is a round of this scheme and year already."),
            )
        ]

    def __str__(self) -> str:
        return _("%(scheme)s, %(year)s") % {"scheme": self.scheme, "year": self.year}

    def handle(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("rating-board", args=[self.pk])

    @property
    def as_of(self) -> date:
        """The day whose registers count."""
        return self.day or min(date(self.year, 12, 31), timezone.localdate())

    @property
    def running(self) -> bool:
        ended = (self.State.PREPARED, self.State.FINAL, self.State.CALLED_OFF)
        return self.state not in ended

    @property
    def overdue(self) -> bool:
        return bool(self.running and self.due and self.due < timezone.localdate())


class RatingCase(Record):
    """One candidate of a round: an organization, or a member of it. `stars`, `themes` and `total`
    are what the points come to now, worked out again with every change."""

    class State(models.TextChoices):
        OPEN = "open", _("self-rating due")
        RATED = "rated", pgettext_lazy("rating", "self-rated")
        RETURNED = "returned", _("returned for self-rating")
        REVIEWED = "reviewed", pgettext_lazy("rating", "reviewed")
        SENT_BACK = "sent_back", _("returned for review")
        CONFIRMED = "confirmed", pgettext_lazy("rating", "confirmed")
        REMOVED = "removed", _("taken out of the round")

    flow = Flow(
        (State.OPEN, State.RATED),
        (State.RETURNED, State.RATED),
        (State.RATED, State.OPEN),
        (State.RATED, State.REVIEWED),
        (State.RATED, State.RETURNED),
        (State.SENT_BACK, State.REVIEWED),
        (State.SENT_BACK, State.RETURNED),
        (State.REVIEWED, State.CONFIRMED),
        (State.REVIEWED, State.SENT_BACK),
        (State.CONFIRMED, State.SENT_BACK),
    )

    key = ("round", "organization", "person")
    handles = ("pk",)

    round = models.ForeignKey(
        RatingRound, models.PROTECT, related_name="cases", verbose_name=_("round of rating")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rating_cases", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rating_cases",
        verbose_name=_("person"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    appraisal = models.DecimalField(
        _("appraisal points"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    appraisal_from = models.CharField(_("appraisal from"), max_length=120, blank=True)
    points = decimal(_("points"))
    total = decimal(_("total"))
    stars = models.PositiveSmallIntegerField(_("stars"), choices=Stars, default=0)
    themes = models.JSONField(_("themed stars"), default=list, editable=False)
    self_note = models.CharField(_("note of the candidate"), max_length=300, blank=True)
    town_reason = models.CharField(_("reason of the township"), max_length=300, blank=True)
    county_reason = models.CharField(_("reason of the county"), max_length=300, blank=True)
    reviewed_by = who(pgettext_lazy("rating", "reviewed by"))

    class Meta(Record.Meta):
        verbose_name = _("rating case")
        verbose_name_plural = _("rating cases")
        ordering = ["round", "organization__code", "pk"]
        permissions = [
            ("rate_ratingcase", "Can rate the own organization"),
            ("review_ratingcase", "Can review and return self-ratings"),
            ("confirm_ratingcase", "Can confirm reviewed ratings"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_case_of_an_organization_a_round",
                fields=["round", "organization"],
                condition=Q(person=None),
            ),
            models.UniqueConstraint(
                name="one_case_of_a_person_a_round",
                fields=["round", "person"],
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.round.year}"

    def handle(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("rating-case", args=[self.pk])

    @property
    def status(self) -> str:
        """The word by which pages draw it."""
        words = {self.State.OPEN: "rating_due", self.State.SENT_BACK: "returned"}
        return words.get(self.State(self.state), self.state)

    @property
    def themed(self) -> str:
        """The themed stars by name, in the reader's language."""
        return ", ".join(in_language(name, english) for _code, name, english in self.themes)

    @property
    def candidate(self) -> str:
        return str(self.person or self.organization.short)


class RatingScore(Record):
    """The points of one criterion for one candidate: what the registers give, what the candidate,
    the township and the county say. There is none where nobody has said anything."""

    scope_path = "case__organization"
    key = ("case", "criterion")
    handles = ("pk",)
    untracked = ("revision",)

    case = models.ForeignKey(
        RatingCase, models.PROTECT, related_name="scores", verbose_name=_("rating case")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("rating criterion")
    )
    counted = decimal(_("counted"))
    of = decimal(_("of"))
    prefilled = decimal(_("by the registers"))
    self_points = decimal(_("self-rated points"))
    town_points = decimal(_("points by the township"))
    county_points = decimal(_("points by the county"))
    self_note = models.CharField(_("note of the candidate"), max_length=300, blank=True)
    town_reason = models.CharField(_("reason of the township"), max_length=300, blank=True)
    county_reason = models.CharField(_("reason of the county"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("points of a criterion")
        verbose_name_plural = _("points of criteria")
        constraints = [
            models.UniqueConstraint(name="one_score_each_criterion", fields=["case", "criterion"])
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.criterion_id}"


class RatingAct(Act):
    """An act in a round: who did what, when and why. Only grows. `said` holds what moved, as from
    three stars to four."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        ADVANCED = "advanced", _("next stage")
        RATED = "rated", _("self-rating handed in")
        WITHDRAWN = "withdrawn", _("taken back")
        RETURNED = "returned", _("returned")
        REVIEWED = "reviewed", pgettext_lazy("rating", "reviewed")
        SENT_BACK = "sent_back", _("returned for review")
        CONFIRMED = "confirmed", pgettext_lazy("rating", "confirmed")
        REMOVED = "removed", _("taken out of the round")
        PUBLISHED = "published", _("published")
        OBJECTED = "objected", pgettext_lazy("act", "objection")
        DECIDED = "decided", _("objection decided")
        FINAL = "final", _("made final")
        CALLED_OFF = "called_off", _("called off")
        APPRAISED = "appraised", _("appraisal entered")

    round = models.ForeignKey(RatingRound, models.PROTECT, related_name="acts")
    case = models.ForeignKey(RatingCase, models.PROTECT, null=True, related_name="acts")
    kind = models.CharField(_("act"), max_length=10, choices=Kind)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    said = models.CharField(max_length=200, blank=True)


class RatingObjection(Record):
    """What somebody says against a published result, and what the county decided (000-08)."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "to be decided")
        UPHELD = "upheld", _("upheld: rating changed")
        DISMISSED = "dismissed", pgettext_lazy("objection", "dismissed")

    flow = Flow((State.OPEN, State.UPHELD), (State.OPEN, State.DISMISSED))
    scope_path = "case__organization"
    key = ("case", "raised_on", "raised_by")
    handles = ("pk",)
    dated = "raised_on"

    case = models.ForeignKey(
        RatingCase, models.PROTECT, related_name="objections", verbose_name=_("rating case")
    )
    raised_on = models.DateField(_("raised on"), default=timezone.localdate)
    raised_by = models.CharField(_("raised by"), max_length=60)
    text = models.CharField(pgettext_lazy("rating", "objection"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    decision = models.CharField(
        pgettext_lazy("objection", "decision"), max_length=500, blank=True, editable=False
    )
    decided_by = who(pgettext_lazy("objection", "decided by"))
    decided_on = models.DateField(
        pgettext_lazy("objection", "decided on"), null=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("objection to a rating")
        verbose_name_plural = _("objections to ratings")
        ordering = ["-raised_on", "-pk"]
        permissions = [("decide_ratingobjection", "Can decide objections to ratings")]

    def __str__(self) -> str:
        return f"{self.case.candidate}: {self.text[:40]}"
