from django.utils.translation import gettext_lazy as _

from members.actions import reveal_id_number
from members.filters import AffiliationFilter, PersonFilter
from members.forms import PersonForm, RevealForm
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
