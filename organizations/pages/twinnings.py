"""Who is twinned with whom, and what they do together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organizations.actions.projects import adjust_twinning
from organizations.filters.twinnings import TwinningActivityFilter, TwinningFilter
from organizations.forms.twinnings import AdjustForm, TwinningActivityForm, TwinningForm
from organizations.models import Twinning, TwinningActivity
from organizations.tables.twinnings import TwinningActivityTable, TwinningTable
from portal import pages

pages.add(
    Twinning,
    TwinningForm,
    TwinningFilter,
    TwinningTable,
    group=_("Service"),
    icon="people",
    bulk=("kind", "thousand", "contact", "phone", "until", "ended_why"),
    actions=(
        pages.Action(
            adjust_twinning,
            _("Change the partner"),
            AdjustForm,
            perm="change",
            offered=lambda twinning: not twinning.until,
        ),
    ),
)
pages.add(
    TwinningActivity,
    TwinningActivityForm,
    TwinningActivityFilter,
    TwinningActivityTable,
    group=_("Service"),
    menu=False,
)
