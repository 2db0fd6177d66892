"""What may be entered of pay: rules, bank accounts, sheets, what is typed of a line, rewards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from funding.actions.dues_rates import share_of
from funding.actions.pay_rules import Scale
from funding.actions.rewards import known_income
from funding.choices import PayWay
from funding.forms.amounts import AmountField
from funding.forms.dues import YuanField
from funding.models import BankCard, CollectiveReward, PayLine, PayRule, PaySheet, Standard
from portal.dates import months_after
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import Found, Rule, in_order

EARLIEST = date(1990, 1, 1)
MONTH = ("月份", "发放月份", "所属月份")
BANK_NAMES = ("中国农业银行", "农村商业银行", "邮政储蓄银行")


def first_of(values: dict[str, Any], name: str) -> None:
    """A month may be written by any of its days."""
    if values.get(name):
        values[name] = values[name].replace(day=1)


def month_of_work(name: str, ahead: int) -> Rule:
    """A month from 1990 on, at most so many ahead."""

    def rule(values: dict[str, Any]) -> Found:
        month, today = values.get(name), timezone.localdate()
        if month and not EARLIEST <= month <= months_after(today.replace(day=1), ahead):
            words = _("Give a month from 1990 to %(last)s.")
            last = months_after(today, ahead)
            yield name, words % {"last": f"{last:%Y-%m}"}

    return rule


def base_is_a_standard(values: dict[str, Any]) -> Found:
    way, base = values.get("way"), values.get("base", "")
    if way == PayWay.TIMES and not base:
        yield "base", _("A multiple is of a standard of money: name its code.")
    elif way and way != PayWay.TIMES and base:
        yield "base", _("Only a multiple names a standard of money.")
    elif base and not Standard.objects.filter(code=base).exists():
        yield "base", _("There is no standard of money with this code.")


@usual
class PayRuleForm(UsualForm):
    rules = (in_order(later=True), base_is_a_standard)
    synonyms = {
        "paid_as": ("人员类别", "发放对象"),
        "part": ("报酬项目", "项目"),
        "way": ("计算方式",),
        "value": ("标准", "数值"),
        "base": ("基准标准",),
        "education": ("学历要求",),
        "years_from": ("任职满年限",),
        "use": ("列支用途",),
        "source": ("依据", "文件依据"),
    }
    examples = {"way": ("month",), "base": ("",)}

    class Meta(RecordForm.Meta):
        model = PayRule
        fields = fields_of(PayRule)


class BankCardForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "person": (*PERSON, "户名"),
        "account_no": ("银行账号", "账号", "卡号", "银行卡号", "一卡通账号"),
        "bank": ("开户行", "开户银行"),
        "since": ("启用日期",),
        "until": ("停用日期",),
    }
    examples = {"account_no": lambda number: f"6228480099{number:09d}", "bank": BANK_NAMES}

    class Meta(RecordForm.Meta):
        model = BankCard
        fields = fields_of(BankCard)


class PaySheetForm(RecordForm):
    rules = (month_of_work("month", 1),)
    synonyms = {
        "organization": ("乡镇", "乡镇党委", "单位"),
        "kind": ("发放对象",),
        "month": MONTH,
        "source": ("资金来源",),
        "reward_source": ("奖励资金来源",),
    }
    examples = {
        "month": lambda n: f"{timezone.localdate().year - n // 9 % 25}-0{1 + n % 9}-01",
        "kind": ("cadres",),
    }

    class Meta(RecordForm.Meta):
        model = PaySheet
        fields = fields_of(PaySheet)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        first_of(values, "month")

    def clean(self) -> dict[str, Any]:
        if self.instance.pk and not self.instance.is_open and self.has_changed():
            raise ValidationError(_("The sheet was handed in. Have it returned first."))
        return super().clean()


def sheet_is_open(values: dict[str, Any]) -> Found:
    sheet = values.get("sheet")
    if sheet and not sheet.is_open:
        words = _("%(sheet)s is “%(state)s”: its lines rest.")
        yield "sheet", words % {"sheet": sheet, "state": sheet.get_state_display()}


def says_why(values: dict[str, Any]) -> Found:
    changed = values.get("adjustment") or values.get("deduction")
    if changed and "adjust_why" in values and not values["adjust_why"]:
        yield "adjust_why", _("Say why it is adjusted or deducted.")


def not_below_nought(values: dict[str, Any]) -> Found:
    parts = ("basic", "full_score", "reward", "subsidy", "allowance", "adjustment")
    if "deduction" not in values or any(name not in values for name in parts):
        return
    if sum(values[name] or 0 for name in parts) < (values["deduction"] or 0):
        yield "deduction", _("More is deducted than there is to be paid.")


class SignedField(AmountField):
    """Yuan above or below nought; nothing is nought."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(signed=True, **{"required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        return forms.DecimalField.clean(self, value)


