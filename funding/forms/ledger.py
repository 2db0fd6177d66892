from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.ledger import Line, Posting, check_day, check_use, post_entry, uncovered
from funding.actions.sheet_totals import amounts_of
from funding.choices import Way
from funding.forms.amounts import AmountField
from funding.models import Account, Entry
from portal.errors import Refused
from portal.forms import RecordForm, field_for
from portal.models import fields_of
from portal.rules import Rows

BY_HAND = (Way.RECEIPT, Way.PAYMENT, Way.OPENING)


def key_field() -> forms.UUIDField:
    """Made with the form: pressed twice, or sent again after a lost answer, it is one entry."""
    return forms.UUIDField(
        label=gettext_lazy("key of this sending (UUID)"),
        required=False,
        initial=uuid.uuid4,
        widget=forms.HiddenInput,
    )


class AccountForm(RecordForm):
    synonyms = {
        "organization": ("单位", "所在村", "村", "村名", "单位名称"),
        "year": ("年度", "会计年度"),
        "source": ("资金来源", "来源"),
    }

    class Meta(RecordForm.Meta):
        model = Account
        fields = fields_of(Account)


def entered_by_hand(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Transfers, reversals and what closes a year have acts of their own."""
    way, amount = values.get("way"), values.get("amount")
    if way and way not in BY_HAND:
        yield "way", _("Transfers and reversals are entered on the account's page.")
    elif way and amount is not None and amount < 0 and way != Way.PAYMENT:
        yield "amount", _("What comes in is above nought. Take a mistake back by reversing it.")


def opens_once(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What an account holds from the start is its first entry."""
    account, opens = values.get("account"), values.get("way") == Way.OPENING
    if opens and isinstance(account, Account) and account.entries.exists():
        words = _("This account has entries already: what it opens with comes first, and once.")
        yield "way", words


def fits_the_account(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The account's own year, an open month, a use of the account's kind of money."""
    account = values.get("account")
    if not isinstance(account, Account):
        return
    try:
        if values.get("day"):
            check_day(account, values["day"])
    except Refused as no:
        yield "day", str(no)
    try:
        if values.get("way") and "use" in values:
            check_use(account, values["way"], values["use"])
    except Refused as no:
        yield "use", str(no)


class Covered:
    """For workbooks: lines that take more than the account holds, those before them in the file
    counted. What is typed on a page is looked at as it is entered; sent twice, it is one entry."""

    def surplus(self, rows: Rows) -> Iterator[tuple[int, str, Any]]:
        names = ("way", "day", "amount")
        fresh = {
            place: Posting(
                values["account"], Line(values["way"], values["day"], values["amount"], voucher="")
            )
            for place, (_pk, values) in enumerate(rows)
            if isinstance(values.get("account"), Account)
            and not values.get("key")
            and all(values.get(name) for name in names)
        }
        places, postings = list(fresh), list(fresh.values())
        held = {one.account.pk: one.account for one in postings}
        for place, sentence in uncovered(postings, held):
            yield places[place], "amount", sentence


class EntryForm(RecordForm):
    """A receipt or payment, by hand or out of a workbook; afterwards nobody changes it."""

    rules = (entered_by_hand, opens_once, fits_the_account)
    limits = (Covered(),)
    of_sheet = (amounts_of("amount"),)
    synonyms = {
        "account": ("账户", "账号", "所属账户"),
        "way": ("收支", "收支类型", "类型", "方向", "收/支"),
        "day": ("日期", "记账日期", "时间"),
        "use": ("用途", "资金用途", "支出用途", "科目"),
        "amount": ("金额", "金额（元）", "发生额"),
        "voucher": ("凭证号", "凭证编号", "凭证号数", "凭证"),
        "counterparty": ("对方", "收款人", "付款单位", "对方单位", "收(付)款人"),
        "handler": ("经手人", "经办人"),
        "note": ("摘要", "备注", "说明"),
    }
    words = {"way": {"收入": "receipt", "收": "receipt", "支出": "payment", "支": "payment"}}
    examples = {
        "way": ("receipt",),
        "day": lambda number: f"{timezone.localdate():%Y}-{1 + number % 12:02d}-10",
        "amount": lambda number: f"{100 + number}.50",
        "voucher": lambda number: f"记-{number + 1:04d}",
    }

    amount = AmountField(signed=True)
    key = key_field()

    class Meta(RecordForm.Meta):
        model = Entry
        fields = [
            *("account", "way", "day", "use", "amount"),
            *("voucher", "counterparty", "handler", "note"),
        ]
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [("", "---------"), *((one.value, one.label) for one in BY_HAND)]
        self.fields["way"].widget.choices = shown  # type: ignore[attr-defined]

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """What is paid out is kept below nought, however it was written."""
        amount = values.get("amount")
        if values.get("way") == Way.PAYMENT and isinstance(amount, Decimal):
            values["amount"] = -abs(amount)

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        key = self.cleaned_data.get("key")
        again = key and Entry.objects.filter(token=key).exists()
        return excluded | ({"voucher"} if again else set())

    def save(self, commit: bool = True) -> Any:
        names = [one for one in self._meta.fields or () if one != "account"]
        line = Line(**{name: self.cleaned_data[name] for name in names})
        account, key = self.cleaned_data["account"], self.cleaned_data.get("key")
        self.instance = post_entry(account, line, by=self.user, token=key)
        return self.instance
