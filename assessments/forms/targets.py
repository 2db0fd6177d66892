from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DecimalField, IntegerField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.ratings.shelf import keys
from assessments.actions.targets.library import check_query, county, library
from assessments.actions.targets.planning import WHOLE
from assessments.actions.targets.results import DEPTH
from assessments.choices import Aggregate, Basis, IndicatorKind
from assessments.forms.parts import UsualForm
from assessments.models import Indicator, Measure, Plan, Target
from assessments.models.plans import UPWARDS
from portal import pages
from portal.errors import Refused
from portal.forms import ActingForm, RecordForm
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


class PlanForm(UsualForm, NamedForm):
    usual = ("small", "alike_parts", "alike_least")

    ranked = forms.TypedChoiceField(
        label=Plan._meta.get_field("ranked").verbose_name,
        help_text=Plan._meta.get_field("ranked").help_text,  # type: ignore[union-attr]
        choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
        coerce=lambda said: said == "True",
        empty_value=True,  # type: ignore[arg-type]
        required=False,
    )

    class Meta(RecordForm.Meta):
        model = Plan
        fields = [
            *("code", "name", "name_en", "year", "source", "organization", "ranked"),
            *("small", "alike_parts", "alike_least"),
        ]


def place_of_the_plan(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """An own value is that of an organization below the plan's, and binds no level above it."""
    plan, place, level = (values.get(name) for name in ("plan", "organization", "level"))
    if not place:
        return
    if plan and not place.path.startswith(plan.organization.path):
        yield "organization", _("This organization is not below the one that set the plan.")
    if level and DEPTH.index(level) < DEPTH.index(place.level):
        words = _("%(place)s is a %(level)s: a target of its own cannot bind a level above it.")
        yield "level", words % {"place": place, "level": place.get_level_display()}


def steps_lead_to_the_target(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Milestones that turn back, or lie beyond the target, are hardly meant."""
    value, year = values.get("value"), values.get("year")
    if value is None or not year or not values.get("milestones"):
        return
    target = Target(year=year, milestones=values["milestones"], value=value)
    marks = [mark for _day, mark in target.marks()]
    upwards = values.get("comparison") in UPWARDS
    if marks != sorted(marks, reverse=not upwards):
        yield "milestones", _("The milestones do not lead step by step to the target.")
    elif marks and (marks[-1] > value if upwards else marks[-1] < value):
        yield "milestones", _("The last milestone lies beyond the target itself.")


def weights_add_up(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the weights of the plan come to with this one, where that is more than a hundred."""
    plan, weight = values.get("plan"), values.get("weight")
    if not plan or weight is None or values.get("organization"):
        return
    others = plan.targets.filter(organization=None)
    others = others.exclude(indicator=values.get("indicator"), level=values.get("level") or "")
    total = weight + sum(others.values_list("weight", flat=True), Decimal(0))
    if total > WHOLE:
        words = _("With this one the weights of the plan add up to %(total)s, more than 100.")
        yield "weight", words % {"total": f"{total:f}".rstrip("0").rstrip(".")}


class TargetForm(RecordForm):
    rules = (place_of_the_plan,)
    cautions = (steps_lead_to_the_target, weights_add_up)

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


def this_year() -> int:
    return timezone.localdate().year


def next_year() -> int:
    return this_year() + 1


class CopyForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("To the year"), min_value=1990, max_value=2200, initial=next_year
    )


class LibraryForm(ActingForm):
    """What is taken over is set `at` the user's own organization, else the county."""

    perm = ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        at = self.user.organization or county()
        if not self.user.scope(self.perm).covers(at.path):
            self.add_error(None, _("You may not set this for %(place)s.") % {"place": at})
        return {**values, "at": at}


class TakeSchemeForm(LibraryForm):
    """A scheme of the library."""

    perm = "assessments.add_ratingscheme"
    scheme = forms.ChoiceField(choices=lambda: [(one, one) for one in keys()])


class TakeOverForm(LibraryForm):
    """A plan of the library for a year."""

    perm = "assessments.add_plan"
    name = forms.ChoiceField(
        label=gettext_lazy("Plan"), choices=lambda: [(one, one) for one in library()]
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=1990, max_value=2200, initial=this_year
    )
