"""What an assessment gave: a card for each organization or person, a score for each line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.scoring import Assessment, AssessmentLine
from members.models import Person
from organizations.models import Organization
from organizations.models.acting import Kept, who
from portal.models import Record
from portal.scope import ScopedQuerySet
from portal.workflow import Flow

USER = settings.AUTH_USER_MODEL


def points(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=7, decimal_places=2, null=True, editable=False, **options
    )


class Published(ScopedQuerySet):
    """Cards are seen by those whom they are about once they are published; before that by those
    who see the whole assessment."""

    link: ClassVar[str] = "assessment"

    def for_user(self, user: Any, action: str = "view") -> Self:
        if action != "view":
            return super().for_user(user, action)
        meta = self.model._meta
        whole = user.scope(f"{meta.app_label}.{action}_{meta.model_name}")
        early = whole.q(f"{self.link}__scheme__organization")
        out = Q(**{f"{self.link}__state__in": Assessment.PUBLIC})
        return super().for_user(user, action).filter(early | out)


class PublishedScores(Published):
    link = "card__assessment"


class Use(models.TextChoices):
    """What a result leads to (001-24)."""

    REWARD = "reward", _("reward or commendation")
    APPOINTMENT = "appointment", _("appointment or promotion")
    TRAINING = "training", _("training")
    TALK = "talk", _("talk or rectification")
    ADJUSTMENT = "adjustment", _("adjustment or removal")


class ScoreCard(Record):
    """How one organization, or one person, did in an assessment."""

    key = ("assessment", "organization", "person")
    handles = ("pk",)
    objects: ClassVar[Any] = Published.as_manager()

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="cards", verbose_name=_("assessment")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="score_cards", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="score_cards",
        verbose_name=_("person"),
    )
    peers = models.PositiveSmallIntegerField(_("group of those alike"), default=0, editable=False)
    total = points(_("total"))
    rank = models.PositiveIntegerField(_("rank"), null=True, editable=False)
    peer_rank = models.PositiveIntegerField(_("rank among those alike"), null=True, editable=False)
    grade = models.CharField(
        pgettext_lazy("assessment", "grade"), max_length=40, blank=True, editable=False
    )
    grade_reason = models.CharField(_("why this grade"), max_length=200, blank=True, editable=False)
    out = models.BooleanField(_("not ranked"), default=False, editable=False)
    used_for = models.CharField(
        _("what it led to"), max_length=12, choices=Use, blank=True, editable=False
    )
    used_note = models.CharField(
        _("decision on the result"), max_length=300, blank=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["-assessment__year", "assessment", "rank", "organization__path", "pk"]
        permissions = [
            ("rate_scorecard", "Can rate the own work for the annual assessment"),
            ("grade_scorecard", "Can set the grade of a scorecard"),
        ]
        indexes = [models.Index("assessment", "rank", name="card_rank")]
        constraints = [
            models.UniqueConstraint(
                name="one_card_each",
                fields=["assessment", "organization", "person"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.called} · {self.assessment}"

    @property
    def called(self) -> str:
        return str(self.person) if self.person_id else self.organization.short

    def get_absolute_url(self) -> str:
        return reverse("scorecard-page", args=[self.pk])


class Score(Record):
    """The points of a card on one line: computed, entered by hand, changed on review; the last of
    these that is there counts. `figures` says what it was computed from.
    """

    scope_path = "card__organization"
    key = ("card", "line")
    handles = ("pk",)
    objects: ClassVar[Any] = PublishedScores.as_manager()

    card = models.ForeignKey(
        ScoreCard, models.PROTECT, related_name="scores", verbose_name=_("scorecard")
    )
    line = models.ForeignKey(
        AssessmentLine, models.PROTECT, related_name="scores", verbose_name=_("line of a scheme")
    )
    computed = points(_("computed"))
    figures = models.JSONField(default=dict, editable=False)
    self_score = points(_("self-rated"))
    self_note = models.CharField(_("note to the own rating"), max_length=300, blank=True)
    entered = points(_("entered"))
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    entered_by = who(pgettext_lazy("score", "by"))
    reviewed = points(_("after review"))
    review_reason = models.CharField(
        _("reason of the change"), max_length=300, blank=True, editable=False
    )
    reviewed_by = who(pgettext_lazy("rating", "reviewed by"))

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("assessment", "score of a line")
        verbose_name_plural = pgettext_lazy("assessment", "scores of lines")
        ordering = ["card", "line__position"]
        constraints = [models.UniqueConstraint(name="one_score_a_line", fields=["card", "line"])]

    def __str__(self) -> str:
        return f"{self.card.called} · {self.line}"

    @property
    def final(self) -> Decimal | None:
        """The points that count; None while nobody knows them."""
        for one in (self.reviewed, self.entered, self.computed):
            if one is not None:
                return Decimal(one)
        return None


class Objection(Record):
    """What the assessed objects to while the results are public, and what was decided."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "open")
        UPHELD = "upheld", pgettext_lazy("objection", "upheld")
        REFUSED = "refused", pgettext_lazy("objection", "refused")

    flow = Flow((State.OPEN, State.UPHELD), (State.OPEN, State.REFUSED))
    scope_path = "card__organization"
    key = ("card", "text")
    handles = ("pk",)

    card = models.ForeignKey(
        ScoreCard, models.PROTECT, related_name="objections", verbose_name=_("scorecard")
    )
    line = models.ForeignKey(
        AssessmentLine,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("line of a scheme"),
    )
    text = models.CharField(pgettext_lazy("rating", "objection"), max_length=500)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    decision = models.CharField(
        pgettext_lazy("objection", "decision"), max_length=300, blank=True, editable=False
    )
    decided_by = who(pgettext_lazy("objection", "decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("objection to a scorecard")
        verbose_name_plural = _("objections to scorecards")
        ordering = ["-pk"]
        permissions = [("decide_objection", "Can decide on objections")]

    def __str__(self) -> str:
        return self.text


class CardCopy(Kept):
    """A card as it was confirmed. Only grows; `digest` is the SHA-256 of its canonical JSON."""

    card = models.OneToOneField(ScoreCard, models.PROTECT, related_name="copy")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest
