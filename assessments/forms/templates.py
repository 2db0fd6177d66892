"""What county staff write of a report's form: templates, sections, items, checks, quarters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.openings import CLOSES_AFTER, DUE_AFTER
from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.models.expressions import parse_check, parse_formula
from assessments.models.templates import quarter_days
from portal import pages
from portal.errors import Refused
from portal.forms import RecordForm
from portal.models import fields_of


def this_year() -> int:
    return timezone.localdate().year


class ReportTemplateForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ReportTemplate
        fields = fields_of(ReportTemplate)


class ReportSectionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ReportSection
        fields = fields_of(ReportSection)


def readable(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except ValueError as no:
        raise ValidationError(str(no)) from no


def known_register(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The register exists and understands the filter."""
    register, query = values.get("register"), values.get("query") or ""
    if not register:
        return
    if not pages.has(register):
        yield "register", _("There is no register “%(name)s”.") % {"name": register}
        return
    kept = pages.get(register)
    try:
        kept.filter(QueryDict(query), kept.model.objects.all()).chosen()
    except Refused as no:
        yield "query", str(no)


def computed_or_filled(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if values.get("formula") and values.get("register"):
        yield "formula", _("An item is either computed or filled from a register.")


class ReportItemForm(RecordForm):
    rules = (known_register, computed_or_filled)

    class Meta(RecordForm.Meta):
        model = ReportItem
        fields = fields_of(ReportItem)

    def clean(self) -> dict[str, Any]:
        """What its cells mean cannot change under reports that have begun."""
        values = super().clean()
        changed = {"template", "section", "code", "kind", "formula"} & set(self.changed_data)
        if changed and self.instance.pk and self.instance.cells.exists():
            words = _("Reports already hold figures of this item. Make a new template instead.")
            self.add_error(min(changed), words)
        return values

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code.isidentifier() or code != code.lower() or not code.isascii():
            raise ValidationError(
                _("A code is small letters, digits and “_”, beginning with a letter.")
            )
        return code

    def clean_formula(self) -> str:
        text: str = self.cleaned_data["formula"]
        if text:
            readable(parse_formula, text)
        return text


class ReportCheckForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ReportCheck
        fields = fields_of(ReportCheck)

    def clean_expression(self) -> str:
        text: str = self.cleaned_data["expression"]
        readable(parse_check, text)
        return text

    def clean(self) -> dict[str, Any]:
        """It names items that the template has."""
        values = super().clean()
        template, text = values.get("template"), values.get("expression")
        if template and text:
            known = set(template.items.values_list("code", flat=True))
            unknown = set(parse_check(text).codes) - known
            if unknown:
                words = _("“%(line)s”: this template has no item “%(code)s”.")
                self.add_error("expression", words % {"line": text, "code": min(unknown)})
        return values


class ReportPeriodForm(RecordForm):
    """Days left empty follow from the quarter."""

    class Meta(RecordForm.Meta):
        model = ReportPeriod
        fields = fields_of(ReportPeriod)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].validators += [MinValueValidator(2000), MaxValueValidator(2100)]
        for name in ("first", "last", "opens", "due"):
            self.fields[name].required = False

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        if not values.get("year") or not values.get("quarter"):
            return
        first, last = quarter_days(int(values["year"]), int(values["quarter"]))
        follows = {"first": first, "last": last, "opens": first, "due": last + DUE_AFTER}
        for name, day in follows.items():
            values[name] = values.get(name) or day
        values["closes"] = values.get("closes") or values["due"] + CLOSES_AFTER - DUE_AFTER


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=2000, max_value=2100, initial=this_year
    )
