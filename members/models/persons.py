from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members import triggers
from members.choices.standing import MEMBERS, PIPELINE, LeftWhy, MemberClass, Membership, Standing
from members.fields import IdBornField
from organizations.models import Organization
from portal.fields import (
    ID_LENGTH,
    CodeField,
    IdNumberField,
    PartialDateField,
    PinyinField,
    first_day,
    mask_id,
)
from portal.filters import age_on
from portal.models import Record


def not_before(later: str, earlier: str) -> Q:
    """`later` does not lie before `earlier`, as far as both are known (a month may hold an
    earlier day)."""
    unknown = Q(**{f"{later}__isnull": True}) | Q(**{f"{earlier}__isnull": True})
    return unknown | Q(**{f"{later}__known_from": Left(earlier, Length(later))})


class Person(Record):
    """One human being, whoever they are to the party: identity, and standing by dates."""

    key = ("id_number",)
    handles = ("name",)
    lookalike = ("name", "born", "organization")
    placed_by = "affiliations"
    dated = "joined"
    untracked = ("pinyin", "id_born")

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    pinyin = PinyinField("name", person=True)
    sex = CodeField(_("sex"), table="sex")
    ethnicity = CodeField(_("ethnicity"), table="ethnicity", default="01")
    born = PartialDateField(_("born"), null=True, blank=True)
    id_number = IdNumberField(_("ID number"), null=True, blank=True, unique=True)
    id_born = IdBornField("id_number")
    education = CodeField(_("education"), table="education", blank=True)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="persons", verbose_name=_("organization")
    )
    applied = PartialDateField(_("applied"), null=True, blank=True)
    activist_on = PartialDateField(_("activist since"), null=True, blank=True)
    target_on = PartialDateField(_("development target since"), null=True, blank=True)
    joined = PartialDateField(_("joined"), null=True, blank=True)
    confirmed = PartialDateField(_("confirmed"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    left = PartialDateField(_("left"), null=True, blank=True)
    left_why = models.CharField(_("why left"), max_length=12, choices=LeftWhy, blank=True)
    degree = models.CharField(_("degree"), max_length=30, blank=True)
    native_place = models.CharField(_("native place"), max_length=60, blank=True)
    household = models.CharField(_("household registration"), max_length=120, blank=True)
    residence = models.CharField(_("residence"), max_length=120, blank=True)
    landline = models.CharField(_("landline"), max_length=30, blank=True)
    first_work = PartialDateField(_("first working day"), null=True, blank=True)
    work_post = models.CharField(
        _("work post"), max_length=60, blank=True, help_text=_("In words, or the four-digit code.")
    )
    technical_post = models.CharField(_("technical post"), max_length=60, blank=True)
    social_stratum = models.CharField(_("new social stratum"), max_length=60, blank=True)
    migrant_worker = models.BooleanField(_("migrant worker"), default=False)
    skills = models.CharField(_("skills"), max_length=120, blank=True)
    membership = models.CharField(
        _("state of membership"), max_length=10, choices=Membership, blank=True
    )
    member_class = models.CharField(
        _("class of member"), max_length=12, choices=MemberClass, blank=True
    )
    party_group = models.CharField(_("group in the branch"), max_length=60, blank=True)
    joined_kind = models.CharField(_("kind of joining"), max_length=40, blank=True)
    joined_branch = models.CharField(_("branch where joined"), max_length=120, blank=True)
    confirmed_how = models.CharField(_("how confirmed"), max_length=40, blank=True)
    extended_months = models.PositiveSmallIntegerField(
        _("months of extension"), null=True, blank=True, help_text=_("Added to the probation.")
    )
    party_age_correction = models.SmallIntegerField(
        _("correction of party age"), null=True, blank=True, help_text=_("Years, may be negative.")
    )
    mobile = models.BooleanField(_("mobile"), default=False)
    mobile_to = models.CharField(_("where the mobile member is"), max_length=120, blank=True)
    lost = models.BooleanField(_("lost contact"), default=False)
    lost_since = PartialDateField(_("contact lost since"), null=True, blank=True)
    needy = models.BooleanField(_("needy"), default=False)
    remarks = models.CharField(_("remarks"), max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="person_confirmed_not_before_joined",
                condition=not_before("confirmed", "joined"),
            ),
            models.CheckConstraint(
                name="person_who_left_has_a_reason",
                condition=(Q(left=None) & Q(left_why=""))
                | (Q(left__isnull=False) & ~Q(left_why="")),
            ),
        ]
        indexes = [
            models.Index(
                "organization",
                "standing",
                name="person_pipeline",
                condition=Q(left=None, standing__in=PIPELINE),
            ),
        ]
        permissions = [
            ("reveal_person", "Can reveal ID numbers"),
            ("develop_person", "Can record steps of development"),
            ("transfer_person", "Can transfer membership"),
            ("end_person", "Can suspend, restore and remove members"),
            ("undo_person", "Can undo the last step"),
        ]
        triggers = [
            triggers.first_affiliated,
            triggers.affiliated_elsewhere,
            triggers.affiliation_ends,
        ]

    def __str__(self) -> str:
        return self.name

    def handle(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def named(cls, rows: Any, text: str) -> Any:
        by_number = rows.filter(id_number=text.upper()) if len(text) == ID_LENGTH else rows.none()
        return by_number if by_number.exists() else super().named(rows, text)

    @classmethod
    def words(cls, rows: Any) -> Iterator[tuple[str, int]]:
        yield from super().words(rows)
        yield from rows.exclude(id_number=None).values_list("id_number", "pk")

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number)

    @property
    def is_member(self) -> bool:
        return self.standing in MEMBERS

    def age(self, day: date | None = None) -> int | None:
        return age_on(self.born, day or timezone.localdate())

    @property
    def party_age(self) -> int | None:
        """Whole years in the party: since confirmation, of 1969-1977 since joining (domain 2.2)."""
        if self.standing != Standing.FULL:
            return None
        until = first_day(self.left) if self.left else timezone.localdate()
        years = age_on(self.confirmed or self.joined, until)
        return None if years is None else max(0, years + (self.party_age_correction or 0))


class Affiliation(Record):
    """A person in an organization, from when to when.

    Kept by triggers from `Person.organization` and `Person.left`.
    """

    key = ("person", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="affiliations", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="affiliations", verbose_name=_("organization")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["person", F("since").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="one_open_affiliation", fields=["person"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organization}"
