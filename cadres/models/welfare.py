"""What is kept for cadres beside their pay: insurance, and their years when they retire."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.welfare import InsuranceKind, InsuranceState, PaidBy, RetiredAs
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class Insurance(Record):
    """An insurance of a cadre, and who pays for it (003-39)."""

    scope_path = "person__organization"
    key = ("person", "kind", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="insurances", verbose_name=_("person")
    )
    kind = models.CharField(_("insurance"), max_length=8, choices=InsuranceKind)
    since = models.DateField(_("insured since"))
    until = models.DateField(_("insured until"), null=True, blank=True)
    paid_by = models.CharField(_("paid by"), max_length=10, choices=PaidBy, blank=True)
    state = models.CharField(
        pgettext_lazy("of an insurance", "state"),
        max_length=9,
        choices=InsuranceState,
        default=InsuranceState.PAYING,
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("cadre's insurance")
        verbose_name_plural = _("cadres' insurances")
        ordering = ["person__organization__path", "person", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_insurance_a_day", fields=["person", "kind", "since"]),
            models.UniqueConstraint(
                name="one_open_insurance",
                fields=["person", "kind"],
                condition=Q(until=None),
                violation_error_message=_("This person has this insurance already."),
            ),
            ends_after("insurance_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Retirement(Record):
    """A village cadre who has retired from the post, with the years served (003-40)."""

    key = ("person", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="retirements", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="retirements", verbose_name=_("retired from")
    )
    retired_as = models.CharField(_("retired as"), max_length=10, choices=RetiredAs)
    since = models.DateField(_("retired on"))
    years = models.DecimalField(
        _("years served"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(80)],
        blank=True,
        help_text=_("Left empty: counted from the posts on record."),
    )
    contribution = models.CharField(_("contribution and honours"), max_length=200, blank=True)
    until = models.DateField(
        _("entitled until"), null=True, blank=True, help_text=_("After death or loss of title.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("retired village cadre")
        verbose_name_plural = _("retired village cadres")
        ordering = ["organization__path", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_retirement_a_day", fields=["person", "since"]),
            ends_after("retirement_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_retired_as_display()} {self.years}"
