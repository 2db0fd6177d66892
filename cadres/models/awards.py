from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.awards import AwardKind, AwardLevel
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after
from portal.models import Record


class Award(Record):
    """A commendation of a year, of a person or of an organization (000-29, 001-25, 003-19).

    A title that an organization holds for longer and has to keep is an honour.
    """

    key = ("organization", "person", "kind", "year", "title")
    handles = ("pk",)
    in_force = ("granted_on", "withdrawn_on")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("organization"),
        help_text=_("The one commended, or that of the person."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind of commendation"), max_length=12, choices=AwardKind)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    title = models.CharField(_("title of honour"), max_length=80, blank=True)
    level = models.CharField(
        pgettext_lazy("of an award", "level"),
        max_length=10,
        choices=AwardLevel,
        default=AwardLevel.COUNTY,
    )
    granted_on = models.DateField(pgettext_lazy("award", "granted on"))
    granted_by = models.CharField(pgettext_lazy("award", "granted by"), max_length=80, blank=True)
    document = models.CharField(_("document number"), max_length=60, blank=True)
    money = models.DecimalField(
        _("prize (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_why = models.CharField(
        pgettext_lazy("award", "why withdrawn"), max_length=200, blank=True
    )

    class Meta(Record.Meta):
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["-year", "kind", "organization__path", "pk"]
        permissions = [("withdraw_award", "Can withdraw commendations")]
        constraints = [
            models.UniqueConstraint(
                name="one_commendation_of_a_person",
                fields=["organization", "person", "kind", "year", "title"],
            ),
            models.UniqueConstraint(
                name="one_commendation_of_an_organization",
                fields=["organization", "kind", "year", "title"],
                condition=Q(person=None),
            ),
            ends_after("award_is_withdrawn_after_it_is_granted", "granted_on", "withdrawn_on"),
            models.CheckConstraint(
                name="withdrawn_award_has_a_reason",
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self) -> str:
        who = self.person or self.organization.short
        return f"{who} · {self.title or self.get_kind_display()} {self.year}"
