"""A template as one workbook: the form, its sections, items and checks, each a sheet; written here,
edited in Excel, read back as a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import ReportTemplate
from portal import pages
from portal.pages import Pages
from workbooks.examples import words_of
from workbooks.excel import Styles, write_cell
from workbooks.excel.writing import SAFE, sheet_name
from workbooks.imports.returned import FILLED, note_of, source_of

WIDTHS = {"name": 24, "help": 50, "expression": 40, "note": 60, "says": 50, "formula": 30}
WIDTH = 14


@dataclass(frozen=True)
class Part:
    """One sheet: a register's rows of one template; `left_out` follows from where they stand."""

    register: str
    title: Any
    left_out: tuple[str, ...] = ("template",)

    @property
    def pages(self) -> Pages:
        return pages.get(self.register)

    @property
    def usual(self) -> set[str]:
        return {one.name for one in self.pages.model._meta.concrete_fields if one.has_default()}

    def fields(self, by: Any) -> dict[str, Any]:
        """The form's own fields; what has a usual value may be left empty. A section is named by
        its place, as nothing else is unique."""
        form: Any = self.pages.form
        found = {n: one for n, one in form(user=by).fields.items() if n not in self.left_out}
        for name in self.usual & set(found):
            found[name].required = False
        if "section" in found:
            found["section"] = forms.IntegerField(
                label=found["section"].label,
                help_text=_("The section's place: 1, 2, 3 … as on the sheet of sections."),
            )
        return found


PARTS = (
    Part("reporttemplate", gettext_lazy("Form"), ("organization", "version", "code")),
    Part("reportsection", gettext_lazy("Sections")),
    Part("reportitem", gettext_lazy("Items")),
    Part("reportcheck", gettext_lazy("Checks")),
)


def rows_of(template: ReportTemplate) -> tuple[Any, ...]:
    items = template.items.select_related("section")
    return (
        [template],
        template.sections.order_by("position"),
        items.order_by("section__position", "position"),
        template.checks.order_by("position"),
    )


def write_template_book(out: IO[bytes], template: ReportTemplate, by: Any) -> int:
    """In the language in force; returns how many items it has. What an import needs is all there:
    drop-down lists, and a note at the head of every column."""
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False})
    styles = Styles(book)
    sheets = [book.add_worksheet(sheet_name(str(part.title))) for part in PARTS]
    lists = book.add_worksheet("lists")
    lists.hide()
    offered = 0  # columns of the hidden sheet that are taken
    for part, sheet, rows in zip(PARTS, sheets, rows_of(template), strict=True):
        sheet.freeze_panes(1, 0)
        fields = part.fields(by)
        for column, (name, one) in enumerate(fields.items()):
            head(sheet, column, name, one, styles)
            if words := words_of(one):
                source = source_of(lists, offered + column, words)
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, column, FILLED, column, rule)
            for row, record in enumerate(rows, 1):
                write_cell(sheet, row, column, said(one, getattr(record, name)), styles)
        offered += len(fields)
    book.close()
    return template.items.count()


def head(sheet: Any, column: int, name: str, one: forms.Field, styles: Styles) -> None:
    sheet.set_column(column, column, WIDTHS.get(name.removesuffix("_en"), WIDTH), styles.text)
    label = capfirst(str(one.label or name))
    sheet.write_string(0, column, f"{label}*" if one.required else label, styles.header)
    sheet.write_comment(0, column, note_of(one))


def said(one: forms.Field, value: Any) -> Any:
    """A value as the drop-down list of its column has it."""
    if isinstance(one, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(one, forms.ChoiceField):
        return str(dict(one.choices).get(value, value)) if value else ""  # type: ignore[arg-type]
    return value.position if hasattr(value, "position") else value
