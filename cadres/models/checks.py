from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.checks import (
    CheckReason,
    CheckState,
    Department,
    Filing,
    FilingState,
    View,
)
from cadres.choices.posts import Position
from cadres.models.elections import Election
from cadres.models.naming import Told
from cadres.models.posts import Post
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class NegativeItem(Told):
    """Something that bars a person from a post, and who is asked about it (domain 2.10)."""

    key = ("organization", "item_no", "since")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="negative_items", verbose_name=_("organization")
    )
    item_no = models.PositiveSmallIntegerField(pgettext_lazy("of an item", "number"))
    text = models.CharField(_("bars from a post"), max_length=200)
    department = models.CharField(_("department asked"), max_length=15, choices=Department)
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("checks", "source"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of the negative list")
        verbose_name_plural = _("negative list")
        ordering = ["item_no", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_negative_item_a_day", fields=["organization", "item_no", "since"]
            ),
            ends_after("negative_item_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return f"{self.item_no}. {self.text}"


class JointCheck(Told):
    """The departments' joint check of one candidate for one post."""

    key = ("person", "organization", "position", "asked_on")
    dated = "asked_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="joint_checks", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="joint_checks", verbose_name=_("organization")
    )
    position = models.CharField(
        pgettext_lazy("checks", "position"), max_length=20, choices=Position
    )
    reason = models.CharField(
        pgettext_lazy("checks", "occasion"),
        max_length=10,
        choices=CheckReason,
        default=CheckReason.ELECTION,
    )
    election = models.ForeignKey(
        Election,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_checks",
        verbose_name=_("election"),
    )
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(
        pgettext_lazy("of a check", "state"),
        max_length=6,
        choices=CheckState,
        default=CheckState.OPEN,
    )
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    findings = models.TextField(_("findings"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("joint check")
        verbose_name_plural = _("joint checks")
        ordering = ["-asked_on", "pk"]
        permissions = [
            ("record_jointcheck", "Can record departments' views"),
            ("conclude_jointcheck", "Can conclude joint checks"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_joint_check_a_day",
                fields=["person", "organization", "position", "asked_on"],
            ),
            models.CheckConstraint(
                name="joint_check_concluded_has_a_day",
                condition=Q(state=CheckState.OPEN) | Q(concluded_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_position_display()} · {self.get_state_display()}"

    def is_valid(self, day: date) -> bool:
        passed = self.state == CheckState.PASSED
        return passed and (self.valid_until is None or day <= self.valid_until)


class CheckView(Record):
    """What one department says of a candidate."""

    scope_path = "check_case__organization"
    key = ("check_case", "department")
    handles = ("pk",)
    dated = "viewed_on"

    check_case = models.ForeignKey(
        JointCheck, models.PROTECT, related_name="views", verbose_name=_("joint check")
    )
    department = models.CharField(_("department"), max_length=15, choices=Department)
    view = models.CharField(_("department's view"), max_length=10, choices=View, default=View.CLEAN)
    item = models.ForeignKey(
        NegativeItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="views",
        verbose_name=_("item of the negative list"),
    )
    viewed_on = models.DateField(_("view given on"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("view of a department")
        verbose_name_plural = _("views of departments")
        ordering = ["check_case", "department"]
        constraints = [
            models.UniqueConstraint(
                name="one_view_a_department", fields=["check_case", "department"]
            ),
            models.CheckConstraint(
                name="objection_names_an_item",
                condition=~Q(view=View.OBJECTION) | Q(item__isnull=False) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_department_display()}: {self.get_view_display()}"


class PostFiling(Record):
    """The filing of an appointment or a removal with the county (003-47)."""

    scope_path = "post__organization"
    key = ("post", "kind")
    handles = ("pk",)
    dated = "sent_on"

    post = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="filings",
        verbose_name=pgettext_lazy("of a cadre", "post"),
    )
    kind = models.CharField(_("kind of filing"), max_length=12, choices=Filing)
    sent_on = models.DateField(_("sent in on"))
    filing_no = models.CharField(_("filing number"), max_length=60, blank=True)
    filed_with = models.CharField(_("filed with"), max_length=80, blank=True)
    state = models.CharField(
        pgettext_lazy("of a filing", "state"),
        max_length=10,
        choices=FilingState,
        default=FilingState.SUBMITTED,
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["-sent_on", "pk"]
        permissions = [("review_postfiling", "Can accept or return filings")]
        constraints = [
            models.UniqueConstraint(name="one_filing_of_a_kind", fields=["post", "kind"]),
            models.CheckConstraint(
                name="filing_that_is_filed_has_a_day",
                condition=~Q(state=FilingState.FILED) | Q(filed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.post}"
