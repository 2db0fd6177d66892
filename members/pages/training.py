from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.actions.training import enrol_members, enrol_person
from members.choices.training import COUNTED
from members.filters.related import InYearFacet, ask_of_persons
from members.filters.training import (
    AmountFacet,
    DutyFacet,
    DutyMissedFacet,
    DutyReachedFacet,
    TrainingAttendanceFilter,
    TrainingDutyFilter,
    TrainingFilter,
    TrainingTopicFilter,
)
from members.forms.training import (
    EnrolForm,
    EnrolInForm,
    TrainingAttendanceForm,
    TrainingDutyForm,
    TrainingForm,
    TrainingTopicForm,
)
from members.models import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from members.tables.training import (
    TrainingAttendanceTable,
    TrainingDutyTable,
    TrainingTable,
    TrainingTopicTable,
)
from portal import pages

education = _("Education and talent")

# An action on persons: ticked in their list, many at once.
ENROL = pages.Action(enrol_person, _("Enter in a course"), EnrolInForm, perm="change", many=True)

pages.add(
    Training,
    TrainingForm,
    TrainingFilter,
    TrainingTable,
    group=education,
    icon="calendar",
    actions=(pages.Action(enrol_members, _("Enter many persons"), EnrolForm, perm="enrol"),),
    quiet=("second_topic", "third_topic"),
)
pages.add(
    TrainingAttendance,
    TrainingAttendanceForm,
    TrainingAttendanceFilter,
    TrainingAttendanceTable,
    group=education,
    icon="check",
    bulk=("outcome",),
)
pages.add(
    TrainingDuty,
    TrainingDutyForm,
    TrainingDutyFilter,
    TrainingDutyTable,
    group=education,
    icon="target",
)
pages.add(
    TrainingTopic,
    TrainingTopicForm,
    TrainingTopicFilter,
    TrainingTopicTable,
    group=education,
    menu=False,
)

ask_of_persons(
    trained_in=InYearFacet(
        TrainingAttendance, label=_("Trained in the year"), only=Q(outcome__in=COUNTED)
    ),
    training_hours=AmountFacet("hours", label=_("Class hours this year at least")),
    training_days=AmountFacet("days", label=_("Days of training this year at least")),
    owes_training=DutyFacet(label=_("Owes training (code of the duty)")),
    training_reached=DutyReachedFacet(label=_("Training reached (code of the duty)")),
    training_missed=DutyMissedFacet(label=_("Training not reached (code of the duty)")),
)
