from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations import triggers
from organizations.choices.tree import (
    Formation,
    Kind,
    Level,
    Method,
    Purpose,
    Setting,
    UnitType,
)
from portal.fields import PinyinField
from portal.models import Record


class Organization(Record):
    """A party organization: a node of the county's tree.

    `path` lists the record numbers from the root to itself.
    """

    scope_path = ""
    handles = ("code", "name", "short_name", "full_name")
    in_force = ("established", "closed")
    untracked = ("pinyin",)
    handed_down = True  # everybody may see which organizations stand above their own

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    pinyin = PinyinField("name")
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    full_name = models.CharField(
        pgettext_lazy("organization", "full name"), max_length=200, blank=True
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    setting = models.CharField(
        _("setting"), max_length=20, choices=Setting, default=Setting.VILLAGE
    )
    parent = models.ForeignKey(
        "organizations.Organization",  # not "self": history's copy would point to itself
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior"),
    )
    established = models.DateField(_("established"), null=True, blank=True)
    closed = models.DateField(_("closed"), null=True, blank=True)
    formation = models.CharField(
        _("formation"), max_length=10, choices=Formation, default=Formation.ALONE
    )
    partners = models.CharField(
        _("partner units"),
        max_length=300,
        blank=True,
        help_text=_("The units that formed it jointly, with commas between them."),
    )
    unit_name = models.CharField(_("unit"), max_length=120, blank=True)
    unit_type = models.CharField(_("type of unit"), max_length=16, choices=UnitType, blank=True)
    mobile = models.BooleanField(_("for mobile members"), default=False)
    gathers_at = models.CharField(
        _("where its members work"),
        max_length=120,
        blank=True,
        help_text=_("The place away from home where its mobile members gather."),
    )
    purpose = models.CharField(
        _("purpose of the party group"), max_length=12, choices=Purpose, blank=True
    )
    leader = models.CharField(_("leader of the party group"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_no = models.CharField(_("approval number"), max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(_("committee seats"), null=True, blank=True)
    elected_on = models.DateField(_("last election"), null=True, blank=True)
    election_method = models.CharField(
        _("election method"), max_length=10, choices=Method, blank=True
    )
    election_due = models.PositiveIntegerField(_("due to attend"), null=True, blank=True)
    election_present = models.PositiveIntegerField(_("attended"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(
        _("years of the term"),
        null=True,
        blank=True,
        help_text=_("Leave empty: the rule for this form of organization decides."),
    )
    term_ends = models.DateField(
        _("term ends on"),
        null=True,
        blank=True,
        help_text=_("Only where it is not the day of the election and the years of the term."),
    )
    remarks = models.TextField(_("remarks"), blank=True)
    expires = models.DateField(_("term expires"), null=True, editable=False)
    path = models.CharField(max_length=255, editable=False, default="", db_collation="C")
    level = models.CharField(
        _("level"), max_length=10, choices=Level, editable=False, default=Level.BRANCH
    )

    class Meta(Record.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["path"]
        indexes = [models.Index("path", name="organization_path")]
        constraints = [
            models.CheckConstraint(
                name="organization_closes_after_it_is_established",
                condition=Q(closed=None) | Q(established=None) | Q(closed__gte=F("established")),
            ),
            models.CheckConstraint(
                name="no_more_attend_an_election_than_are_due",
                condition=Q(election_present=None)
                | Q(election_due=None)
                | Q(election_present__lte=F("election_due")),
            ),
            models.CheckConstraint(
                name="only_the_county_committee_hangs_from_nothing",
                condition=Q(parent__isnull=False) | Q(kind=Kind.COUNTY_COMMITTEE),
            ),
        ]
        permissions = [
            (
                "restructure_organization",
                "Can establish, rename, move, merge, split and close organizations",
            )
        ]
        triggers = [
            triggers.placed,
            triggers.moved,
            triggers.first_placed,
            triggers.hung_elsewhere,
            triggers.expires,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        return self.short_name or self.name

    def place(self) -> str:
        """Where it hangs, or will hang once it is saved."""
        if self.parent_id and self.parent:
            return f"{self.parent.path}{self.pk or ''}/".replace("//", "/")
        return self.path

    @classmethod
    def words(cls, rows: Any) -> Iterator[tuple[str, int]]:
        """Also with the township in front, as rosters write it ("尧渡镇团结社区党支部")."""
        townships = dict(cls.objects.filter(level=Level.TOWNSHIP).values_list("pk", "short_name"))
        for pk, path, *names in rows.values_list("pk", "path", *cls.handles):
            town = next(
                (townships[int(up)] for up in path.strip("/").split("/") if int(up) in townships),
                "",
            )
            named = [name for name in names if name]
            yield f"#{pk}", pk
            yield from (
                (word, pk) for word in {*named, *(f"{town}{name}" for name in named[1:] if town)}
            )

    @classmethod
    def named(cls, rows: Any, text: str) -> Any:
        found = super().named(rows, text)
        if found.exists():
            return found
        fitting = rows.annotate(text=models.Value(text)).filter(text__endswith=F("name"))
        wanted = {pk for word, pk in cls.words(fitting) if word == text}
        return rows.filter(pk__in=wanted)


class Placement(Record):
    """Where an organization hung, from when to when: together, the tree as of any day.

    Kept by triggers.
    """

    key = ("organization", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="placements", verbose_name=_("organization")
    )
    parent = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", verbose_name=_("superior")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["organization", F("since").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="one_open_placement", fields=["organization"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.parent or ''}"


class Village(Record):
    """An administrative village or community and the facts that its targets need."""

    key = ("code",)
    handles = ("code", "name")
    untracked = ("pinyin",)

    code = models.CharField(_("division code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    pinyin = PinyinField("name")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="villages", verbose_name=_("organization")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    border = models.BooleanField(_("border village"), default=False)
    difficult = models.BooleanField(_("difficult village"), default=False)
    poor = models.BooleanField(_("poor village"), default=False)
    central_task = models.BooleanField(_("central-village task"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["code"]
        triggers = [triggers.village_placed, triggers.village_moves]

    def __str__(self) -> str:
        return self.name


class VillagePlacement(Record):
    """Which organization led a village, from when to when. Kept by triggers."""

    key = ("village", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="placements", verbose_name=_("village")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("placement of a village")
        verbose_name_plural = _("placements of villages")
        ordering = ["village", F("since").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="one_open_village_placement", fields=["village"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="village_placement_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} – {self.organization}"
