from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices.posts import Workload
from cadres.choices.workers import Assembly, AssemblyLevel
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import ends_after
from portal.models import Record


class PartyWorker(Record):
    """Somebody who does the party's office work (002-13)."""

    key = ("person", "organization", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="party_work", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="party_workers", verbose_name=_("organization")
    )
    work = models.CharField(_("work done"), max_length=80)
    workload = models.CharField(
        _("full or part time"), max_length=4, choices=Workload, default=Workload.FULL
    )
    other_jobs = models.PositiveSmallIntegerField(_("other jobs held"), default=0)
    other_words = models.CharField(_("which other jobs"), max_length=120, blank=True)
    selected_by = models.CharField(_("how selected"), max_length=80, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("party-affairs worker")
        verbose_name_plural = _("party-affairs workers")
        ordering = ["organization__path", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_party_work_a_day", fields=["person", "organization", "since"]
            ),
            ends_after("party_work_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.work}"


class Delegate(Record):
    """A seat in a party congress, a people's congress or the CPPCC (003-18)."""

    key = ("person", "assembly", "level", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="delegacies", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="delegates",
        verbose_name=_("organization put forward by"),
    )
    assembly = models.CharField(_("assembly"), max_length=8, choices=Assembly)
    level = models.CharField(
        _("level"), max_length=10, choices=AssemblyLevel, default=AssemblyLevel.COUNTY
    )
    term = models.CharField(_("term of the assembly"), max_length=40, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("delegate or deputy")
        verbose_name_plural = _("delegates and deputies")
        ordering = ["assembly", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_seat_in_an_assembly", fields=["person", "assembly", "level", "since"]
            ),
            ends_after("delegate_ends_after_beginning"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_level_display()} {self.get_assembly_display()}"
