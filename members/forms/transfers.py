from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.choices.transfers import TransferKind
from members.forms.development import ends_after_it_begins
from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from portal.forms import RecordForm
from portal.models import fields_of


def transfer_has_both_ends(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = values.get("kind")
    if kind == TransferKind.WITHIN and "target" in values and not values["target"]:
        yield "target", _("Name the organization the person goes to.")
    if kind in {TransferKind.OUT, TransferKind.IN} and values.get("elsewhere") == "":
        yield "elsewhere", _("Name the organization outside the county.")


def letter_outlives_the_day(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    day, valid = values.get("day"), values.get("valid_until")
    if day and valid and valid < day:
        yield "valid_until", _("The letter had expired on that day.")


class TransferForm(RecordForm):
    rules = (transfer_has_both_ends, letter_outlives_the_day)
    examples = {"kind": (TransferKind.OUT,), "elsewhere": ...}

    class Meta(RecordForm.Meta):
        model = Transfer
        fields = fields_of(Transfer)


class ExitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Exit
        fields = fields_of(Exit)


class MobileRecordForm(RecordForm):
    rules = (ends_after_it_begins,)
    synonyms = {
        "location": ("流向", "外出地点", "流入地"),
        "host_name": ("流入地党组织",),
        "since": ("外出时间", "外出日期"),
        "contact": ("联系人", "党支部联系人"),
    }

    class Meta(RecordForm.Meta):
        model = MobileRecord
        fields = fields_of(MobileRecord)


class MobileContactForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = MobileContact
        fields = fields_of(MobileContact)


class LostContactForm(RecordForm):
    rules = (ends_after_it_begins,)

    class Meta(RecordForm.Meta):
        model = LostContact
        fields = fields_of(LostContact)
