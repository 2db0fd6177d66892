from django.utils.translation import gettext_lazy as _

from funding.filters.codes import SourceFilter, UseFilter
from funding.forms.codes import SourceForm, UseForm
from funding.models import Source, Use
from funding.tables.codes import SourceTable, UseTable
from portal import pages

pages.add(
    Source,
    SourceForm,
    SourceFilter,
    SourceTable,
    group=_("Funding"),
    icon="table",
    quiet=("organization",),
)
pages.add(
    Use, UseForm, UseFilter, UseTable, group=_("Funding"), icon="table", quiet=("organization",)
)
