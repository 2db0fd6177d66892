from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.standing import LeftWhy
from members.choices.transfers import ContactHow, LostReason, TransferKind
from members.models.persons import Person
from organizations.models import Organization
from organizations.models.naming import Worded, ends_after
from portal.models import Record


class Transfer(Record):
    """Membership moved from one organization to another; outside the county by a letter."""

    scope_path = "person__organization"
    key = ("person", "day")
    handles = ("pk",)
    dated = "day"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="transfers", verbose_name=_("person")
    )
    kind = models.CharField(_("direction"), max_length=8, choices=TransferKind)
    day = models.DateField(_("day"))
    source = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from the organization"),
    )
    target = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to the organization"),
    )
    elsewhere = models.CharField(_("organization elsewhere"), max_length=120, blank=True)
    letter = models.CharField(_("number of the letter"), max_length=60, blank=True)
    valid_until = models.DateField(_("letter valid until"), null=True, blank=True)
    received_on = models.DateField(_("receipt confirmed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_why = models.CharField(_("why undone"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_transfer_a_day", fields=["person", "day"], condition=Q(undone_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"


class Exit(Record):
    """How somebody left the rolls: death, suspension, removal; with the reason and who approved."""

    scope_path = "person__organization"
    key = ("person", "day")
    handles = ("pk",)
    dated = "day"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="exits", verbose_name=_("person")
    )
    kind = models.CharField(_("how left"), max_length=12, choices=LeftWhy)
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    paper = models.CharField(_("number of the document"), max_length=60, blank=True)
    ended_on = models.DateField(_("restored on"), null=True, blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_why = models.CharField(_("why undone"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("membership", "exit")
        verbose_name_plural = pgettext_lazy("membership", "exits")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_exit_a_day", fields=["person", "day"], condition=Q(undone_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"


class MobileRecord(Worded):
    """A member away from the branch, and who there looks after them.

    A person in two branches is one person with one of these, not two persons (domain 2.12).
    """

    scope_path = "person__organization"
    key = ("person", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="mobile_records", verbose_name=_("person")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    location = models.CharField(_("place"), max_length=120)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("host organization"),
    )
    host_name = models.CharField(_("host organization elsewhere"), max_length=120, blank=True)
    contact = models.CharField(_("contact of the home branch"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=30, blank=True)
    contributions = models.CharField(
        _("what they do for home and host"), max_length=500, blank=True
    )

    class Meta(Record.Meta):
        verbose_name = _("mobile registration")
        verbose_name_plural = _("mobile members")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_mobile_record", fields=["person"], condition=Q(until=None)
            ),
            ends_after("mobile_record_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.location}"


class MobileContact(Record):
    """The home branch has heard of a mobile member."""

    scope_path = "registration__person__organization"
    key = ("registration", "day")
    handles = ("pk",)
    dated = "day"

    registration = models.ForeignKey(
        MobileRecord, models.CASCADE, related_name="contacts", verbose_name=_("mobile registration")
    )
    day = models.DateField(_("day"))
    how = models.CharField(_("how"), max_length=10, choices=ContactHow)
    by = models.CharField(pgettext_lazy("transfers", "by whom"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("contact with a mobile member")
        verbose_name_plural = _("contacts with mobile members")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(name="one_mobile_contact_a_day", fields=["registration", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.day:%Y-%m-%d}"


class LostContact(Record):
    """A member nobody can reach, and the search for them."""

    scope_path = "person__organization"
    key = ("person", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="lost_contacts", verbose_name=_("person")
    )
    since = models.DateField(_("since"))
    reason = models.CharField(_("why lost"), max_length=2, choices=LostReason)
    searches = models.CharField(_("searches"), max_length=500, blank=True)
    searched_on = models.DateField(_("last search"), null=True, blank=True)
    until = models.DateField(_("in contact again since"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("lost contact")
        verbose_name_plural = _("lost members")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_lost_contact", fields=["person"], condition=Q(until=None)
            ),
            ends_after("lost_contact_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since:%Y-%m-%d}"
