from django.utils.translation import gettext_lazy as _

from assessments.actions.openings import open_reports, plan_year, refresh_reports
from assessments.actions.templates import copy_template, issue_template, withdraw_template
from assessments.filters.templates import (
    ReportCheckFilter,
    ReportItemFilter,
    ReportPeriodFilter,
    ReportSectionFilter,
    ReportTemplateFilter,
)
from assessments.forms.templates import (
    ReportCheckForm,
    ReportItemForm,
    ReportPeriodForm,
    ReportSectionForm,
    ReportTemplateForm,
    YearForm,
)
from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.tables.templates import (
    ReportCheckTable,
    ReportItemTable,
    ReportPeriodTable,
    ReportSectionTable,
    ReportTemplateTable,
)
from portal import pages

reports = _("Reports")
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
    actions=(
        pages.Action(plan_year, _("Set up a year"), form=YearForm, perm="change"),
        pages.Action(
            issue_template,
            _("Issue"),
            perm="issue",
            offered=lambda template: template.state != ReportTemplate.State.ISSUED,
        ),
        pages.Action(
            withdraw_template,
            _("Withdraw"),
            perm="issue",
            offered=lambda template: template.state == ReportTemplate.State.ISSUED,
        ),
        pages.Action(copy_template, _("Draw up the next version"), perm="add"),
    ),
)
for one in (
    (ReportSection, ReportSectionForm, ReportSectionFilter, ReportSectionTable),
    (ReportItem, ReportItemForm, ReportItemFilter, ReportItemTable),
    (ReportCheck, ReportCheckForm, ReportCheckFilter, ReportCheckTable),
):
    pages.add(*one, group=reports, menu=False)
