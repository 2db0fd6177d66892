from django.utils.translation import gettext_lazy as _

from cadres.filters.welfare import InsuranceFilter, RetirementFilter
from cadres.forms.welfare import InsuranceForm, RetirementForm
from cadres.models import Insurance, Retirement
from cadres.tables.welfare import InsuranceTable, RetirementTable
from portal import pages

cadres = _("Cadres")

pages.add(
    Insurance,
    InsuranceForm,
    InsuranceFilter,
    InsuranceTable,
    group=cadres,
    icon="shield",
    bulk=("paid_by", "state", "until"),
)
pages.add(Retirement, RetirementForm, RetirementFilter, RetirementTable, group=cadres, icon="home")
