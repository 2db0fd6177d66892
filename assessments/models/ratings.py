from __future__ import annotations

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.choices import Result, Stars
from assessments.models.ratingrounds import RatingRound
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS
from portal.models import Record


class Rating(Record):
    """The stars an organization, or a member of it, was given for a year (000-09, 000-10)."""

    key = ("year", "organization", "person")
    also_keys = (("year", "person"),)
    handles = ("pk",)
    dated = "rated_on"

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        blank=True,
        related_name="ratings",
        verbose_name=_("organization"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ratings",
        verbose_name=_("person"),
    )
    stars = models.PositiveSmallIntegerField(_("stars"), choices=Stars)
    result = models.CharField(
        _("result"), max_length=10, choices=Result, default=Result.CONFIRMED, blank=True
    )
    rated_on = models.DateField(_("rated on"), blank=True)
    points = models.DecimalField(
        _("points"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    themes = models.CharField(
        _("themed stars"),
        max_length=200,
        blank=True,
        help_text=_("By name, where stars are given by theme: “支部过硬星、生态宜居星”."),
    )
    round = models.ForeignKey(
        RatingRound,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="ratings",
        verbose_name=_("round of rating"),
    )
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("star rating")
        verbose_name_plural = _("star ratings")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_rating_of_an_organization_a_year",
                fields=["year", "organization"],
                condition=Q(person=None),
                violation_error_message=_("This organization already has a rating for that year."),
            ),
            models.UniqueConstraint(
                name="one_rating_of_a_person_a_year",
                fields=["year", "person"],
                condition=Q(person__isnull=False),
                violation_error_message=_("This person already has a rating for that year."),
            ),
            models.CheckConstraint(name="rating_has_up_to_five_stars", condition=Q(stars__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organization} {self.year}: {self.get_stars_display()}"


def usual_day(year: int) -> date:
    """The day a rating counts from when nobody says: the last of its year, or today before that."""
    return min(date(year, 12, 31), timezone.localdate())
