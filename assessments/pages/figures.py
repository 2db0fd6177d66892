from django.utils.translation import gettext_lazy as _

from assessments.filters.figures import ReportCellFilter
from assessments.models import ReportCell
from assessments.tables.figures import ReportCellTable
from portal import pages

pages.link(
    "consolidation",
    _("Figures of reports"),
    icon="chart",
    group=_("Reports"),
    perm="assessments.view_report",
)
pages.add(
    ReportCell,
    None,
    ReportCellFilter,
    ReportCellTable,
    group=_("Reports"),
    icon="table",
    quiet=("report", "item", "organization", "changed_by"),
)
