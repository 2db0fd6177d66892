from __future__ import annotations

from collections.abc import Iterator
from decimal import InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DecimalField, IntegerField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.targets.library import check_query
from assessments.choices import Aggregate, Basis, IndicatorKind
from assessments.models import Indicator, Measure, Plan, Target
from portal import pages
from portal.errors import Refused
from portal.forms import RecordForm
from portal.models import fields_of


def query_fits(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The filter must be one that the register's own list understands."""
    if "register" not in values or "query" not in values:
        return
    try:
        check_query(values["register"], values["query"])
    except Refused as no:
        yield ("query" if pages.has(values["register"]) else "register"), str(no)


def period_fits(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    register = values.get("register", "")
    if values.get("basis") != Basis.DURING or not pages.has(register):
        return
    model = pages.get(register).model
    if not model.dated and not model.in_force:
        yield "basis", _("Rows of this register carry no date.")


def column_fits(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is summed up must be an amount that the register's rows have, and what is told apart
    something that they say."""
    register, column = values.get("register", ""), values.get("column", "")
    aggregate = values.get("aggregate", Aggregate.COUNT)
    if aggregate == Aggregate.COUNT or not pages.has(register):
        return
    fits = is_amount if aggregate == Aggregate.SUM else is_said
    known = [one.name for one in pages.get(register).model._meta.fields if fits(one)]
    if column in known:
        return
    if not known:
        yield "aggregate", _("Rows of this register have no amounts to add up: count them.")
    else:
        words = _("Say which column is meant. This register has: %(known)s.")
        yield "column", words % {"known": ", ".join(known)}


def is_said(field: Any) -> bool:
    return bool(field.editable and not field.primary_key)


def is_amount(field: Any) -> bool:
    number = isinstance(field, IntegerField | DecimalField) and not field.choices
    return number and field.editable and not field.primary_key


class NamedForm(RecordForm):
    """Whoever defines something without saying for whom, does so for their own organization."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].required = False

    def clean_organization(self) -> Any:
        return self.cleaned_data["organization"] or self.user.organization


class MeasureForm(NamedForm):
    rules = (query_fits, period_fits, column_fits)
    examples = {"register": ("person",), "basis": ("at",), "aggregate": ("count",)}

    register = forms.ChoiceField(
        label=gettext_lazy("Register"),
        choices=lambda: [("", "---------"), *((one.name, one.label) for one in pages.every())],
    )

    class Meta(RecordForm.Meta):
        model = Measure
        fields = [
            "code",
            "name",
            "name_en",
            "register",
            "query",
            "aggregate",
            "column",
            "basis",
            "organization",
        ]

    def clean_query(self) -> str:
        return str(self.cleaned_data["query"]).removeprefix("?")


def kind_has_its_parts(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = values.get("kind")
    if kind == IndicatorKind.RATIO and "denominator" in values and not values["denominator"]:
        yield "denominator", _("A ratio needs a measure to divide by.")
    if kind != IndicatorKind.SHARE:
        return
    for name in ("level", "compare", "threshold"):
        if name in values and values[name] in {None, ""}:
            yield name, _("A share says of which organizations, and what they must reach.")


class IndicatorForm(NamedForm):
    rules = (kind_has_its_parts,)
    examples = {"kind": ("amount",)}

    class Meta(RecordForm.Meta):
        model = Indicator
        fields = [
            "code",
            "name",
            "name_en",
            "clause",
            "kind",
            "numerator",
            "denominator",
            "level",
            "compare",
            "threshold",
            "unit",
            "decimals",
            "direction",
            "organization",
        ]


class PlanForm(NamedForm):
    class Meta(RecordForm.Meta):
        model = Plan
        fields = ["code", "name", "name_en", "year", "source", "organization"]


class TargetForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Target
        fields = fields_of(Target)

    def clean_milestones(self) -> str:
        text = str(self.cleaned_data["milestones"])
        try:
            Target(year=self.cleaned_data.get("year") or 2000, milestones=text).marks()
        except (ValueError, InvalidOperation):
            raise ValidationError(
                _("Write milestones like 03-31=20; 06-30=45; 09-30=70: the day, then the value.")
            ) from None
        return text
