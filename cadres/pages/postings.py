from django.utils.translation import gettext_lazy as _

from cadres.actions.postings import end_posting, extend_posting, finish_task, hand_over
from cadres.filters.postings import (
    PostingAssessmentFilter,
    PostingAttendanceFilter,
    PostingBatchFilter,
    PostingFilter,
    PostingGoalFilter,
    PostingLogFilter,
    PostingRuleFilter,
    PostingSupportFilter,
    TeamTaskFilter,
)
from cadres.forms.postings import (
    EndPostingForm,
    ExtendPostingForm,
    FinishForm,
    HandOverForm,
    PostingAssessmentForm,
    PostingAttendanceForm,
    PostingBatchForm,
    PostingForm,
    PostingGoalForm,
    PostingLogForm,
    PostingRuleForm,
    PostingSupportForm,
    TeamTaskForm,
)
from cadres.models import (
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingRule,
    PostingSupport,
    TeamTask,
)
from cadres.tables.postings import (
    PostingAssessmentTable,
    PostingAttendanceTable,
    PostingBatchTable,
    PostingGoalTable,
    PostingLogTable,
    PostingRuleTable,
    PostingSupportTable,
    PostingTable,
    TeamTaskTable,
)
from portal import pages

posted = _("Posted cadres")


def still_there(posting: Posting) -> bool:
    return posting.until is None


pages.add(
    Posting,
    PostingForm,
    PostingFilter,
    PostingTable,
    group=posted,
    icon="person",
    bulk=("batch", "sending_unit", "posted_as", "term_ends", "contract_no", "priority"),
    actions=(
        pages.Action(
            extend_posting,
            _("Extend the term"),
            ExtendPostingForm,
            many=True,
            offered=still_there,
        ),
        pages.Action(hand_over, _("Hand over"), HandOverForm, perm="end", offered=still_there),
        pages.Action(
            end_posting,
            _("End the posting"),
            EndPostingForm,
            many=True,
            offered=still_there,
            danger=True,
        ),
    ),
)
pages.add(
    PostingAttendance,
    PostingAttendanceForm,
    PostingAttendanceFilter,
    PostingAttendanceTable,
    group=posted,
    icon="calendar",
    bulk=("working_days",),
)
pages.add(
    PostingLog, PostingLogForm, PostingLogFilter, PostingLogTable, group=posted, icon="clipboard"
)
pages.add(
    PostingSupport,
    PostingSupportForm,
    PostingSupportFilter,
    PostingSupportTable,
    group=posted,
    icon="money",
)
pages.add(
    TeamTask,
    TeamTaskForm,
    TeamTaskFilter,
    TeamTaskTable,
    group=posted,
    icon="people",
    bulk=("docking", "due_on"),
    actions=(
        pages.Action(
            finish_task,
            _("Finish"),
            FinishForm,
            many=True,
            offered=lambda task: task.until is None,
        ),
    ),
)
pages.add(
    PostingBatch,
    PostingBatchForm,
    PostingBatchFilter,
    PostingBatchTable,
    group=posted,
    icon="flag",
    quiet=("organization",),
)
pages.add(
    PostingAssessment,
    PostingAssessmentForm,
    PostingAssessmentFilter,
    PostingAssessmentTable,
    group=posted,
    menu=False,
)
pages.add(
    PostingGoal,
    PostingGoalForm,
    PostingGoalFilter,
    PostingGoalTable,
    group=posted,
    menu=False,
    quiet=("organization",),
)
pages.add(
    PostingRule,
    PostingRuleForm,
    PostingRuleFilter,
    PostingRuleTable,
    group=posted,
    icon="ruler",
    quiet=("organization",),
)
