from django.utils.translation import gettext_lazy as _

from members.filters import AffiliationFilter, PersonFilter
from members.forms import PersonForm
from members.models import Affiliation, Person
from members.tables import AffiliationTable, PersonTable
from portal import pages

pages.add(
    Person,
    PersonForm,
    PersonFilter,
    PersonTable,
    group=_("Registers"),
    icon="people",
    related=("affiliation",),
)
pages.add(Affiliation, None, AffiliationFilter, AffiliationTable, group=_("Registers"), menu=False)
