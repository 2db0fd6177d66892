from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.actions.openings import open_reports, plan_year, refresh_report, refresh_reports
from assessments.actions.overview import far_behind
from assessments.actions.owing import only_fills, owing
from assessments.actions.reports import (
    accept_report,
    extend_report,
    return_report,
    submit_report,
    withdraw_report,
)
from assessments.actions.runs import compute_plan
from assessments.filters.ratings import RatingFilter, StarsFacet
from assessments.filters.reports import (
    ReportFilter,
    ReportItemFilter,
    ReportPeriodFilter,
    ReportTemplateFilter,
)
from assessments.filters.targets import (
    IndicatorFilter,
    MeasureFilter,
    PlanFilter,
    ReachedFacet,
    RunFilter,
    TargetFilter,
    ValueFilter,
)
from assessments.forms.ratings import RatingForm
from assessments.forms.reports import (
    ExtendForm,
    ReportItemForm,
    ReportPeriodForm,
    ReportTemplateForm,
    ReturnForm,
    YearForm,
)
from assessments.forms.targets import IndicatorForm, MeasureForm, PlanForm, TargetForm
from assessments.models import (
    Indicator,
    Measure,
    Plan,
    Rating,
    Report,
    ReportItem,
    ReportPeriod,
    ReportTemplate,
    Run,
    Target,
    Value,
)
from assessments.tables.ratings import RatingTable
from assessments.tables.reports import (
    ReportItemTable,
    ReportPeriodTable,
    ReportTable,
    ReportTemplateTable,
)
from assessments.tables.targets import (
    IndicatorTable,
    MeasureTable,
    PlanTable,
    RunTable,
    TargetTable,
    ValueTable,
)
from members.models import Person
from organizations.models import Organization
from portal import pages

targets, registers = _("Targets"), _("Registers")

pages.link("dashboard", _("Dashboard"), icon="home")
pages.add(Rating, RatingForm, RatingFilter, RatingTable, group=registers, icon="star")
pages.add(
    Plan,
    PlanForm,
    PlanFilter,
    PlanTable,
    group=targets,
    icon="target",
    actions=(pages.Action(compute_plan, _("Compute now"), perm="change"),),
)
pages.add(Target, TargetForm, TargetFilter, TargetTable, group=targets, icon="flag", menu=False)
pages.add(Indicator, IndicatorForm, IndicatorFilter, IndicatorTable, group=targets, icon="chart")
pages.add(Measure, MeasureForm, MeasureFilter, MeasureTable, group=targets, icon="ruler")
pages.add(Run, None, RunFilter, RunTable, group=targets, icon="clock")
pages.add(Value, None, ValueFilter, ValueTable, group=targets, menu=False)

stars = _("Stars at least")
pages.extend_filter(Organization, "stars_at_least", StarsFacet(label=stars, about="organization"))
pages.extend_filter(Person, "stars_at_least", StarsFacet(label=stars, about="person"))
pages.extend_filter(Organization, "counted", ReachedFacet(label=_("Counted in a run")))
pages.extend_filter(
    Organization, "uncounted", ReachedFacet(label=_("Not counted in a run"), reached=False)
)

reports = _("Reports")
pages.link(
    "owing",
    _("What do I owe"),
    icon="clipboard",
    group=reports,
    perm="assessments.view_report",
    first_for=only_fills,
)
pages.add(
    Report,
    None,
    ReportFilter,
    ReportTable,
    group=reports,
    icon="report",
    actions=(
        pages.Action(submit_report, _("Submit"), offered=lambda report: report.writable),
        pages.Action(
            withdraw_report,
            _("Take back"),
            perm="submit",
            offered=lambda report: report.state == Report.State.SUBMITTED,
        ),
        pages.Action(
            accept_report,
            _("Accept"),
            perm="review",
            many=True,
            offered=lambda report: report.state == Report.State.SUBMITTED,
        ),
        pages.Action(
            return_report,
            _("Return"),
            form=ReturnForm,
            perm="review",
            offered=lambda report: report.state == Report.State.SUBMITTED,
        ),
        pages.Action(
            extend_report,
            _("Put off the due day"),
            form=ExtendForm,
            perm="review",
            many=True,
            offered=lambda report: report.writable,
        ),
        pages.Action(
            refresh_report,
            _("Look up the registers again"),
            perm="change",
            offered=lambda report: report.writable,
        ),
    ),
)
pages.add(
    ReportPeriod,
    ReportPeriodForm,
    ReportPeriodFilter,
    ReportPeriodTable,
    group=reports,
    icon="calendar",
    actions=(
        pages.Action(open_reports, _("Open the reports"), perm="change"),
        pages.Action(refresh_reports, _("Look up the registers again"), perm="change"),
    ),
)
pages.add(
    ReportTemplate,
    ReportTemplateForm,
    ReportTemplateFilter,
    ReportTemplateTable,
    group=reports,
    icon="file",
    actions=(pages.Action(plan_year, _("Set up a year"), form=YearForm, perm="change"),),
)
pages.add(ReportItem, ReportItemForm, ReportItemFilter, ReportItemTable, group=reports, menu=False)


@pages.todo
def reports_to_do(user: Any) -> Iterator[pages.Todo]:
    """Reports to fill in or to review."""
    for debt in owing(user).mine:
        report = debt.report
        verb = _("Fill in") if report.writable else _("Review")
        yield pages.Todo(str(report), report.get_absolute_url(), status=report.status, verb=verb)


@pages.todo
def targets_to_do(user: Any) -> Iterator[pages.Todo]:
    """Targets far behind, each with the rows that are missing."""
    for one in far_behind(user):
        text = _("%(target)s: %(value)s") % {"target": one.indicator, "value": one.text}
        verb = _("Who is missing")
        yield pages.Todo(text, one.uncounted_url, status=one.status.value, verb=verb)
