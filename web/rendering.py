"""How every form is drawn: Bootstrap classes, native date fields, suggestions for records."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.urls import reverse

from portal import pages
from portal.forms import RecordField
from web.widgets import draw

CHOICES = (forms.CheckboxSelectMultiple, forms.RadioSelect)


class PortalField(BoundField):
    """A field on a page."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        widget = field.widget
        if isinstance(widget, forms.SelectMultiple) and not isinstance(widget, CHOICES):
            field.widget = forms.CheckboxSelectMultiple(choices=widget.choices)
        if isinstance(widget, forms.DateInput):
            widget.input_type, widget.format = "date", "%Y-%m-%d"
        if isinstance(widget, forms.NumberInput):  # the wheel changes values of type=number
            widget.input_type = "text"
            whole = isinstance(field, forms.IntegerField) and not isinstance(
                field, forms.DecimalField
            )
            widget.attrs["inputmode"] = "numeric" if whole else "decimal"
            for name_of in ("min", "max", "step"):
                widget.attrs.pop(name_of, None)

        if type(widget) is forms.Select and field.choices[:1] == [("", "---------")]:  # type: ignore[attr-defined]
            field.choices = [("", ""), *field.choices[1:]]  # type: ignore[attr-defined]

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        drawn = widget or self.field.widget
        look = self.look(drawn)
        if look:
            given = attrs.get("class") or drawn.attrs.get("class", "")
            attrs["class"] = f"{given} {look}".strip()
        attrs.pop("required", None)  # the server says what is missing, in words
        if self.suggest_url:
            attrs |= {
                "list": f"{self.auto_id}_list",
                "autocomplete": "off",
                "data-suggest": self.suggest_url,
            }
        return attrs

    @staticmethod
    def look(widget: Any) -> str:
        if isinstance(widget, CHOICES) or widget.is_hidden:
            return ""
        if isinstance(widget, forms.CheckboxInput):
            return "form-check-input"
        return "form-select" if isinstance(widget, forms.Select) else "form-control"

    @property
    def suggest_url(self) -> str:
        """Where suggestions for a field that names a record come from."""
        is_filter = not hasattr(self.form, "instance")
        if isinstance(self.field, RecordField):
            name = str(self.field.queryset.model._meta.model_name)
        elif self.name == "organization" and is_filter:
            name = "organization"
        elif names := getattr(self.field, "names", None):  # a filter by the record that rows name
            name = str(names._meta.model_name)
        else:
            return ""
        return reverse(f"{name}-suggest") if pages.has(name) else ""

    @property
    def named(self) -> str:
        """What the record is called whose code stands in the field."""
        record = getattr(self.form, "instance", None)
        stored = isinstance(self.field, RecordField) and record is not None and record.pk
        return str(getattr(record, self.name, None) or "") if stored else ""

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_wide(self) -> bool:
        return isinstance(self.field.widget, forms.Textarea)


class PortalRenderer(TemplatesSetting):
    bound_field_class = PortalField
    field_template_name = "parts/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        drawn = draw(template_name, context)
        return super().render(template_name, context, request) if drawn is None else drawn
