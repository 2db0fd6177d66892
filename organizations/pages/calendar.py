from django.utils.translation import gettext_lazy as _

from organizations.filters.calendar import HolidayFilter
from organizations.forms.calendar import HolidayForm
from organizations.models import Holiday
from organizations.tables.calendar import HolidayTable
from portal import pages

pages.add(
    Holiday,
    HolidayForm,
    HolidayFilter,
    HolidayTable,
    group=_("System"),
    icon="calendar",
    quiet=("organization",),
)
