"""What programmes find of members: the yearly verdict on the "five leads" (001-03)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.filters.programmes import MemberResultFilter, rural
from members.filters.related import ask_of_persons
from members.forms.programmes import MemberResultForm
from members.models import MemberResult
from members.tables.programmes import MemberResultTable
from organizations.filters.programmes import ProgrammeMetFacet
from portal import pages
from portal.filters import Whether

pages.add(
    MemberResult,
    MemberResultForm,
    MemberResultFilter,
    MemberResultTable,
    group=_("Party life"),
    icon="check",
    bulk=("judge", "judged_on", "verdict"),
)
ask_of_persons(
    programme_met=ProgrammeMetFacet(MemberResult, "person", label=_("Programme met (its code)")),
    rural=Whether(rural, label=_("In a village or community")),
)
