from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.choices import Figure, Measured, PaidAs, Per, StandardKind
from funding.models.codes import Source, Use
from organizations.models import Organization
from organizations.models.naming import ends_after, in_language
from portal.fields import CodeField
from portal.models import Record


def codes(text: str) -> list[str]:
    """The codes in a cell, with commas of either kind between them."""
    found = text.replace("，", ",").replace("、", ",").split(",")
    return [one.strip() for one in found if one.strip()]


def in_words(of: Any, text: str) -> str:
    """What the codes in a cell are called; one that nobody knows stands as it is."""
    known = {one.code: str(one) for one in of.objects.filter(code__in=codes(text))}
    return " · ".join(known.get(code, code) for code in codes(text))


class Standard(Record):
    """How much there must be at least, of what, from when to when, by which regulation (domain
    2.7, 000-57).

    `value` is yuan, or times or per cent of the standard whose code stands in `base` as of the
    same day: the county's average income of last year, a secretary's pay. `figure` of the money on
    `uses` (codes with commas between them; none: all) is held against it, of what `per` says.
    Those of other places come with the portal as examples that bind nobody: the county picks.
    """

    key = ("organization", "code", "since")
    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="money_standards", verbose_name=_("set by")
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=StandardKind)
    binds = models.BooleanField(
        pgettext_lazy("standards", "binds"),
        default=True,
        help_text=_("Examples from elsewhere bind nobody."),
    )
    region = models.CharField(_("region"), max_length=60, blank=True)
    value = models.DecimalField(
        pgettext_lazy("standards", "value"), max_digits=12, decimal_places=2
    )
    measured = models.CharField(
        _("measured in"), max_length=10, choices=Measured, default=Measured.YUAN
    )
    base = models.CharField(
        _("reckoned from"),
        max_length=40,
        blank=True,
        help_text=_("The code of the standard that times and per cent are reckoned from."),
    )
    per = models.CharField(_("per"), max_length=10, choices=Per, default=Per.VILLAGE)
    figure = models.CharField(_("figure"), max_length=10, choices=Figure, default=Figure.ARRIVED)
    uses = models.CharField(
        _("uses that count"),
        max_length=200,
        blank=True,
        help_text=_("Codes of uses with commas between them; left empty, all count."),
    )
    sources = models.CharField(
        _("sources that count"),
        max_length=200,
        blank=True,
        help_text=_("Codes of sources with commas between them; left empty, all count."),
    )
    paid_as = models.CharField(_("paid as"), max_length=16, choices=PaidAs, blank=True)
    education = CodeField(
        _("from this education upwards"), table="education", blank=True, default=""
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    regulation = models.CharField(
        pgettext_lazy("standards", "regulation"), max_length=300, blank=True
    )

    class Meta(Record.Meta):
        verbose_name = _("standard of money")
        verbose_name_plural = _("standards of money")
        ordering = ["kind", "code", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_standard_since", fields=["organization", "code", "since"]
            ),
            ends_after("standard_ends_after_it_begins", later=True),
            models.CheckConstraint(
                name="standard_above_nought",
                condition=models.Q(value__gt=0),
                violation_error_message=_("A standard is above nought."),
            ),
            models.CheckConstraint(
                name="standard_reckoned_from_another",
                condition=models.Q(measured=Measured.YUAN, base="")
                | ~models.Q(measured=Measured.YUAN) & ~models.Q(base=""),
                violation_error_message=_("Times and per cent are of another standard: name it."),
            ),
        ]

    def get_base_display(self) -> str:
        return in_words(Standard, self.base)

    def get_uses_display(self) -> str:
        return in_words(Use, self.uses)

    def get_sources_display(self) -> str:
        return in_words(Source, self.sources)

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)
