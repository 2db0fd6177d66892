"""What the county sets itself besides the plan of the year, and how organizations did."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organizations.filters.programmes import (
    ProgrammeFilter,
    ProgrammeItemFilter,
    ProgrammeMetFacet,
    ProgrammeResultFilter,
)
from organizations.forms.programmes import (
    ProgrammeForm,
    ProgrammeItemForm,
    ProgrammeResultForm,
)
from organizations.models import Organization, Programme, ProgrammeItem, ProgrammeResult
from organizations.tables.programmes import (
    ProgrammeItemTable,
    ProgrammeResultTable,
    ProgrammeTable,
)
from portal import pages

group = _("Organizations")

pages.add(
    Programme,
    ProgrammeForm,
    ProgrammeFilter,
    ProgrammeTable,
    group=group,
    icon="clipboard",
    quiet=("organization",),
)
pages.add(
    ProgrammeItem,
    ProgrammeItemForm,
    ProgrammeItemFilter,
    ProgrammeItemTable,
    group=group,
    menu=False,
)
pages.add(
    ProgrammeResult,
    ProgrammeResultForm,
    ProgrammeResultFilter,
    ProgrammeResultTable,
    group=group,
    icon="check",
    bulk=("level", "judge", "judged_on", "verdict"),
)
met = ProgrammeMetFacet(ProgrammeResult, "organization", label=_("Programme met (its code)"))
pages.extend_filter(Organization, "programme_met", met)
