"""What the county sets itself besides the plan of the year, and how organizations did."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.programmes import Verdict
from organizations.choices.tree import Level
from organizations.filters.programmes import (
    ProgrammeFilter,
    ProgrammeItemFilter,
    ProgrammeMetFacet,
    ProgrammeResultFilter,
    newest,
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


def by_level(programme: Programme, user: Any) -> dict[str, Any] | None:
    """Each line beside how county, townships and villages did on it when last judged: (level, row
    or nothing), a row with `judged`, `met` and `average`. One query (000-55)."""
    rows = ProgrammeResult.objects.for_user(user, "view").filter(item__programme=programme)
    cells = newest(rows.order_by(), "organization").values("item", "organization__level")
    counts = {"judged": Count("pk"), "met": Count("pk", filter=Q(verdict=Verdict.MET))}
    found = {
        (row["item"], row["organization__level"]): row
        for row in cells.annotate(average=Avg("value"), **counts)
    }
    levels = [level for level in Level if any(one == level for _item, one in found)]
    lines = [
        (item, [(level, found.get((item.pk, level.value))) for level in levels])
        for item in programme.items.all()  # type: ignore[attr-defined]
        if any(one == item.pk for one, _level in found)
    ]
    return {"programme": programme, "levels": levels, "lines": lines} if lines else None


pages.panel(
    Programme,
    _("Results by level"),
    "organizations/levels.html",
    by_level,
    perm="organizations.view_programmeresult",
    wide=True,
)
