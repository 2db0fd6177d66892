from django.utils.translation import gettext_lazy as _

from members.actions.persons import reveal_id_number
from members.filters.persons import AffiliationFilter, PersonFilter
from members.forms.persons import PersonForm, RevealForm
from members.models import Affiliation, Person
from members.tables.persons import AffiliationTable, PersonTable
from portal import pages

pages.add(
    Person,
    PersonForm,
    PersonFilter,
    PersonTable,
    group=_("Registers"),
    icon="people",
    actions=(
        pages.Action(
            reveal_id_number,
            _("Show the ID number"),
            RevealForm,
            offered=lambda person: bool(person.id_number),
        ),
    ),
)
pages.add(Affiliation, None, AffiliationFilter, AffiliationTable, group=_("Registers"), menu=False)