@usual
class PayLineForm(UsualForm):
    rules = (sheet_is_open, says_why, not_below_nought)
    synonyms = {
        "sheet": ("报酬表", "工资表"),
        "person": PERSON,
        "organization": PLACE,
        "paid_as": ("人员类别",),
        "basic": ("基本报酬",),
        "full_score": ("绩效基数", "绩效报酬标准"),
        "score": ("考核得分", "得分"),
        "reward": ("集体经济创收奖励", "创收奖励"),
        "subsidy": ("补助",),
        "allowance": ("补贴", "生活补贴"),
        "deduction": ("扣款", "扣发"),
        "adjustment": ("调整", "补发"),
        "adjust_why": ("调整原因", "扣款原因"),
        "by_hand": ("手工录入",),
    }
    groups = (
        (gettext_lazy("Who"), ("sheet", "person", "organization", "paid_as", "by_hand")),
        (
            gettext_lazy("Worked out"),
            ("basic", "full_score", "reward", "subsidy", "allowance"),
        ),
        (gettext_lazy("Typed"), ("score", "deduction", "adjustment", "adjust_why")),
    )
    examples = {"basic": ("3000",)}

    basic = YuanField(label=gettext_lazy("basic pay"))
    full_score = YuanField(label=gettext_lazy("performance pay at full score"))
    reward = YuanField(label=gettext_lazy("reward from collective income"))
    subsidy = YuanField(label=gettext_lazy("subsidy"))
    allowance = YuanField(label=gettext_lazy("allowance"))
    deduction = YuanField(label=gettext_lazy("deducted"))
    adjustment = SignedField(label=gettext_lazy("adjusted by"))

    class Meta(RecordForm.Meta):
        model = PayLine
        fields = fields_of(PayLine)

    def clean(self) -> dict[str, Any]:
        if self.instance.pk and not self.instance.sheet.is_open and self.has_changed():
            raise ValidationError(_("The sheet was handed in. Have it returned first."))
        if self.instance.pk and not self.cleaned_data.get("by_hand"):
            self.refuse_silent_changes()
        return super().clean()

    def refuse_silent_changes(self) -> None:
        """What the rules worked out is adjusted with a reason, or entered by hand."""
        for name in ("basic", "full_score", "reward", "subsidy", "allowance"):
            if (self.cleaned_data.get(name) or 0) != (self.initial.get(name) or 0):
                words = _("This is worked out: adjust it with a reason, or tick “entered by hand”.")
                self.add_error(name, words)


def income_as_registered(values: dict[str, Any]) -> Found:
    place, year, income = (values.get(name) for name in ("organization", "year", "income"))
    known = known_income(place, year) if place and year and income is not None else None
    if known is not None and known != income:
        words = _("The register of villages has %(known)s yuan of collective income for the year.")
        yield "income", words % {"known": f"{known:,.2f}"}


def within_the_rule(values: dict[str, Any]) -> Found:
    """003-38: “a certain proportion” of the income; the county says which."""
    place, month, percent = (values.get(n) for n in ("organization", "pay_month", "percent"))
    if not (place and month and percent):
        return
    most = Scale(month).most_of_income(place.path)
    if most is not None and percent > most:
        words = _("At most %(most)s %% of the collective income may be a reward here.")
        yield "percent", words % {"most": f"{most:.2f}"}


def reward_within_its_share(values: dict[str, Any]) -> Found:
    income, percent, amount = (values.get(name) for name in ("income", "percent", "amount"))
    if income is None or percent is None or amount is None:
        return
    if amount > share_of(income, percent):
        yield "amount", _("This is more than that share of the income.")


class CollectiveRewardForm(RecordForm):
    rules = (within_the_rule, reward_within_its_share, month_of_work("pay_month", 12))
    cautions = (income_as_registered,)
    synonyms = {
        "organization": PLACE,
        "year": ("年度", "收入年度"),
        "person": PERSON,
        "income": ("村集体收入", "集体经济收入"),
        "percent": ("奖励比例", "比例"),
        "amount": ("奖励金额", "金额"),
        "pay_month": MONTH,
        "merits": ("奖励事由", "事由"),
    }
    examples = {"percent": ("3",), "amount": ("",), "income": ("80000",)}

    income = AmountField(label=gettext_lazy("collective income (yuan)"))
    amount = YuanField(label=gettext_lazy("reward (yuan)"))

    class Meta(RecordForm.Meta):
        model = CollectiveReward
        fields = fields_of(CollectiveReward)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        first_of(values, "pay_month")
        income, percent = values.get("income"), values.get("percent")
        if values.get("amount") is None and income is not None and percent is not None:
            values["amount"] = share_of(income, percent)

    def clean(self) -> dict[str, Any]:
        decided = self.instance.state != CollectiveReward.State.PROPOSED
        if self.instance.pk and decided and self.has_changed():
            raise ValidationError(_("This reward was decided on; it is not changed any more."))
        if not self.instance.pk:
            self.instance.proposed_by = self.user
        return super().clean()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class RevealForm(ReasonForm):
    """A look at a whole account number is kept with its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Who looked at the number, and why, is logged.")


class PayDayForm(forms.Form):
    day = day_field(
        gettext_lazy("Paid out on"),
        help_text=gettext_lazy(
            "One payment for each village and use is entered in the ledger: all of them, or none."
        ),
    )


class BankForm(forms.Form):
    """The bank's workbook: masked, or with whole numbers for a reason that is logged."""

    whole = forms.BooleanField(
        label=gettext_lazy("With whole account numbers"), required=False, initial=True
    )
    reason = forms.CharField(label=gettext_lazy("What for"), max_length=200)
