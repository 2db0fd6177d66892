from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.filters.related import KindFacet, ask_of_persons
from members.filters.talent import (
    MentorshipFilter,
    StartUpFilter,
    TalentFilter,
    TalentServiceFilter,
)
from members.forms.talent import MentorshipForm, StartUpForm, TalentForm, TalentServiceForm
from members.models import Mentorship, StartUp, Talent, TalentService
from members.tables.talent import MentorshipTable, StartUpTable, TalentServiceTable, TalentTable
from organizations.filters.having import HavingFacet
from portal import pages

education = _("Education and talent")

pages.add(
    Talent,
    TalentForm,
    TalentFilter,
    TalentTable,
    group=education,
    icon="star",
    bulk=("level", "until"),
)
pages.add(
    Mentorship,
    MentorshipForm,
    MentorshipFilter,
    MentorshipTable,
    group=education,
    icon="people",
    bulk=("until", "reached"),
)
pages.add(StartUp, StartUpForm, StartUpFilter, StartUpTable, group=education, icon="chart")
pages.add(
    TalentService,
    TalentServiceForm,
    TalentServiceFilter,
    TalentServiceTable,
    group=education,
    icon="check",
)

ask_of_persons(
    talent=KindFacet(Talent, "kind", label=_("Talent")),
    mentored_to=KindFacet(Mentorship, "stage", label=_("Is mentored")),
    starts_up=HavingFacet(StartUp, by="person", label=_("Leads a start-up")),
)
