from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.debriefings import (
    carry_out,
    close_debriefing,
    file_handling,
    grade_debriefing,
    record_report,
    settle_issue,
)
from cadres.choices.debriefings import DebriefingState, HandlingState
from cadres.filters.debriefings import (
    DebriefingFilter,
    DebriefingIssueFilter,
    DebriefingQuestionFilter,
    HandlingFilter,
)
from cadres.forms.debriefings import (
    CarryForm,
    DebriefingForm,
    DebriefingIssueForm,
    DebriefingQuestionForm,
    FileHandlingForm,
    GradeForm,
    HandlingForm,
    ReportForm,
    SettleForm,
)
from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from cadres.tables.debriefings import (
    DebriefingIssueTable,
    DebriefingQuestionTable,
    DebriefingTable,
    HandlingTable,
)
from portal import pages

cadres = _("Cadres")

pages.add(
    Debriefing,
    DebriefingForm,
    DebriefingFilter,
    DebriefingTable,
    group=cadres,
    icon="report",
    bulk=("special", "topics", "checked_on"),
    actions=(
        pages.Action(
            record_report,
            _("Record the report"),
            ReportForm,
            perm="conduct",
            many=True,
            offered=lambda one: one.state == DebriefingState.PREPARED,
        ),
        pages.Action(
            grade_debriefing,
            _("Comment and grade"),
            GradeForm,
            offered=lambda one: one.state == DebriefingState.REPORTED,
        ),
        pages.Action(
            close_debriefing,
            pgettext_lazy("debriefing", "Close"),
            perm="conduct",
            many=True,
            offered=lambda one: one.state == DebriefingState.GRADED,
        ),
    ),
)
pages.add(
    DebriefingQuestion,
    DebriefingQuestionForm,
    DebriefingQuestionFilter,
    DebriefingQuestionTable,
    group=cadres,
    menu=False,
)
pages.add(
    DebriefingIssue,
    DebriefingIssueForm,
    DebriefingIssueFilter,
    DebriefingIssueTable,
    group=cadres,
    menu=False,
    actions=(
        pages.Action(
            settle_issue,
            _("Record as done"),
            SettleForm,
            many=True,
            offered=lambda issue: issue.done_on is None,
        ),
    ),
)
pages.add(
    Handling,
    HandlingForm,
    HandlingFilter,
    HandlingTable,
    group=cadres,
    icon="warn",
    actions=(
        pages.Action(
            carry_out,
            _("Carry out"),
            CarryForm,
            offered=lambda one: one.state == HandlingState.DECIDED,
        ),
        pages.Action(
            file_handling,
            _("File it"),
            FileHandlingForm,
            offered=lambda one: one.state == HandlingState.DONE,
        ),
    ),
)
