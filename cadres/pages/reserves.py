from django.utils.translation import gettext_lazy as _

from cadres.actions.checks import check_reserve
from cadres.actions.reserves import appoint_reserve, drop_reserve, list_reserve, record_step
from cadres.choices.reserves import ReserveState
from cadres.filters.reserves import ReserveFilter, ReserveProcedureFilter, ReserveStepFilter
from cadres.forms.acting import AppointReserveForm, DropForm, OnForm, StepForm
from cadres.forms.reserves import ReserveForm, ReserveProcedureForm, ReserveStepForm
from cadres.models import Reserve, ReserveProcedure, ReserveStep
from cadres.tables.reserves import ReserveProcedureTable, ReserveStepTable, ReserveTable
from portal import pages

cadres = _("Cadres")


def selecting(reserve: Reserve) -> bool:
    return reserve.state == ReserveState.SELECTING


def listed(reserve: Reserve) -> bool:
    return reserve.state == ReserveState.LISTED


pages.add(
    Reserve,
    ReserveForm,
    ReserveFilter,
    ReserveTable,
    group=cadres,
    icon="people",
    bulk=("position", "source", "mentor", "plan"),
    quiet=("mentor",),
    actions=(
        pages.Action(
            record_step, _("Record the next step"), StepForm, perm="change", offered=selecting
        ),
        pages.Action(
            check_reserve,
            _("Start the joint check"),
            OnForm,
            perm="change",
            many=True,
            offered=selecting,
        ),
        pages.Action(
            list_reserve, _("Take into the reserve"), OnForm, many=True, offered=selecting
        ),
        pages.Action(
            appoint_reserve,
            _("Appoint to a post"),
            AppointReserveForm,
            perm="list",
            offered=listed,
        ),
        pages.Action(
            drop_reserve,
            _("Drop"),
            DropForm,
            many=True,
            offered=lambda reserve: selecting(reserve) or listed(reserve),
            danger=True,
        ),
    ),
)
pages.add(
    ReserveStep, ReserveStepForm, ReserveStepFilter, ReserveStepTable, group=cadres, menu=False
)
pages.add(
    ReserveProcedure,
    ReserveProcedureForm,
    ReserveProcedureFilter,
    ReserveProcedureTable,
    group=cadres,
    menu=False,
    quiet=("organization",),
)
