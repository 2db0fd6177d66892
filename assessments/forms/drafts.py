"""What the page that builds an indicator asks."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.targets.drafts import free_code, settled, without
from assessments.choices import Aggregate, Basis, Comparison, Direction, IndicatorKind, Unit
from assessments.forms.targets import column_fits, is_amount, kind_has_its_parts, period_fits
from assessments.models import Indicator, Measure, Plan, Target
from organizations.choices.tree import Level
from portal import pages
from portal.forms import day_field

EMPTY = [("", "---------")]
ALL = "all"


class DraftForm(forms.Form):
    """An indicator over a filter of a register's list. `preview`: only what decides the figure."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=IndicatorKind.choices,
        initial=IndicatorKind.RATIO,
        widget=forms.RadioSelect,
    )
    aggregate = forms.ChoiceField(
        label=gettext_lazy("Counted as"), choices=Aggregate.choices, initial=Aggregate.COUNT
    )
    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)
    basis = forms.ChoiceField(
        label=gettext_lazy("Which rows"), choices=Basis.choices, initial=Basis.AT
    )
    below = forms.ChoiceField(label=gettext_lazy("Divided by"), required=False, initial=ALL)
    level = forms.ChoiceField(
        label=gettext_lazy("Of organizations"),
        choices=[*EMPTY, *Level.choices],
        required=False,
        initial=Level.VILLAGE,
    )
    compare = forms.ChoiceField(
        label=gettext_lazy("that have"),
        choices=[*EMPTY, *Comparison.choices],
        required=False,
        initial=Comparison.AT_LEAST,
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("This number"), min_value=0, max_value=10**9, required=False, initial=1
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices, initial=Unit.PERCENT)
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=Direction.choices, initial=Direction.LARGER
    )
    day = day_field(gettext_lazy("Figures as of"))
    name = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=160, required=False)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Set as a target of the plan"),
        required=False,
        empty_label=gettext_lazy("no plan yet"),
    )
    comparison = forms.ChoiceField(
        label=gettext_lazy("Should be"), choices=Comparison.choices, initial=Comparison.AT_LEAST
    )
    value = forms.DecimalField(
        label=gettext_lazy("Target"), max_digits=14, decimal_places=2, required=False
    )

    DECIDING = (
        "kind",
        "aggregate",
        "column",
        "basis",
        "below",
        "level",
        "compare",
        "threshold",
        "unit",
        "direction",
        "day",
    )
    AIM = ("plan", "comparison", "value")

    def __init__(
        self, register: str, query: str, *args: Any, user: Any, preview: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.register, self.query, self.user = register, query, user
        self.preview = preview
        columns: Any = self.fields["column"]
        columns.choices = [*EMPTY, *columns_of(register)]
        below: Any = self.fields["below"]
        below.choices = list(self.divisors())
        conditions = [key for key, _words in below.choices if key.startswith("without-")]
        below.initial = conditions[-1] if len(conditions) > 1 else ALL
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.for_user(user, "change")
        self.fields["code"].initial = free_code(Indicator, "own")
        if preview:
            for name in set(self.fields) - set(self.DECIDING):
                del self.fields[name]

    def divisors(self) -> Any:
        """What the rows may be divided by: all rows, those with a condition less, a measure."""
        yield ALL, _("All rows of the register")
        facets = pages.get(self.register).filter.base_filters
        for name in dict(parse_qsl(self.query)):
            label = getattr(facets.get(name), "label", None) or name
            words = _("The same rows, without “%(filter)s”")
            yield f"without-{name}", words % {"filter": capfirst(str(label))}
        for measure in Measure.objects.for_user(self.user).order_by("name"):
            yield f"measure-{measure.pk}", _("Measure: %(name)s") % {"name": measure}

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if Indicator.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is an indicator with this code already."))
        if "/" in code:
            raise forms.ValidationError(_("A code has no slash, which parts addresses."))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        asked = {**values, "register": self.register, "denominator": values.get("below")}
        rules = (period_fits, column_fits, kind_has_its_parts)
        for rule in rules:
            for name, words in list(rule(asked)):
                self.add_error({"denominator": "below"}.get(name, name), words)
        if values.get("plan") and values.get("value") is None and "value" in self.fields:
            self.add_error("value", _("A target of a plan needs a number."))
        return values

    def measure(self, query: str) -> Measure:
        values = self.cleaned_data
        summed = values["aggregate"] != Aggregate.COUNT
        return Measure(
            register=self.register,
            query=query,
            aggregate=values["aggregate"],
            column=values["column"] if summed else "",
            basis=values["basis"],
        )

    def divisor(self) -> Measure | None:
        """What is divided by; None for a share and an amount."""
        values = self.cleaned_data
        way, _dash, what = values["below"].partition("-")
        if values["kind"] != IndicatorKind.RATIO:
            return None
        if way == "measure":
            return Measure.objects.for_user(self.user).get(pk=int(what))
        return self.measure("" if way == ALL else without(self.query, what))

    def indicator(self) -> Indicator:
        """The indicator asked for, not saved; over measures there are where they count the same."""
        values, share = self.cleaned_data, self.cleaned_data["kind"] == IndicatorKind.SHARE
        made = Indicator(
            code=values.get("code", ""),
            name=values.get("name", ""),
            name_en=values.get("name_en", ""),
            kind=values["kind"],
            level=values["level"] if share else "",
            compare=values["compare"] if share else "",
            threshold=values["threshold"] if share else None,
            unit=Unit.PERCENT if share else values["unit"],
            decimals=0 if values["kind"] == IndicatorKind.AMOUNT else 1,
            direction=values["direction"],
            organization=self.user.organization,
        )
        return settled(made, self.measure(self.query), self.divisor())

    def target(self, indicator: Indicator) -> Target | None:
        plan = self.cleaned_data.get("plan")
        if plan is None:
            return None
        return Target(
            plan=plan,
            level=indicator.level or Level.COUNTY,
            year=plan.year,
            comparison=self.cleaned_data["comparison"],
            value=self.cleaned_data["value"],
        )


def columns_of(register: str) -> list[tuple[str, str]]:
    """The columns of a register that can be added up or told apart."""
    fields: list[Field[Any, Any]] = [*pages.get(register).model._meta.fields]
    known = [one for one in fields if is_amount(one) or one.is_relation]
    return [(one.name, capfirst(str(one.verbose_name))) for one in known]
