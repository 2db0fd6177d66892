from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.meetings import Channel, MeetingKind
from organizations.models.due import Duty
from organizations.models.naming import Worded
from organizations.models.tree import Organization
from portal.models import Record


class Meeting(Worded):
    """A meeting that was held: three meetings and one lesson, theme days, life meetings, special
    studies, hearings, councils (002-09, 002-10, 001-11, 001-12, 000-34e, 004-02)."""

    key = ("organization", "kind", "held_on", "subject")
    handles = ("pk",)
    dated = "held_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="meetings", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind)
    held_on = models.DateField(_("held on"))
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    subject = models.CharField(pgettext_lazy("meetings", "subject"), max_length=200)
    location = models.CharField(_("place"), max_length=100, blank=True)
    channel = models.CharField(
        _("channel"), max_length=12, choices=Channel, default=Channel.IN_PERSON
    )
    chair = models.CharField(pgettext_lazy("meetings", "chair"), max_length=40, blank=True)
    speaker = models.CharField(_("speaker"), max_length=80, blank=True)
    recorder = models.CharField(_("recorder"), max_length=40, blank=True)
    due = models.PositiveIntegerField(_("due to attend"), null=True, blank=True)
    present = models.PositiveIntegerField(_("present"), null=True, blank=True)
    on_leave = models.PositiveIntegerField(
        pgettext_lazy("meetings", "on leave"), null=True, blank=True
    )
    absent = models.PositiveIntegerField(pgettext_lazy("meetings", "absent"), null=True, blank=True)
    hours = models.DecimalField(
        _("class hours"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    minutes = models.TextField(_("minutes"), blank=True)
    resolutions = models.TextField(_("resolutions"), blank=True)
    satisfied = models.PositiveIntegerField(_("votes “satisfied”"), null=True, blank=True)
    problems = models.TextField(_("problems found"), blank=True)
    mend_by = models.DateField(_("to be mended by"), null=True, blank=True)
    mended_on = models.DateField(_("mended on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-id"]
        indexes = [
            models.Index(fields=["organization", "kind", "held_on"], name="meeting_of_a_period")
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_meeting_a_subject_and_day",
                fields=["organization", "kind", "held_on", "subject"],
            ),
            models.CheckConstraint(
                name="no_more_present_than_due",
                condition=Q(present=None) | Q(due=None) | Q(present__lte=F("due")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_kind_display()} {self.subject}"


class MeetingDuty(Duty):
    """How often a kind of meeting is held (domain 2.4; 001-11, 001-12, 003-51)."""

    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind)

    class Meta(Duty.Meta):
        verbose_name = _("meeting duty")
        verbose_name_plural = _("meeting duties")
