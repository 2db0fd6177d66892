from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations import triggers
from organizations.choices.formrules import Ground
from organizations.choices.tree import Kind
from organizations.models.naming import ends_after
from organizations.models.tree import Organization
from portal.models import Record


class FormRule(Record):
    """What a form of organization asks for, from when to when: term, members, seats, units.

    The county's; shipped as data with its source (domain 2.1). A threshold left empty does not
    bind.
    """

    key = ("organization", "kind", "ground", "since")
    handles = ("pk",)
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="form_rules", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    ground = models.CharField(
        _("settings it is for"), max_length=20, choices=Ground, default=Ground.ANY
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("years of a term"), null=True, blank=True)
    least_full = models.PositiveSmallIntegerField(_("full members at least"), null=True, blank=True)
    usual_members = models.PositiveSmallIntegerField(
        _("members usually at least"), null=True, blank=True
    )
    most_members = models.PositiveSmallIntegerField(_("members at most"), null=True, blank=True)
    most_units = models.PositiveSmallIntegerField(_("units at most"), null=True, blank=True)
    committee_from = models.PositiveSmallIntegerField(
        _("committee from this many full members"), null=True, blank=True
    )
    least_seats = models.PositiveSmallIntegerField(_("seats at least"), null=True, blank=True)
    most_seats = models.PositiveSmallIntegerField(_("seats at most"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("rule for a form of organization")
        verbose_name_plural = _("rules for forms of organization")
        ordering = ["organization", "kind", "ground", "since"]
        constraints = [
            models.UniqueConstraint(
                name="one_form_rule_each", fields=["organization", "kind", "ground", "since"]
            ),
            ends_after("form_rule_ends_after_it_begins", later=True),
        ]
        triggers = [triggers.terms_anew]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_ground_display()}"
