from django.utils.translation import gettext_lazy as _

from cadres.actions.studies import drop_study, end_secondment, graduate_study
from cadres.choices.studies import StudyState
from cadres.filters.studies import SecondmentFilter, StudyFilter
from cadres.forms.studies import (
    DropStudyForm,
    EndSecondmentForm,
    GraduateForm,
    SecondmentForm,
    StudyForm,
)
from cadres.models import Secondment, Study
from cadres.tables.studies import SecondmentTable, StudyTable
from portal import pages

cadres = _("Cadres")


def enrolled(study: Study) -> bool:
    return study.state == StudyState.ENROLLED


pages.add(
    Secondment,
    SecondmentForm,
    SecondmentFilter,
    SecondmentTable,
    group=cadres,
    icon="map",
    bulk=("planned_end",),
    actions=(
        pages.Action(
            end_secondment,
            _("End the secondment"),
            EndSecondmentForm,
            offered=lambda one: one.until is None,
        ),
    ),
)
pages.add(
    Study,
    StudyForm,
    StudyFilter,
    StudyTable,
    group=cadres,
    icon="file",
    bulk=("planned_end", "form"),
    actions=(
        pages.Action(
            graduate_study, _("Graduated"), GraduateForm, perm="conclude", offered=enrolled
        ),
        pages.Action(
            drop_study,
            _("Given up"),
            DropStudyForm,
            perm="conclude",
            offered=enrolled,
            danger=True,
        ),
    ),
)
