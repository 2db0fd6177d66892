from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.care import HelpKind, Need, TalkKind
from members.models.persons import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class CareCase(Record):
    """A member whom the organization looks after: old, needy, ill ... (000-35)."""

    scope_path = "person__organization"
    key = ("person", "need", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="care_cases", verbose_name=_("person")
    )
    need = models.CharField(_("kind of need"), max_length=14, choices=Need)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    situation = models.CharField(pgettext_lazy("care", "situation"), max_length=300, blank=True)
    contact = models.CharField(_("who looks after them"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("member looked after")
        verbose_name_plural = _("needy and old members")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_of_a_kind", fields=["person", "need"], condition=Q(until=None)
            ),
            ends_after("care_case_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_need_display()})"


class Pairing(Record):
    """A member stands by somebody in need, a household or another member (002-07)."""

    scope_path = "person__organization"
    key = ("person", "helped_name", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="pairings", verbose_name=_("helper")
    )
    helped = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paired_with",
        verbose_name=_("helped person"),
    )
    helped_name = models.CharField(
        _("helped household"),
        max_length=80,
        blank=True,
        help_text=_("Left empty where the helped person stands in the register."),
    )
    reason = models.CharField(_("kind of need"), max_length=14, choices=Need, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    goal = models.CharField(_("what is aimed at"), max_length=200, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pairing_names_whom_it_helps", condition=~Q(helped_name="")
            ),
            models.CheckConstraint(
                name="nobody_is_paired_with_themselves",
                condition=Q(helped=None) | ~Q(helped=F("person")),
            ),
            ends_after("pairing_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.helped_name}"


class Help(Record):
    """Help that was given on a day: a visit, money, goods ... (000-35, 002-07)."""

    key = ("organization", "helped_name", "given_on", "kind")
    handles = ("pk",)
    dated = "given_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="help_given", verbose_name=_("organization")
    )
    helper = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="help_given",
        verbose_name=_("helper"),
    )
    helped = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="help_received",
        verbose_name=_("helped person"),
    )
    helped_name = models.CharField(
        _("helped household"),
        max_length=80,
        blank=True,
        help_text=_("Left empty where the helped person stands in the register."),
    )
    pairing = models.ForeignKey(
        Pairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="help",
        verbose_name=_("pairing"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=HelpKind)
    given_on = models.DateField(_("given on"))
    money = models.DecimalField(
        _("money or worth (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    occasion = models.CharField(_("occasion"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("noun", "help")
        verbose_name_plural = _("help and care visits")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="help_names_whom_it_helps", condition=~Q(helped_name="")),
            models.CheckConstraint(
                name="help_in_money_says_how_much",
                condition=~Q(kind=HelpKind.MONEY) | Q(money__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helped_name}: {self.get_kind_display()}"


class Talk(Record):
    """A heart-to-heart talk with a member (domain 2.4: at least once a year)."""

    scope_path = "person__organization"
    key = ("person", "held_on", "talker")
    handles = ("pk",)
    dated = "held_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="talks", verbose_name=_("person")
    )
    held_on = models.DateField(pgettext_lazy("talk", "held on"))
    talker = models.CharField(_("who talked with them"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=TalkKind, default=TalkKind.YEARLY)
    content = models.TextField(_("what was said"), blank=True)
    wishes = models.TextField(_("wishes and proposals"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("heart-to-heart talk")
        verbose_name_plural = _("heart-to-heart talks")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} – {self.talker}"
