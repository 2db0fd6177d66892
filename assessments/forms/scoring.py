"""What county staff write of an assessment: schemes, lines, the assessment of a year, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.parts import NumberedForm
from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    Indicator,
    Measure,
    Poll,
)
from assessments.models.scorecards import Use
from assessments.models.scoring import read_bands, read_steps
from portal.forms import ActingForm, RecordField, RecordForm
from portal.models import fields_of

Values = dict[str, Any]
Found = Iterator[tuple[str, Any]]
Source, How = AssessmentLine.Source, AssessmentLine.How
USED = gettext_lazy(
    "An assessment by this scheme has been computed: draw up a new version for anything else than "
    "words."
)
COMPUTED = gettext_lazy("It has been computed: scheme, year and day stay as they are.")
MEANING = ("kind", "points", "source", "item", "how", "steps", "each")


def bands_fit(values: Values) -> Found:
    try:
        found = read_bands(values.get("grades") or "")
    except ValueError as why:
        words = _("“%(part)s” is no grade. Write it like 优秀 / Excellent=90 (20%%); 合格=0.")
        yield "grades", words % {"part": str(why)[:40]}
        return
    if values.get("grades") and found[-1].least > 0:
        yield "grades", _("The lowest grade begins at 0 points, so that everybody has one.")


def used_schemes_stay(values: Values) -> Found:
    """What an assessment went by stays; a county draws up the next version."""
    there = AssessmentScheme.objects.filter(code=values.get("code")).first()
    if there is None or not begun(there):
        return
    for name in ("about", "level", "plan", "grades"):
        if name in values and values[name] != getattr(there, name):
            yield name, USED


def begun(scheme: AssessmentScheme) -> bool:
    return bool(scheme.assessments.exclude(state=Assessment.State.OPEN).exists())


class AssessmentSchemeForm(RecordForm):
    rules = (bands_fit, used_schemes_stay)
    examples = {"grades": ("优秀 / Excellent=90 (20%); 合格 / Qualified=0",)}

    class Meta(RecordForm.Meta):
        model = AssessmentScheme
        fields = [
            *("code", "name", "name_en", "organization", "about", "level", "version"),
            *("plan", "grades", "public_days", "source"),
        ]


def steps_fit(values: Values) -> Found:
    """Steps are there where points follow from them, readable, and within the points."""
    text, how = values.get("steps") or "", values.get("how")
    try:
        found = read_steps(text)
    except ValueError as why:
        words = _("“%(part)s” is no step. Write it like 100=10; 80=8: the value, then the points.")
        yield "steps", words % {"part": str(why)[:40]}
        return
    if how in {How.STEPPED, How.THRESHOLD} and not found:
        yield "steps", _("Say from which value on there are points.")
    most = values.get("points")
    if most is not None and any(points > most for _value, points in found):
        yield "steps", _("No step gives more than the standard points.")


def each_fits(values: Values) -> Found:
    if values.get("how") == How.EACH and values.get("each") is None:
        yield "each", _("Say how many points one of them gives or takes.")
    counted = values.get("source") in {Source.MEASURE, Source.FINDINGS}
    if counted and values.get("how") == How.LINEAR and not values.get("steps"):
        yield "how", _("What is counted has no full value: say points for each, or steps.")


def item_fits(values: Values) -> Found:
    """What a line counts by must be there."""
    source, item = values.get("source"), values.get("item") or ""
    if source == Source.TARGET and not Indicator.objects.filter(code=item).exists():
        yield "item", _("There is no indicator with the code “%(code)s”.") % {"code": item}
    if source == Source.MEASURE and not Measure.objects.filter(code=item).exists():
        yield "item", _("There is no measure with the code “%(code)s”.") % {"code": item}
    if source == Source.POLL and item not in Poll.Kind.values:
        words = _("Say which kind of ballot: %(known)s.")
        yield "item", words % {"known": ", ".join(Poll.Kind.values)}


def used_lines_stay(values: Values) -> Found:
    scheme, position = values.get("scheme"), values.get("position")
    if not scheme or position is None:
        return
    if not begun(scheme):
        return
    there = AssessmentLine.objects.filter(scheme=scheme, position=position).first()
    if there is None:
        yield "scheme", USED
        return
    for name in MEANING:
        if name in values and values[name] != getattr(there, name):
            yield name, USED


class AssessmentLineForm(NumberedForm):
    rules = (steps_fit, each_fits, item_fits, used_lines_stay)
    synonyms = {
        "group": ("考核项目",),
        "name": ("考核内容",),
        "points": ("标准分", "分值"),
        "rule": ("考核办法", "评分细则"),
    }
    examples = {
        "source": ("hand",),
        "how": ("linear",),
        "item": ("",),
        "steps": ("",),
        "each": ("",),
        "kind": ("plain",),
    }

    class Meta(RecordForm.Meta):
        model = AssessmentLine
        fields = fields_of(AssessmentLine)


def one_year(values: Values) -> Found:
    year, day = values.get("year"), values.get("day")
    if year and day and not year <= day.year <= year + 1:
        yield "day", _("The day lies in the year that is assessed, or in the one after.")


def computed_days_stay(values: Values) -> Found:
    if not all(values.get(name) for name in ("scheme", "year", "day")):
        return
    there = Assessment.objects.filter(scheme=values["scheme"], year=values["year"]).first()
    if there and there.state != Assessment.State.OPEN and values["day"] != there.day:
        yield "day", COMPUTED


class AssessmentForm(RecordForm):
    rules = (one_year, computed_days_stay)
    examples = {"year": lambda at: 2000 + at, "day": lambda at: f"{2000 + at}-12-31"}

    class Meta(RecordForm.Meta):
        model = Assessment
        fields = fields_of(Assessment)

    def clean(self) -> Values:
        values = super().clean()
        moved = {"scheme", "year"} & set(self.changed_data)
        if moved and self.instance.pk and self.instance.state != Assessment.State.OPEN:
            self.add_error(None, COMPUTED)
        return values


def reason_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def points_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=6, decimal_places=2)


class ChangeScoreForm(forms.Form):
    points = points_field(gettext_lazy("Points"))
    reason = reason_field(gettext_lazy("Reason"))


class GradeCardForm(forms.Form):
    grade = forms.CharField(
        label=gettext_lazy("Grade"),
        max_length=40,
        help_text=gettext_lazy("As the scheme calls it, in Chinese, such as 优秀."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class UseForm(forms.Form):
    used_for = forms.ChoiceField(label=gettext_lazy("What it led to"), choices=Use.choices)
    decision = reason_field(gettext_lazy("Decision, document and day"))


class ObjectForm(ActingForm):
    line = RecordField(
        AssessmentLine.objects.all(),
        label=gettext_lazy("Line (# and its number, empty: the whole card)"),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    decision = reason_field(gettext_lazy("Decision and reason"))


class UpheldForm(DecisionForm):
    points = points_field(gettext_lazy("Points of the line from now on"))


def typed_points(text: str) -> Decimal | None:
    """Points as typed; None for nothing. ValueError for what is no number."""
    plain = text.strip().replace("，", ".").replace(",", ".").replace("。", ".")
    if not plain:
        return None
    try:
        found = Decimal(plain).quantize(Decimal("0.01"))
    except ArithmeticError:
        raise ValueError(text) from None
    if not found.is_finite():
        raise ValueError(text)
    return found
