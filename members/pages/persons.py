from django.utils.translation import gettext_lazy as _

from members.filters.persons import AffiliationFilter, PersonFilter
from members.forms.persons import PersonForm
from members.models import Affiliation, Person
from members.pages.headlines import headline
from members.pages.standing import ACTIONS
from members.pages.training import ENROL
from members.tables.persons import AffiliationTable, PersonTable
from portal import pages

pages.add(
    Person,
    PersonForm,
    PersonFilter,
    PersonTable,
    group=_("Registers"),
    icon="people",
    actions=(*ACTIONS, ENROL),
    bulk=("party_group", "member_class", "migrant_worker", "needy"),
    headline=headline,
)
pages.add(Affiliation, None, AffiliationFilter, AffiliationTable, group=_("Registers"), menu=False)
