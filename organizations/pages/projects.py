"""Demonstration sites, 523 project villages and training bases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organizations.actions.projects import accept_project
from organizations.choices.projects import ProjectState
from organizations.filters.projects import (
    DemonstrationSiteFilter,
    ProjectVillageFilter,
    TrackingVisitFilter,
    TrainingBaseFilter,
)
from organizations.forms.projects import (
    AcceptProjectForm,
    DemonstrationSiteForm,
    ProjectVillageForm,
    TrackingVisitForm,
    TrainingBaseForm,
)
from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from organizations.tables.projects import (
    DemonstrationSiteTable,
    ProjectVillageTable,
    TrackingVisitTable,
    TrainingBaseTable,
)
from portal import pages

pages.add(
    DemonstrationSite,
    DemonstrationSiteForm,
    DemonstrationSiteFilter,
    DemonstrationSiteTable,
    group=_("Organizations"),
    icon="flag",
    bulk=("level", "theme", "sponsor", "until", "ended_why"),
    quiet=("sponsor",),
)
pages.add(
    ProjectVillage,
    ProjectVillageForm,
    ProjectVillageFilter,
    ProjectVillageTable,
    group=_("Organizations"),
    icon="target",
    bulk=("level", "priority", "until"),
    actions=(
        pages.Action(
            accept_project,
            _("Accept or not"),
            AcceptProjectForm,
            perm="change",
            offered=lambda project: project.state in {ProjectState.RUNNING, ProjectState.FAILED},
        ),
    ),
)
pages.add(
    TrackingVisit,
    TrackingVisitForm,
    TrackingVisitFilter,
    TrackingVisitTable,
    group=_("Organizations"),
    menu=False,
)
pages.add(
    TrainingBase,
    TrainingBaseForm,
    TrainingBaseFilter,
    TrainingBaseTable,
    group=_("Education and talent"),
    icon="home",
    bulk=("kind", "until"),
)
