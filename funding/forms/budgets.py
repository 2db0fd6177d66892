from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.sheet_totals import amounts_of
from funding.forms.amounts import AmountField
from funding.forms.ledger import key_field
from funding.models import Budget, Source, Use
from organizations.models import Organization
from organizations.models.naming import YEARS
from portal.forms import ActingForm, RecordField, RecordForm
from portal.models import fields_of


class BudgetAmountField(AmountField):
    """Yuan and fen; nought is a budget, too."""

    def clean(self, value: Any) -> Decimal | None:
        amount: Decimal | None = forms.DecimalField.clean(self, value)
        if amount is not None and amount < 0:
            raise ValidationError(_("A budget is nought or more. What is taken away is moved."))
        return amount


def fits_the_purse(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Party dues are never spent as budget money, nor the other way round (domain 2.5)."""
    use, source = values.get("use"), values.get("source")
    if use and source and use.purse and use.purse != source.purse:
        yield (
            "use",
            _("“%(use)s” is never paid out of %(source)s.")
            % {
                "use": use,
                "source": source,
            },
        )


def due_within_its_year(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    year, due = values.get("year"), values.get("due_on")
    if year and due and due.year != year:
        yield (
            "due_on",
            _("This day does not lie in %(year)s, the year of the budget.") % {"year": year},
        )


def lies_in_bounds(year: int) -> bool:
    least, most = (one.limit_value for one in YEARS)
    return bool(least <= year <= most)


def is_a_year(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Workbooks do not pass by the model's own limits."""
    if values.get("year") is not None and not lies_in_bounds(values["year"]):
        least, most = (one.limit_value for one in YEARS)
        words = _("Give a year from %(least)s to %(most)s.")
        yield "year", words % {"least": least, "most": most}


def lies_far_ahead(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if (values.get("year") or 0) > timezone.localdate().year + 1:
        yield "year", _("This year is still far away. Is it typed correctly?")


class BudgetForm(RecordForm):
    rules = (is_a_year, fits_the_purse, due_within_its_year)
    cautions = (lies_far_ahead,)
    of_sheet = (amounts_of("amount"),)
    synonyms = {
        "organization": ("预算单位", "单位", "单位名称", "村名", "行政村", "村（社区）", "党组织"),
        "year": ("预算年度", "年度", "年份"),
        "source": ("资金来源", "来源", "指标来源", "资金性质"),
        "use": (
            "资金用途",
            "用途",
            "支出用途",
            "项目名称",
            "预算项目",
            "支出项目",
            "经济科目",
            "部门经济科目",
            "功能科目",
        ),
        "amount": ("预算数", "预算金额", "年初预算", "年初预算数", "金额", "批复数", "下达数"),
        "decided_on": ("批复日期", "批复时间", "下达日期", "发文日期"),
        "due_on": ("应到位日期", "应拨日期", "计划拨付日期"),
        "note": ("备注", "文号", "说明"),
    }
    examples = {"amount": lambda row: f"{30_000 + 500 * row}.00"}

    amount = BudgetAmountField(label=gettext_lazy("budget (yuan)"))

    class Meta(RecordForm.Meta):
        model = Budget
        fields = fields_of(Budget)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """Without a day a budget is decided as its year begins, or today where it has not begun."""
        year = values.get("year")
        if "decided_on" in values and not values["decided_on"] and year and lies_in_bounds(year):
            values["decided_on"] = min(date(year, 1, 1), timezone.localdate())


class MoveForm(ActingForm):
    """To which line budget is moved, and why."""

    use = RecordField(Use.objects.all(), label=gettext_lazy("To the use"))
    amount = AmountField(label=gettext_lazy("amount (yuan)"))
    organization = RecordField(
        Organization.objects.all(),
        required=False,
        label=gettext_lazy("To the organization"),
        help_text=gettext_lazy("Left empty, the same."),
    )
    source = RecordField(
        Source.objects.all(),
        required=False,
        label=gettext_lazy("To the source of money"),
        help_text=gettext_lazy("Left empty, the same."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = key_field()


class AnswerForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("Answer"), max_length=300, required=False)


class RefusalForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("Why not"), max_length=300)
