"""Ballots: what people think of organizations, members and departments, and how many said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models.naming import Told
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after, in_language
from portal.models import Record
from portal.workflow import Flow

GRADE = re.compile(r"\s*([^=/]+?)\s*(?:/\s*([^=]+?)\s*)?=\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Grade:
    """A word that voters choose, in both languages, and the points (0-100) that it is worth."""

    name: str
    name_en: str
    points: Decimal

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


def read_grades(text: str) -> list[Grade]:
    """Grades of “满意 / Satisfied=80; 不满意=0”. ValueError where it cannot be read."""
    found = []
    for part in filter(str.strip, text.replace("；", ";").split(";")):
        match = GRADE.fullmatch(part.replace("＝", "=").replace("／", "/"))
        if not match:
            raise ValueError(part.strip())
        found.append(Grade(match[1], match[2] or "", Decimal(match[3])))
    return found


class Poll(Told):
    """A ballot on one or several subjects: the grassroots on departments (001-02), the masses on
    members, members on their branch, villages on the township committee (003-48).

    `grades` and `least` are the county's data. Who voted is kept nowhere.
    """

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", _("the grassroots on departments and stations")
        MEMBERS = "members", _("the masses on members")
        BRANCH = "branch", _("members on their branch")
        TOWNSHIP = "township", _("village organizations on the township committee")
        TEAM = "team", _("democratic appraisal of a leading team")
        RATING = "rating", _("mass appraisal for a star rating")
        FREE = "free", pgettext_lazy("poll", "other")

    class Way(models.TextChoices):
        PAPER = "paper", _("paper ballots, counted")
        LINKS = "links", _("one anonymous link for each voter")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("poll", "being prepared")
        OPEN = "open", pgettext_lazy("poll", "open")
        CLOSED = "closed", pgettext_lazy("poll", "closed")

    flow = Flow(
        (State.DRAFT, State.OPEN),
        (State.OPEN, State.CLOSED),
        (State.CLOSED, State.OPEN),  # paper alone, to correct a count
    )
    key = ("organization", "year", "title")
    dated = "closes_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="polls", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    way = models.CharField(_("how people vote"), max_length=6, choices=Way, default=Way.PAPER)
    grades = models.CharField(
        _("grades and their points"),
        max_length=300,
        blank=True,
        help_text=_("Like 满意 / Satisfied=80; 不满意 / Not satisfied=0. Empty: the usual ones."),
    )
    satisfied_from = models.DecimalField(
        _("satisfied from so many points"), max_digits=5, decimal_places=2, default=60
    )
    least = models.PositiveSmallIntegerField(
        _("shown from so many ballots"), default=5, validators=[MinValueValidator(5)]
    )
    expected = models.PositiveIntegerField(_("expected voters"), validators=[MinValueValidator(1)])
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=6, choices=State, default=State.DRAFT, editable=False
    )
    issued = models.PositiveIntegerField(_("ballots handed out"), default=0, editable=False)
    returned = models.PositiveIntegerField(_("ballots returned"), null=True, editable=False)
    spoilt = models.PositiveIntegerField(_("invalid ballots"), default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["-year", "-closes_on", "-pk"]
        permissions = [("conduct_poll", "Can open ballots, print links, count and close")]
        constraints = [
            models.UniqueConstraint(
                name="one_poll_of_a_title", fields=["organization", "year", "title"]
            ),
            ends_after("poll_closes_after_it_opens", "opens_on", "closes_on"),
            models.CheckConstraint(
                name="poll_returns_no_more_than_handed_out",
                condition=Q(returned=None) | Q(returned__lte=F("issued")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.organization.short})"

    @property
    def choices(self) -> list[Grade]:
        return read_grades(self.grades)

    @property
    def valid(self) -> int:
        """Ballots that count."""
        return max(0, (self.returned or 0) - self.spoilt)

    @property
    def turnout(self) -> Decimal | None:
        """Per cent of the expected voters."""
        return None if self.returned is None else Decimal(100 * self.returned) / self.expected

    @property
    def on_paper(self) -> bool:
        return self.way == self.Way.PAPER


class PollSubject(Record):
    """What a ballot asks about: an organization, a person, or a department by its name.

    `counts` are the ballots for each grade in turn, once the poll is closed; `score` (0-100) and
    `satisfied` (per cent) follow from them and stay empty below the poll's least number.
    """

    scope_path = "poll__organization"
    key = ("poll", "name", "subject", "person")
    handles = ("pk",)
    dated = "closed_on"

    poll = models.ForeignKey(
        Poll, models.PROTECT, related_name="subjects", verbose_name=_("ballot")
    )
    name = models.CharField(
        _("department or station"), max_length=80, blank=True, help_text=_("Or one of the others.")
    )
    subject = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="polled",
        verbose_name=_("organization asked about"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="polled",
        verbose_name=_("person asked about"),
    )
    counts = models.JSONField(_("ballots by grade"), default=list, editable=False)
    votes = models.PositiveIntegerField(_("votes"), null=True, editable=False)
    score = models.DecimalField(
        pgettext_lazy("poll", "score"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    closed_on = models.DateField(_("voted until"), null=True, editable=False)
    satisfied = models.DecimalField(
        _("satisfied (%)"), max_digits=5, decimal_places=2, null=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("subject of a ballot")
        verbose_name_plural = _("subjects of ballots")
        ordering = ["poll", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_subject_of_a_poll",
                fields=["poll", "name", "subject", "person"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="subject_is_one_of_three",
                condition=Q(~Q(name=""), subject=None, person=None)
                | Q(name="", subject__isnull=False, person=None)
                | Q(name="", subject=None, person__isnull=False),
                violation_error_message=_(
                    "Name one: a department, an organization or a person, not several."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        return self.name or str(self.person or self.subject.short)  # type: ignore[union-attr]

    def by_grade(self) -> Iterator[tuple[Grade, int]]:
        """Each grade with its ballots; nothing before the poll is closed."""
        yield from zip(self.poll.choices, self.counts, strict=False)


class PollTally(models.Model):
    """The votes for one grade of a subject while a poll by links runs: a number and no more.

    Not a Record: a history of its changes would tell in which order votes came in, and beside the
    history of anything else who cast them.
    """

    subject = models.ForeignKey(PollSubject, models.PROTECT, related_name="tallies")
    grade = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint("subject", "grade", name="one_tally_of_a_grade")]

    def __str__(self) -> str:
        return f"{self.subject} {self.grade}"


class PollPass(models.Model):
    """The right to vote once. Only a keyed hash of the code; no number, no time, no name.

    The hash is the primary key, so that not even an order in which they were made is kept.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="passes")
    used = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.poll)
