from django.utils.translation import gettext_lazy as _

from organizations.actions.meetings import MEETINGS
from organizations.filters.meetings import MeetingDutyFilter, MeetingFilter
from organizations.forms.meetings import MeetingDutyForm, MeetingForm
from organizations.models import Meeting, MeetingDuty
from organizations.pages import owed
from organizations.tables.meetings import MeetingDutyTable, MeetingTable
from portal import pages

group = _("Party life")

owed.show(
    MEETINGS,
    "meeting",
    group,
    40,
    {
        "board": _("Meetings held and due"),
        "panel": _("Meetings held and due this year"),
        "behind": _("Meetings overdue"),
        "in_order": _("Meetings all held"),
    },
)
pages.add(Meeting, MeetingForm, MeetingFilter, MeetingTable, group=group, icon="calendar")
pages.add(
    MeetingDuty,
    MeetingDutyForm,
    MeetingDutyFilter,
    MeetingDutyTable,
    group=group,
    icon="ruler",
    quiet=("organization",),
)
