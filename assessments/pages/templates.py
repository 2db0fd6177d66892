from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.actions.reports.openings import open_reports, plan_year, refresh_reports
from assessments.actions.reports.templates import (
    begun_with,
    copy_template,
    issue_template,
    remove_check,
    remove_item,
    remove_section,
    withdraw_template,
)
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


def beside(template: ReportTemplate) -> Iterator[tuple[Any, str]]:
    """What else can be done with a template."""
    yield _("Version %(version)s") % {"version": template.version}, ""
    yield _("Try it"), reverse("template-trial", args=[template.pk])


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
            pgettext_lazy("template", "Withdraw"),
            perm="issue",
            offered=lambda template: template.state == ReportTemplate.State.ISSUED,
        ),
        pages.Action(copy_template, _("Draw up the next version"), perm="add"),
    ),
    headline=beside,
)


def book_of(template: ReportTemplate, user: Any) -> dict[str, Any] | None:
    """The workbook of a template, for those who may take it out or bring one back."""
    takes = user.has_perm("assessments.export_reporttemplate", template)
    brings = user.has_perm("assessments.import_reporttemplate", template)
    return {"takes": takes, "brings": brings} if takes or brings else None


pages.panel(
    ReportTemplate,
    _("The template as a workbook"),
    "assessments/parts/template_book.html",
    book_of,
    place=10,
    costs=0,
)


def removing(remove: Callable[..., ReportTemplate]) -> pages.Action:
    """Parts of a version are taken out as long as no report has begun with it."""
    return pages.Action(
        remove,
        _("Remove from the template"),
        perm="change",
        offered=lambda part: not begun_with(part.template),
        danger=True,
    )


PARTS: tuple[tuple[Any, ...], ...] = (
    (ReportSection, ReportSectionForm, ReportSectionFilter, ReportSectionTable, remove_section),
    (ReportItem, ReportItemForm, ReportItemFilter, ReportItemTable, remove_item),
    (ReportCheck, ReportCheckForm, ReportCheckFilter, ReportCheckTable, remove_check),
)
for *kinds, remove in PARTS:
    pages.add(*kinds, group=reports, menu=False, actions=(removing(remove),))
