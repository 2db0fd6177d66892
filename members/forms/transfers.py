from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.choices.transfers import TransferKind
from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import Found, in_order


def transfer_has_both_ends(values: dict[str, Any]) -> Found:
    kind = values.get("kind")
    if kind == TransferKind.WITHIN and "target" in values and not values["target"]:
        yield "target", _("Name the organization the person goes to.")
    if kind in {TransferKind.OUT, TransferKind.IN} and values.get("elsewhere") == "":
        yield "elsewhere", _("Name the organization outside the county.")


class TransferForm(RecordForm):
    rules = (
        transfer_has_both_ends,
        in_order(
            "day", "valid_until", sentence=gettext_lazy("The letter had expired on that day.")
        ),
    )
    examples = {"kind": (TransferKind.OUT,), "elsewhere": ...}

    class Meta(RecordForm.Meta):
        model = Transfer
        fields = fields_of(Transfer)


class ExitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Exit
        fields = fields_of(Exit)


class MobileRecordForm(RecordForm):
    rules = (in_order(),)
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
    rules = (in_order(),)

    class Meta(RecordForm.Meta):
        model = LostContact
        fields = fields_of(LostContact)
