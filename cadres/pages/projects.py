from django.utils.translation import gettext_lazy as _

from cadres.actions.projects import accept_project, fail_project, record_milestone, sign_letter
from cadres.choices.projects import CadreProjectState
from cadres.filters.projects import (
    ProjectFilter,
    ProjectInspectionFilter,
    ProjectMilestoneFilter,
    ProjectSupportFilter,
)
from cadres.forms.projects import (
    AcceptProjectForm,
    FailForm,
    MilestoneForm,
    ProjectForm,
    ProjectInspectionForm,
    ProjectMilestoneForm,
    ProjectSupportForm,
    SignForm,
)
from cadres.models import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from cadres.tables.projects import (
    ProjectInspectionTable,
    ProjectMilestoneTable,
    ProjectSupportTable,
    ProjectTable,
)
from portal import pages

cadres = _("Cadres")


def planned(project: Project) -> bool:
    return project.state == CadreProjectState.PLANNED


def running(project: Project) -> bool:
    return project.state == CadreProjectState.RUNNING


pages.add(
    Project,
    ProjectForm,
    ProjectFilter,
    ProjectTable,
    group=cadres,
    icon="chart",
    bulk=("kind", "planned_end"),
    actions=(
        pages.Action(sign_letter, _("Sign the letter"), SignForm, offered=planned),
        pages.Action(accept_project, _("Accept"), AcceptProjectForm, offered=running),
        pages.Action(
            fail_project,
            _("Give up"),
            FailForm,
            perm="accept",
            offered=lambda project: planned(project) or running(project),
            danger=True,
        ),
    ),
)
pages.add(
    ProjectMilestone,
    ProjectMilestoneForm,
    ProjectMilestoneFilter,
    ProjectMilestoneTable,
    group=cadres,
    menu=False,
    actions=(
        pages.Action(
            record_milestone,
            _("Record as done"),
            MilestoneForm,
            perm="change",
            many=True,
            offered=lambda milestone: milestone.done_on is None,
        ),
    ),
)
pages.add(
    ProjectInspection,
    ProjectInspectionForm,
    ProjectInspectionFilter,
    ProjectInspectionTable,
    group=cadres,
    menu=False,
)
pages.add(
    ProjectSupport,
    ProjectSupportForm,
    ProjectSupportFilter,
    ProjectSupportTable,
    group=cadres,
    menu=False,
)
