from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.meetings import Presence
from members.models.persons import Person
from organizations.models.meetings import Meeting
from portal.models import Record


class MeetingAttendance(Record):
    """Whether a member came to a meeting of the organization."""

    scope_path = "person__organization"
    key = ("meeting", "person")
    handles = ("pk",)
    dated = "met_on"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="meetings", verbose_name=_("person")
    )
    met_on = models.DateField(
        pgettext_lazy("meeting", "day"),
        blank=True,
        help_text=_("Left empty: the day of the meeting."),
    )
    presence = models.CharField(
        _("presence"), max_length=10, choices=Presence, default=Presence.PRESENT
    )
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("attendance at a meeting")
        verbose_name_plural = _("attendance at meetings")
        ordering = ["-met_on", "-pk"]
        indexes = [models.Index("met_on", name="meeting_met_on")]
        constraints = [
            models.UniqueConstraint(name="once_at_a_meeting", fields=["meeting", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.meeting}: {self.get_presence_display()}"
