from django.utils.translation import gettext_lazy as _

from cadres.actions.contacts import make_demonstration
from cadres.filters.workers import (
    ContactPointFilter,
    ContactVisitFilter,
    DelegateFilter,
    PartyWorkerFilter,
)
from cadres.forms.acting import DemonstrationForm
from cadres.forms.workers import (
    ContactPointForm,
    ContactVisitForm,
    DelegateForm,
    PartyWorkerForm,
)
from cadres.models import ContactPoint, ContactVisit, Delegate, PartyWorker
from cadres.tables.workers import (
    ContactPointTable,
    ContactVisitTable,
    DelegateTable,
    PartyWorkerTable,
)
from portal import pages

cadres = _("Cadres")

pages.add(
    PartyWorker, PartyWorkerForm, PartyWorkerFilter, PartyWorkerTable, group=cadres, icon="user"
)
pages.add(Delegate, DelegateForm, DelegateFilter, DelegateTable, group=cadres, icon="people")
pages.add(
    ContactPoint,
    ContactPointForm,
    ContactPointFilter,
    ContactPointTable,
    group=cadres,
    icon="map",
    actions=(
        pages.Action(
            make_demonstration,
            _("Make it a demonstration point"),
            DemonstrationForm,
            offered=lambda point: point.demonstration_on is None,
        ),
    ),
)
pages.add(
    ContactVisit,
    ContactVisitForm,
    ContactVisitFilter,
    ContactVisitTable,
    group=cadres,
    menu=False,
)
