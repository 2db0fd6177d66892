"""What county staff write of a report's form: templates, sections, items, checks, quarters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.reports.shapes import check_faults, item_faults, items_of
from assessments.actions.reports.templates import begun_with, version_for
from assessments.forms.parts import NumberedForm, UsualForm
from assessments.models import (
    Report,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.models.templates import quarter_days
from portal import pages
from portal.errors import Refused
from portal.forms import RecordForm
from portal.models import fields_of

Values = dict[str, Any]
Found = Iterator[tuple[str, Any]]
KEPT = gettext_lazy(
    "Reports have begun with this version: only words and ranges may change. Draw up the next "
    "version for anything else."
)
# What an item means: none of it changes under reports that have begun.
MEANING = ("kind", "formula", "register", "query", "basis", "carried", "locked")


def this_year() -> int:
    return timezone.localdate().year


def registers() -> list[tuple[str, Any]]:
    """Those that can be counted, by the names that menus call them."""
    counted = ((one.name, capfirst(str(one.label))) for one in pages.every())
    return [("", "–"), *sorted(counted, key=lambda pair: pair[1])]


def there_already(values: Values, model: Any, *key: str) -> tuple[bool, Any]:
    """Whether reports have begun with the template, and the row that these values are about."""
    template = values.get("template")
    if not template or any(values.get(name) is None for name in key) or not begun_with(template):
        return False, None
    rows = model.objects.filter(template=template)
    return True, rows.filter(**{name: values[name] for name in key}).first()


def version_kept(values: Values) -> Found:
    """A version under which reports have begun stays that version, for their quarters."""
    there = ReportTemplate.objects.filter(code=values.get("code")).first()
    if not there or not begun_with(there):
        return
    for name in ("form", "version", "organization"):
        if name in values and values[name] != getattr(there, name):
            yield name, KEPT
    since = values.get("since")
    first = Report.objects.filter(period__template=there).order_by("period__first").first()
    if first and since and since > first.period.first:
        words = _("A report of the quarter that begins on %(day)s uses it already.")
        yield "since", words % {"day": first.period.first}


class ReportTemplateForm(UsualForm):
    rules = (version_kept,)
    usual = ("due_days", "closes_days")
    groups = (
        (gettext_lazy("Version"), ("form", "version", "code", "since")),
        (gettext_lazy("Days of its quarters"), ("due_days", "closes_days")),
        (gettext_lazy("How to fill it in"), ("note", "note_en")),
    )

    class Meta(RecordForm.Meta):
        model = ReportTemplate
        fields = fields_of(ReportTemplate)
        help_texts = {"code": gettext_lazy("Left empty, it follows from form and version.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False

    @classmethod
    def fill(cls, values: Values) -> None:
        if values.get("form") and values.get("version") and not values.get("code"):
            values["code"] = f"{values['form']}-{values['version']}"


def section_kept(values: Values) -> Found:
    begun, there = there_already(values, ReportSection, "position")
    if begun and (not there or values.get("scope", there.scope) != there.scope):
        yield "scope", KEPT


class ReportSectionForm(NumberedForm):
    whole = "template"
    rules = (section_kept,)

    class Meta(RecordForm.Meta):
        model = ReportSection
        fields = fields_of(ReportSection)


def made_of(model: Any, values: Values) -> Any:
    """A row as it would be; nothing while what it hangs on is missing."""
    if not values.get("template") or not values.get("code"):
        return None
    names = (name for name in fields_of(model) if values.get(name) is not None)
    return model(**{name: values[name] for name in names})


def item_stands(values: Values) -> Found:
    """Everything that must hold between this item and the others of its template."""
    template, section = values.get("template"), values.get("section")
    if not section or not (item := made_of(ReportItem, values)):
        return
    if section.template_id != template.pk:  # type: ignore[union-attr]
        yield "section", _("This section belongs to another template.")
        return
    yield from item_faults(item, {**items_of(template), item.code: item})  # type: ignore[arg-type]


def item_kept(values: Values) -> Found:
    begun, there = there_already(values, ReportItem, "code")
    section = values.get("section")
    if not begun or not section:
        return
    if not there or section.scope != there.scope:
        yield "section" if there else "code", KEPT
        return
    item = made_of(ReportItem, values)
    yield from ((name, KEPT) for name in MEANING if getattr(item, name) != getattr(there, name))
    if item.options != there.options:
        yield "choices", KEPT


class ReportItemForm(NumberedForm):
    whole = "template"
    rules = (item_stands, item_kept)
    examples = {"template": ("",), "kind": ("integer",)}  # the section names its template
    groups = (
        (
            gettext_lazy("What is asked"),
            ("kind", "choices", "required", "minimum", "maximum", "help", "help_en", "over"),
        ),
        (
            gettext_lazy("Where the figure comes from"),
            ("formula", "register", "query", "basis", "carried", "locked"),
        ),
    )

    register = forms.ChoiceField(
        label=gettext_lazy("filled from register"), choices=registers, required=False
    )

    class Meta(RecordForm.Meta):
        model = ReportItem
        fields = fields_of(ReportItem)
        help_texts = {
            "template": gettext_lazy("Left empty, it is the section's."),
            "code": gettext_lazy("By which formulas and checks name it: “dues_paid”."),
            "query": gettext_lazy(
                "What stands behind the “?” in the address of the register's list: “sex=2”."
            ),
            "carried": gettext_lazy("The code of the item whose figure this one begins with."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].required = False

    @classmethod
    def fill(cls, values: Values) -> None:
        if values.get("section") and not values.get("template"):
            values["template"] = values["section"].template
        super().fill(values)


def check_stands(values: Values) -> Found:
    if check := made_of(ReportCheck, values):
        yield from check_faults(check, items_of(values["template"]))


def check_kept(values: Values) -> Found:
    begun, there = there_already(values, ReportCheck, "code")
    if begun and (not there or values.get("expression") != there.expression):
        yield "expression", KEPT


class ReportCheckForm(NumberedForm):
    whole = "template"
    rules = (check_stands, check_kept)
    examples = {"expression": ("women <= members",)}

    class Meta(RecordForm.Meta):
        model = ReportCheck
        fields = fields_of(ReportCheck)
        help_texts = {"says": gettext_lazy("Left empty, it is said in the items' own names.")}


def version_in_force(values: Values) -> Found:
    """A quarter uses the version that holds on its first day; one that has begun keeps its own."""
    template, first = values.get("template"), values.get("first")
    if not template or not first:
        return
    quarter = {name: values.get(name) for name in ("year", "quarter")}
    there = ReportPeriod.objects.filter(**quarter, template__form=template.form)  # type: ignore[misc]
    if own := next(iter(there.exclude(reports=None)), None):
        if own.template_id != template.pk:
            yield "template", _("Reports of this quarter have begun with another version.")
        return
    try:
        holds = version_for(template.form, first)
    except Refused as no:
        yield "template", str(no)
        return
    if holds.pk != template.pk:
        words = _("On %(day)s version %(version)s holds: “%(code)s”.")
        yield "template", words % {"day": first, "version": holds.version, "code": holds.code}


class ReportPeriodForm(RecordForm):
    """Days left empty follow from the quarter."""

    rules = (version_in_force,)

    class Meta(RecordForm.Meta):
        model = ReportPeriod
        fields = fields_of(ReportPeriod)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].validators += [MinValueValidator(2000), MaxValueValidator(2100)]
        for name in ("first", "last", "opens", "due"):
            self.fields[name].required = False

    @classmethod
    def fill(cls, values: Values) -> None:
        if not values.get("year") or not values.get("quarter"):
            return
        first, last = quarter_days(int(values["year"]), int(values["quarter"]))
        usual = values.get("template") or ReportTemplate()
        due = last + timedelta(days=usual.due_days)
        for name, day in {"first": first, "last": last, "opens": first, "due": due}.items():
            values[name] = values.get(name) or day
        stays_open = timedelta(days=usual.closes_days - usual.due_days)
        values["closes"] = values.get("closes") or values["due"] + stays_open


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=2000, max_value=2100, initial=this_year
    )
