from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.ledger import check_use
from funding.choices import ApplicationState, Way
from funding.forms.amounts import AmountField
from funding.forms.entering import voucher_field
from funding.models import Account, Application, ApprovalLimit
from organizations.choices.tree import Level
from portal.errors import Refused
from portal.forms import RecordForm, day_field, field_for
from portal.models import fields_of
from portal.rules import in_order, not_in_future


def fits_the_money(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    account, use = values.get("account"), values.get("use")
    if isinstance(account, Account) and use:
        try:
            check_use(account, Way.PAYMENT, use)
        except Refused as no:
            yield "use", str(no)


def asked_for_its_year(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The year before, at the earliest: then it is asked for what the new year brings."""
    account, day = values.get("account"), values.get("asked_on")
    if isinstance(account, Account) and day and day.year not in {account.year, account.year - 1}:
        words = _("This is money of %(year)s: ask for it in that year, or in the one before.")
        yield "asked_on", words % {"year": account.year}


def somebody_decides(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("level") == Level.VILLAGE:
        yield "level", _("Townships and the county decide about money, villages ask for it.")


class ApplicationForm(RecordForm):
    """What is asked for. Once it is handed in it stays as it is, unless it is returned."""

    rules = (fits_the_money, not_in_future("asked_on"), asked_for_its_year)
    synonyms = {
        "account": ("账户", "支出账户"),
        "code": ("申请编号", "编号", "申请号"),
        "asked_on": ("申请日期", "日期"),
        "use": ("用途", "资金用途"),
        "amount": ("金额", "申请金额", "金额（元）"),
        "payee": ("收款人", "收款单位"),
        "purpose": ("事由", "申请事由", "用款事由"),
    }
    examples = {"amount": lambda number: f"{100 + number}.50"}

    amount = AmountField()

    class Meta(RecordForm.Meta):
        model = Application
        fields = fields_of(Application)
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        state = self.instance.state
        still = {ApplicationState.DRAFT, ApplicationState.RETURNED}
        if self.instance.pk and state not in still and self.has_changed():
            words = _("This application was sent off: have it returned to change it.")
            raise forms.ValidationError(words)
        return super().clean()

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk:
            self.instance.asked_by = self.user
        return super().save(commit)


class ApprovalLimitForm(RecordForm):
    rules = (in_order("since", "until"), somebody_decides)
    synonyms = {
        "organization": ("设定单位", "单位"),
        "level": ("审批层级", "层级"),
        "purse": ("资金性质",),
        "up_to": ("审批限额", "限额", "限额（元）"),
        "second_person": ("审批与支付分开", "支付人另设"),
        "since": ("起始日期", "执行日期"),
        "until": ("终止日期",),
        "document": ("文号", "依据文件"),
    }
    examples = {
        "level": ("township",),
        "since": lambda number: f"2020-{1 + number // 28:02d}-{1 + number % 28:02d}",
    }

    class Meta(RecordForm.Meta):
        model = ApprovalLimit
        fields = fields_of(ApprovalLimit)


class AgreeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("remark"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("reason"), widget=forms.Textarea(attrs={"rows": 2}))


class PayForm(forms.Form):
    day = day_field(gettext_lazy("day"))
    voucher = voucher_field()
    handler = forms.CharField(label=gettext_lazy("handled by"), max_length=60, required=False)
