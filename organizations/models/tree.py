from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations import triggers
from organizations.choices.tree import Kind, Level, Setting
from portal.models import Record


class Organization(Record):
    """A party organization: a node of the county's tree.

    `path` lists the record numbers from the root to itself.
    """

    scope_path = ""
    handles = ("code", "name", "short_name", "full_name")
    in_force = ("established", "closed")
    handed_down = True  # everybody may see which organizations stand above their own

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
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
                condition=Q(closed=None) | Q(established=None) | Q(closed__gt=F("established")),
            ),
            models.CheckConstraint(
                name="only_the_county_committee_hangs_from_nothing",
                condition=Q(parent__isnull=False) | Q(kind=Kind.COUNTY_COMMITTEE),
            ),
        ]
        triggers = [triggers.placed, triggers.moved, triggers.first_placed, triggers.hung_elsewhere]

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

    code = models.CharField(_("division code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="village", verbose_name=_("organization")
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

    def __str__(self) -> str:
        return self.name
