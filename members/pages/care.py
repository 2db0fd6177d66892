from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.filters.care import CareCaseFilter, HelpFilter, PairingFilter, TalkFilter
from members.filters.related import InYearFacet, KindFacet, ask_of_persons
from members.forms.care import CareCaseForm, HelpForm, PairingForm, TalkForm
from members.models import CareCase, Help, Pairing, Talk
from members.tables.care import CareCaseTable, HelpTable, PairingTable, TalkTable
from organizations.filters.having import HavingFacet
from portal import pages

members = _("Members")

pages.add(
    CareCase,
    CareCaseForm,
    CareCaseFilter,
    CareCaseTable,
    group=members,
    icon="person",
    bulk=("contact", "until"),
)
pages.add(
    Pairing,
    PairingForm,
    PairingFilter,
    PairingTable,
    group=members,
    icon="people",
    bulk=("until",),
)
pages.add(Help, HelpForm, HelpFilter, HelpTable, group=members, icon="money")
pages.add(Talk, TalkForm, TalkFilter, TalkTable, group=_("Party life"), icon="user")

ask_of_persons(
    looked_after=KindFacet(CareCase, "need", label=_("Looked after as")),
    paired=HavingFacet(Pairing, by="person", label=_("Paired with somebody in need")),
    talked_in=InYearFacet(Talk, label=_("Heart-to-heart talk in the year")),
)
