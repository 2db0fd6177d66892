from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.duties import CommitmentKind, Grade, Kept, Role, SeatRole
from members.models.persons import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class DutyPost(Record):
    """A post that members without office may take on (000-34c); the county's list is for all."""

    handles = ("code", "name")
    handed_down = True

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name of the post"), max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="duty_posts", verbose_name=_("organization")
    )
    role = models.CharField(pgettext_lazy("duties", "role"), max_length=10, choices=Role)
    duties = models.TextField(_("duties"), blank=True)
    wanted = models.PositiveSmallIntegerField(_("persons wanted"), null=True, blank=True)
    closed = models.BooleanField(_("no longer offered"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("duty post")
        verbose_name_plural = _("duty posts")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class DutyClaim(Record):
    """A member has taken on a duty post, from when to when, and how it went."""

    scope_path = "person__organization"
    key = ("person", "post", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="duty_posts", verbose_name=_("person")
    )
    post = models.ForeignKey(
        DutyPost, models.PROTECT, related_name="claims", verbose_name=_("duty post")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade, blank=True)
    review = models.CharField(_("review"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("duty post taken on")
        verbose_name_plural = _("duty posts taken on")
        ordering = ["-since", "-pk"]
        permissions = [("review_dutyclaim", "Can review duty posts")]
        constraints = [
            models.UniqueConstraint(
                name="a_post_once_at_a_time", fields=["person", "post"], condition=Q(until=None)
            ),
            ends_after("duty_claim_ends_after_it_begins"),
            models.CheckConstraint(
                name="duty_review_has_a_grade",
                condition=(Q(reviewed_on=None) & Q(grade=""))
                | (Q(reviewed_on__isnull=False) & ~Q(grade="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.post}"


class Commitment(Record):
    """What a member has promised in public, by when, and whether it was kept (000-34f)."""

    scope_path = "person__organization"
    key = ("person", "made_on", "text")
    handles = ("pk",)
    dated = "made_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="commitments", verbose_name=_("person")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=CommitmentKind, default=CommitmentKind.YEARLY
    )
    text = models.CharField(_("commitment"), max_length=300)
    made_on = models.DateField(_("made on"))
    due = models.DateField(_("due"), null=True, blank=True)
    kept = models.CharField(_("how it stands"), max_length=10, choices=Kept, default=Kept.OPEN)
    kept_on = models.DateField(_("closed on"), null=True, blank=True)
    reviewer = models.CharField(_("reviewed by"), max_length=60, blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-made_on", "-pk"]
        permissions = [("review_commitment", "Can review commitments")]
        constraints = [
            ends_after("commitment_due_after_it_is_made", "made_on", "due"),
            models.CheckConstraint(
                name="commitment_closed_on_a_day",
                condition=(Q(kept=Kept.OPEN) & Q(kept_on=None))
                | (~Q(kept=Kept.OPEN) & Q(kept_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class Deed(Record):
    """What a member did for the village (001-08, 004-18): hours of service count in the yearly
    appraisal."""

    scope_path = "person__organization"
    key = ("person", "done_on", "text")
    handles = ("pk",)
    dated = "done_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="deeds", verbose_name=_("person")
    )
    role = models.CharField(pgettext_lazy("duties", "role"), max_length=10, choices=Role)
    text = models.CharField(pgettext_lazy("duties", "what was done"), max_length=200)
    done_on = models.DateField(_("done on"))
    hours = models.DecimalField(
        _("hours of service"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    team = models.CharField(_("service group"), max_length=80, blank=True)
    served = models.PositiveIntegerField(_("people served"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("member's deed")
        verbose_name_plural = _("members' deeds")
        ordering = ["-done_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class CouncilSeat(Record):
    """A seat in a members' council (000-34e); its sessions are meetings of the organization."""

    key = ("person", "organization", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="council_seats", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="council_seats",
        verbose_name=_("organization"),
    )
    role = models.CharField(
        pgettext_lazy("council", "seat"), max_length=10, choices=SeatRole, default=SeatRole.MEMBER
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    chosen_by = models.CharField(_("chosen by"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("seat in a members' council")
        verbose_name_plural = _("members' councils")
        ordering = ["organization", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_seat_in_a_council",
                fields=["person", "organization"],
                condition=Q(until=None),
            ),
            models.UniqueConstraint(
                name="one_chair_of_a_council",
                fields=["organization"],
                condition=Q(until=None, role=SeatRole.CHAIR),
            ),
            ends_after("council_seat_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organization} ({self.get_role_display()})"
