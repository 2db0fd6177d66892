from typing import Any

from django.utils.translation import gettext_lazy as _

from members.actions.transfers import (
    confirm_receipt,
    end_mobile,
    find_again,
    note_contact,
    note_search,
)
from members.choices.transfers import TransferKind
from members.filters.transfers import (
    ExitFilter,
    LostContactFilter,
    MobileContactFilter,
    MobileRecordFilter,
    TransferFilter,
)
from members.forms.standing import ContactForm, DayForm, FoundForm, SearchForm
from members.forms.transfers import (
    ExitForm,
    LostContactForm,
    MobileContactForm,
    MobileRecordForm,
    TransferForm,
)
from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from members.tables.transfers import (
    ExitTable,
    LostContactTable,
    MobileContactTable,
    MobileRecordTable,
    TransferTable,
)
from portal import pages

group = _("Members")


def awaited(transfer: Transfer) -> bool:
    return transfer.kind == TransferKind.OUT and not (transfer.received_on or transfer.undone_on)


def under_way(record: Any) -> bool:
    return record.until is None


pages.link(
    "member-flow", _("Increase and decrease"), icon="chart", group=group, perm="members.view_person"
)
pages.link(
    "member-arrival",
    _("Transfer in from outside"),
    icon="download",
    group=group,
    perm="members.transfer_person",
)
pages.add(
    Transfer,
    TransferForm,
    TransferFilter,
    TransferTable,
    group=group,
    icon="arrow-right",
    quiet=("source", "target"),
    actions=(
        pages.Action(
            confirm_receipt,
            _("Confirm the receipt"),
            DayForm,
            perm="change",
            many=True,
            offered=awaited,
        ),
    ),
)
pages.add(Exit, ExitForm, ExitFilter, ExitTable, group=group, icon="logout", quiet=("decided_by",))
pages.add(
    MobileRecord,
    MobileRecordForm,
    MobileRecordFilter,
    MobileRecordTable,
    group=group,
    icon="map",
    actions=(
        pages.Action(
            note_contact,
            _("Note a contact"),
            ContactForm,
            perm="change",
            many=True,
            offered=under_way,
        ),
        pages.Action(end_mobile, _("Is back"), DayForm, perm="change", offered=under_way),
    ),
)
pages.add(
    MobileContact,
    MobileContactForm,
    MobileContactFilter,
    MobileContactTable,
    group=group,
    menu=False,
)
pages.add(
    LostContact,
    LostContactForm,
    LostContactFilter,
    LostContactTable,
    group=group,
    icon="search",
    actions=(
        pages.Action(note_search, _("Note a search"), SearchForm, perm="change", offered=under_way),
        pages.Action(
            find_again, _("In contact again"), FoundForm, perm="change", offered=under_way
        ),
    ),
)
