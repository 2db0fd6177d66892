from django.utils.translation import gettext_lazy as _

from cadres.actions.checks import conclude_check, record_view
from cadres.choices.checks import CheckState
from cadres.filters.checks import CheckViewFilter, JointCheckFilter, NegativeItemFilter
from cadres.forms.acting import OnForm, ViewForm
from cadres.forms.checks import CheckViewForm, JointCheckForm, NegativeItemForm
from cadres.models import CheckView, JointCheck, NegativeItem
from cadres.tables.checks import CheckViewTable, JointCheckTable, NegativeItemTable
from portal import pages

cadres = _("Cadres")


def under_way(check: JointCheck) -> bool:
    return check.state == CheckState.OPEN


pages.add(
    JointCheck,
    JointCheckForm,
    JointCheckFilter,
    JointCheckTable,
    group=cadres,
    icon="shield",
    actions=(
        pages.Action(
            record_view,
            _("Record a view"),
            ViewForm,
            many=True,
            offered=under_way,
        ),
        pages.Action(conclude_check, _("Conclude"), OnForm, many=True, offered=under_way),
    ),
)
pages.add(CheckView, CheckViewForm, CheckViewFilter, CheckViewTable, group=cadres, menu=False)
pages.add(
    NegativeItem,
    NegativeItemForm,
    NegativeItemFilter,
    NegativeItemTable,
    group=cadres,
    menu=False,
    quiet=("organization",),
)
