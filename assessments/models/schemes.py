"""How stars are given, as data: schemes, their groups (or themed stars), bands and criteria.

No national scale exists; every county writes its own (domain 2.6), so nothing of it is code.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.choices import Stars
from assessments.models.targets import Measure
from organizations.models.naming import Named, in_language
from portal.models import Record

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
NOT_LESS_THAN_NOTHING = [MinValueValidator(0)]


class RatingScheme(Named):
    """One version of a way to give stars (000-08). Versions share `family`; a round keeps the
    version it began with.

    `about` and `query` say who is rated: rows of that register's own list. The level form adds
    points up and looks for a band; the themed form gives one star for each group that passes.
    """

    class About(models.TextChoices):
        ORGANIZATION = "organization", _("organizations")
        PERSON = "person", _("members")

    class Form(models.TextChoices):
        LEVEL = "level", _("level: stars by bands of points")
        THEMED = "themed", _("themed stars: one for each group that passes")

    class OverQuota(models.TextChoices):
        REFUSE = "refuse", pgettext_lazy("quota", "refused")
        REASON = "reason", _("possible with a reason")

    family = models.SlugField(
        _("scheme family"), max_length=36, help_text=_("The same for all versions of a scheme.")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    since = models.DateField(_("holds from"), null=True, blank=True)
    about = models.CharField(
        _("who is rated"), max_length=12, choices=About, default=About.ORGANIZATION
    )
    query = models.CharField(
        _("which of them"),
        max_length=300,
        blank=True,
        help_text=_("What stands behind the “?” in the address of their list: “level=village”."),
    )
    form = models.CharField(_("form of the stars"), max_length=6, choices=Form, default=Form.LEVEL)
    base = models.DecimalField(
        _("points to begin with"), max_digits=6, decimal_places=2, default=0, validators=PERCENT
    )
    most = models.DecimalField(
        _("total at most"),
        max_digits=6,
        decimal_places=2,
        default=100,
        validators=NOT_LESS_THAN_NOTHING,
    )
    appraisal_share = models.DecimalField(
        _("share of the appraisal in per cent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=PERCENT,
        help_text=_("30: points count for seven tenths of the total, the mass poll for three."),
    )
    self_days = models.PositiveSmallIntegerField(_("days for the self-rating"), default=20)
    poll_days = models.PositiveSmallIntegerField(_("days for the mass poll"), default=10)
    review_days = models.PositiveSmallIntegerField(_("days for the township's review"), default=15)
    confirm_days = models.PositiveSmallIntegerField(
        _("days for the county's confirmation"), default=10
    )
    publicity_days = models.PositiveSmallIntegerField(
        _("publicity, in working days"), default=5, validators=[MinValueValidator(1)]
    )
    over_quota = models.CharField(
        _("publishing against a quota is"),
        max_length=6,
        choices=OverQuota,
        default=OverQuota.REASON,
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("how it is done"), blank=True)
    note_en = models.TextField(_("how it is done, in English"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("rating scheme")
        verbose_name_plural = _("rating schemes")
        ordering = ["family", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="one_version_of_a_rating_scheme", fields=["family", "version"]
            )
        ]

    @property
    def themed(self) -> bool:
        return self.form == self.Form.THEMED

    @property
    def of_persons(self) -> bool:
        return self.about == self.About.PERSON

    @property
    def explanation(self) -> str:
        return in_language(self.note, self.note_en)

    @property
    def begun(self) -> bool:
        """Whether a round has begun with it: from then on it stays as it is."""
        return bool(self.rounds.exists())


class Part(Record):
    """What belongs to a scheme and is said in two languages."""

    scope_path = "scheme__organization"
    handed_down = True
    key = ("scheme", "code")

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(getattr(self, "name", ""), getattr(self, "name_en", ""))


class CriterionGroup(Part):
    """A heading with the points it may give at most; in a themed scheme one of the stars."""

    handles = ("pk",)

    scheme = models.ForeignKey(
        RatingScheme, models.PROTECT, related_name="groups", verbose_name=_("rating scheme")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    base = models.DecimalField(
        _("points to begin with"), max_digits=6, decimal_places=2, default=0, validators=PERCENT
    )
    maximum = models.DecimalField(
        _("points at most"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS_THAN_NOTHING,
    )
    star_from = models.DecimalField(
        _("star from so many points"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In a themed scheme: from so many points the star is given."),
    )

    class Meta(Part.Meta):
        verbose_name = _("group of rating criteria")
        verbose_name_plural = _("groups of rating criteria")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(name="one_criterion_group_each", fields=["scheme", "code"])
        ]


class RatingBand(Part):
    """From so many points so many stars; and which share of all may, or must, be in the band."""

    key = ("scheme", "stars")
    handles = ("pk",)

    scheme = models.ForeignKey(
        RatingScheme, models.PROTECT, related_name="bands", verbose_name=_("rating scheme")
    )
    stars = models.PositiveSmallIntegerField(_("stars"), choices=Stars)
    points_from = models.DecimalField(
        _("from points"),
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=NOT_LESS_THAN_NOTHING,
    )
    at_most = models.DecimalField(
        _("at most, in per cent of all"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    at_least = models.DecimalField(
        _("at least, in per cent of all"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )

    class Meta(Part.Meta):
        verbose_name = _("band of stars")
        verbose_name_plural = _("bands of stars")
        ordering = ["scheme", "-stars"]
        constraints = [
            models.UniqueConstraint(name="one_rating_band_each", fields=["scheme", "stars"])
        ]

    @property
    def label(self) -> str:
        return str(self.get_stars_display())


class Criterion(Part):
    """One line of a scheme: points earned or lost, a bonus, or what keeps the stars down.

    What is entered is always a positive number: points, or 1 for a veto or cap that applies. Where
    registers know it, `measure` (over `of`) is counted and `reads` turns the count into points.
    """

    class Kind(models.TextChoices):
        POINTS = "points", _("points")
        DEDUCTION = "deduction", _("deduction")
        BONUS = "bonus", _("bonus")
        VETO = "veto", _("veto: no star")
        CAP = "cap", _("cap: at most so many stars")

    class Reads(models.TextChoices):
        SHOWN = "shown", _("shown only")
        EACH = "each", _("points for each one counted")
        MISSING = "missing", _("points for each one missing to the due number")
        OVER = "over", _("points for each one over the due number")
        REACHED = "reached", _("all points when the due number is reached")
        PORTION = "portion", _("points in proportion to the due number")
        SHARE_UNDER = "share_under", _("points for each per cent below the due share")
        SHARE_OVER = "share_over", _("points for each per cent above the due share")
        SHARE = "share", _("points in proportion to the share")
        ANY = "any", _("applies when there is any")
        NONE = "none", _("applies when there is none")

    SWITCHES = (Kind.VETO, Kind.CAP)
    SHARES = (Reads.SHARE_UNDER, Reads.SHARE_OVER, Reads.SHARE)

    scheme = models.ForeignKey(
        RatingScheme, models.PROTECT, related_name="criteria", verbose_name=_("rating scheme")
    )
    group = models.ForeignKey(
        CriterionGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("group"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("criterion"), max_length=200)
    name_en = models.CharField(_("criterion in English"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POINTS)
    maximum = models.DecimalField(
        _("points at most"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS_THAN_NOTHING,
    )
    each = models.DecimalField(
        _("points for each"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS_THAN_NOTHING,
        help_text=_("“One point off for each meeting missing”: 1."),
    )
    stars = models.PositiveSmallIntegerField(
        _("stars at most"), choices=Stars, null=True, blank=True, help_text=_("Of a cap.")
    )
    evidence = models.CharField(_("evidence needed"), max_length=200, blank=True)
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counted by measure"),
    )
    of = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("over")
    )
    reads = models.CharField(
        _("how the count is read"), max_length=12, choices=Reads, default=Reads.SHOWN
    )
    due = models.DecimalField(
        _("due number or share"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_LESS_THAN_NOTHING,
    )
    own_only = models.BooleanField(
        _("without organizations below"),
        default=False,
        help_text=_("Counts the organization's own rows, not those of its branches."),
    )

    class Meta(Part.Meta):
        verbose_name = _("rating criterion")
        verbose_name_plural = _("rating criteria")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(name="one_criterion_each", fields=["scheme", "code"]),
            models.CheckConstraint(
                name="cap_says_how_many_stars",
                condition=~Q(kind="cap") | Q(stars__isnull=False),
                violation_error_message=_("A cap needs the number of stars it leaves."),
            ),
        ]

    @property
    def switch(self) -> bool:
        """Answered by yes or no."""
        return self.kind in self.SWITCHES

    @property
    def highest(self) -> Decimal | None:
        """The largest number that may be entered; None for no bound."""
        return Decimal(1) if self.switch else self.maximum

    @property
    def signed(self) -> str:
        return "−" if self.kind == self.Kind.DEDUCTION else ""
