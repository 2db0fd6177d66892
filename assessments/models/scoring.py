"""How the year is assessed: schemes with lines, as data, and the assessment of a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models.naming import Told
from organizations.choices.tree import Level
from organizations.models.naming import YEARS, Named, in_language
from portal.models import Record
from portal.workflow import Flow

BAND = re.compile(r"\s*([^=/]+?)\s*(?:/\s*([^=]+?)\s*)?=\s*(\d+(?:\.\d+)?)\s*(?:\((\d+)\s*%\)\s*)?")
FULLWIDTH = str.maketrans("；＝／（）％，", ";=/()%;")


@dataclass(frozen=True)
class Band:
    """A grade: from so many points, and for at most such a share (per cent) of all."""

    name: str
    name_en: str
    least: Decimal
    share: int | None = None

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


def read_bands(text: str) -> list[Band]:
    """Bands, best first, of “优秀 / Excellent=90 (20%); 合格=0”; ValueError if unreadable."""
    found = []
    for part in filter(str.strip, text.translate(FULLWIDTH).split(";")):
        match = BAND.fullmatch(part)
        if not match:
            raise ValueError(part.strip())
        share = int(match[4]) if match[4] else None
        found.append(Band(match[1], match[2] or "", Decimal(match[3]), share))
    return sorted(found, key=lambda band: -band.least)


def read_steps(text: str) -> list[tuple[Decimal, Decimal]]:
    """(value, points), the lowest first, of “100=10; 80=8”. ValueError where unreadable."""
    found = []
    for part in filter(str.strip, text.translate(FULLWIDTH).split(";")):
        pair = part.split("=")
        if len(pair) != len(("value", "points")):
            raise ValueError(part.strip())
        try:
            found.append((Decimal(pair[0].strip()), Decimal(pair[1].strip())))
        except ArithmeticError:
            raise ValueError(part.strip()) from None
    return sorted(found)


class AssessmentScheme(Named):
    """What counts in the annual assessment of one kind (000-55, 000-56, 001-24), version by
    version. Its year is the assessment's."""

    class About(models.TextChoices):
        TOWNSHIPS = "townships", _("township party committees")
        VILLAGES = "villages", _("village party organizations")
        TEAMS = "teams", _("leading teams")
        SECRETARIES = "secretaries", _("secretaries")
        MEMBERS = "members", pgettext_lazy("assessed", "party members")

    about = models.CharField(_("assesses"), max_length=12, choices=About)
    level = models.CharField(
        _("of which level"), max_length=10, choices=Level, default=Level.TOWNSHIP
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    plan = models.CharField(
        _("plan"), max_length=40, blank=True, help_text=_("The targets that lines name.")
    )
    grades = models.CharField(
        _("grades"),
        max_length=300,
        help_text=_("Like 优秀 / Excellent=90 (20%); 合格 / Qualified=0: points, share at most."),
    )
    public_days = models.PositiveSmallIntegerField(_("working days of publicity"), default=5)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")
        ordering = ["about", "code"]

    @property
    def bands(self) -> list[Band]:
        return read_bands(self.grades)

    @property
    def of_persons(self) -> bool:
        return self.about in {self.About.SECRETARIES, self.About.MEMBERS}


class AssessmentLine(Record):
    """A line of the table 考核项目 | 考核内容 | 标准分: what gives points, and how they follow.

    `item` is the code of an indicator or a measure, or the kind of a ballot. `each`: points for
    one of what is counted. `steps`: points from a value on.
    """

    class Kind(models.TextChoices):
        PLAIN = "plain", _("points to be had")
        BONUS = "bonus", _("bonus")
        DEDUCTION = "deduction", _("deduction")

    class Source(models.TextChoices):
        TARGET = "target", _("a target: how much of it is reached")
        PLAN = "plan", _("the plan: the score over all its targets")
        RATING = "rating", _("stars")
        REPORTS = "reports", _("punctual reports")
        POLL = "poll", _("result of ballots")
        DEBRIEFING = "debriefing", _("grade of the report on duties")
        APPRAISAL = "appraisal", _("grade of the democratic appraisal")
        FINDINGS = "findings", _("points off by inspections")
        MEASURE = "measure", _("rows of a register, counted")
        HAND = "hand", _("entered by hand")

    class How(models.TextChoices):
        LINEAR = "linear", _("in proportion")
        STEPPED = "stepped", _("by steps")
        THRESHOLD = "threshold", _("all or nothing, from a value on")
        EACH = "each", _("so many points for each")

    scope_path = "scheme__organization"
    handed_down = True
    key = ("scheme", "position")
    handles = ("pk",)

    scheme = models.ForeignKey(
        AssessmentScheme,
        models.PROTECT,
        related_name="lines",
        verbose_name=_("assessment scheme"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    group = models.CharField(pgettext_lazy("assessment", "item"), max_length=80)
    group_en = models.CharField(_("item in English"), max_length=120, blank=True)
    name = models.CharField(pgettext_lazy("assessment", "content"), max_length=200)
    name_en = models.CharField(_("content in English"), max_length=300, blank=True)
    rule = models.CharField(_("how points are given"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PLAIN)
    points = models.DecimalField(
        _("standard points"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    source = models.CharField(_("comes from"), max_length=12, choices=Source, default=Source.HAND)
    item = models.CharField(_("indicator, measure or ballot"), max_length=40, blank=True)
    how = models.CharField(_("points follow"), max_length=10, choices=How, default=How.LINEAR)
    steps = models.CharField(
        _("steps"), max_length=200, blank=True, help_text=_("Like 100=10; 80=8: value, points.")
    )
    each = models.DecimalField(
        _("points for each"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    evidence = models.BooleanField(_("evidence needed"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("line of a scheme")
        verbose_name_plural = _("lines of schemes")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(name="one_line_at_a_position", fields=["scheme", "position"]),
            models.CheckConstraint(
                name="line_says_how_much_for_each",
                condition=~Q(how="each") | Q(each__isnull=False),
                violation_error_message=_("Say how many points one of them gives or takes."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def heading(self) -> str:
        return in_language(self.group, self.group_en)


class Assessment(Told):
    """The assessment of one year by one scheme, as of a day."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("assessment", "open for self-rating")
        COMPUTED = "computed", pgettext_lazy("assessment", "computed")
        REVIEWED = "reviewed", pgettext_lazy("assessment", "reviewed")
        PUBLISHED = "published", pgettext_lazy("assessment", "made public")
        CONFIRMED = "confirmed", pgettext_lazy("assessment", "confirmed")

    flow = Flow(
        (State.OPEN, State.COMPUTED),
        (State.COMPUTED, State.COMPUTED),
        (State.COMPUTED, State.REVIEWED),
        (State.REVIEWED, State.COMPUTED),
        (State.REVIEWED, State.PUBLISHED),
        (State.PUBLISHED, State.CONFIRMED),
    )
    PUBLIC = (State.PUBLISHED, State.CONFIRMED)
    scope_path = "scheme__organization"
    handed_down = True
    key = ("scheme", "year")
    dated = "day"

    scheme = models.ForeignKey(
        AssessmentScheme,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessment scheme"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    day = models.DateField(_("as of"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    computed_at = models.DateTimeField(_("computed at"), null=True, editable=False)
    public_from = models.DateField(_("public from"), null=True, editable=False)
    public_until = models.DateField(_("objections until"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("annual assessment")
        verbose_name_plural = _("annual assessments")
        ordering = ["-year", "scheme__code"]
        permissions = [
            ("conduct_assessment", "Can compute, enter, review, publish and confirm assessments")
        ]
        constraints = [
            models.UniqueConstraint(name="one_assessment_a_year", fields=["scheme", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}"

    @property
    def locked(self) -> bool:
        return self.state == self.State.CONFIRMED
