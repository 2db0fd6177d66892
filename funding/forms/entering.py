"""What is asked where somebody acts on an account or an entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from funding.actions.entering import uses_of
from funding.choices import Way
from funding.forms.amounts import AmountField
from funding.forms.ledger import key_field
from funding.models import Account, Use
from portal.forms import ActingForm, RecordField, day_field

NEXT = _("Left empty, the next number.")


def voucher_field() -> forms.CharField:
    return forms.CharField(label=_("voucher number"), max_length=40, required=False, help_text=NEXT)


class EnterForm(forms.Form):
    """A receipt or payment of one account. With the keyboard: Tab from field to field, Enter."""

    way = forms.ChoiceField(
        label=_("kind"),
        choices=[(Way.RECEIPT, Way.RECEIPT.label), (Way.PAYMENT, Way.PAYMENT.label)],
        widget=forms.RadioSelect,
    )
    day = day_field(_("day"))
    amount = AmountField()
    use = forms.ModelChoiceField(Use.objects.none(), label=_("use of money"), required=False)
    counterparty = forms.CharField(label=_("paid by or to"), max_length=120, required=False)
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    voucher = voucher_field()
    handler = forms.CharField(label=_("handled by"), max_length=60, required=False)
    key = key_field()

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use: Any = self.fields["use"]
        use.queryset = uses_of(account)
        today = timezone.localdate()
        if account.year != today.year:
            self.initial.setdefault("day", today.replace(year=account.year, month=12, day=31))


class TransferForm(ActingForm):
    target = RecordField(Account.objects.all(), label=_("into which account"))
    day = day_field(_("day"))
    amount = AmountField()
    use = RecordField(Use.objects.all(), label=_("use of money"), required=False)
    voucher = voucher_field()
    handler = forms.CharField(label=_("handled by"), max_length=60, required=False)
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    key = key_field()


class ReverseForm(forms.Form):
    day = day_field(_("day"))
    reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        help_text=_("The opposite line is entered with this reason; both stay to be seen."),
    )
    voucher = voucher_field()
    key = key_field()


class MonthForm(forms.Form):
    prefilled = ("month",)

    month = forms.TypedChoiceField(
        label=_("up to the end of"),
        choices=list(MONTHS.items()),
        coerce=int,
        help_text=_("Afterwards they take no entries of these months; reopening needs a reason."),
    )


class ReopenForm(forms.Form):
    month = forms.TypedChoiceField(
        label=_("from this month on"), choices=list(MONTHS.items()), coerce=int
    )
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}))
