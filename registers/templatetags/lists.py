"""What the list page and its tables say in templates."""

from functools import cache
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from registers.views.listing import neighbours

register = template.Library()
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


@register.filter
def side(column: Any) -> str:
    """ "num" for a column of numbers: they stand to the right."""
    if getattr(column.column, "numeric", False):  # a sum, which no field of the model is
        return "num"
    return side_of(getattr(column._table._meta, "model", None), str(column.accessor))


@cache
def side_of(model: Any, path: str) -> str:
    try:
        field = model._meta.get_field(path)
    except (AttributeError, FieldDoesNotExist):
        return ""
    return (
        "num" if isinstance(field, NUMBERS) and not field.choices and not field.primary_key else ""
    )


@register.filter
def cells(row: Any, listing: Any) -> SafeString:
    """A row's cells, the first leading to the record. In Python: a list has hundreds of them."""
    address = f"{row.record.get_absolute_url()}{listing.trail if listing else ''}"
    drawn: list[str] = []
    for column, cell in row.items():
        text = conditional_escape(localize(cell))
        if drawn:
            drawn.append(f'<td class="{side(column)}">{text}</td>')
        else:
            name = escape(row.record) if cell in ("", None, column.default) else text
            drawn.append(f'<th scope="row"><a href="{escape(address)}">{name}</a></th>')
    return mark_safe("".join(drawn))  # noqa: S308 - escaped above


@register.filter
def descends(column: Any) -> bool:
    return bool(column.is_ordered) and str(column.order_by_alias).startswith("-")


@register.filter
def sorted_by(listing: Any, column: Any) -> str:
    """The list's address sorted by this column; the other way round if it already is."""
    up = not column.is_ordered or descends(column)
    return str(listing.address(sort=column.name if up else f"-{column.name}"))


@register.filter
def on_page(listing: Any, number: int) -> str:
    return str(listing.address(page=str(number)))


@register.filter
def turned(listing: Any, way: int) -> str:
    """The address of the next page (1) or the previous one (-1)."""
    leaf = listing.leaf
    changes = {"page": str(leaf.number + way)}
    if leaf.turns and leaf.pks and leaf.number + way not in (1, leaf.last):
        changes["after" if way > 0 else "before"] = str(leaf.pks[-1 if way > 0 else 0])
    return str(listing.address(**changes))


@register.filter
def said(sentence: str, name: str) -> str:
    """A translated sentence with its %s filled in."""
    return sentence.replace("%s", name)


@register.simple_tag(takes_context=True)
def neighbours_of(context: Any) -> dict[str, str]:
    """What stands beside `record` in the list that its address tells of."""
    return neighbours(context["request"], context["pages"], context["record"])


@register.filter
def numbers(leaf: Any) -> list[int]:
    """The page numbers to offer: the first, the last, those around this one; 0 is a gap."""
    last = leaf.last
    near = sorted({1, last, *range(max(1, leaf.number - 2), min(last, leaf.number + 2) + 1)})
    found: list[int] = []
    for number in near:
        if found and number - found[-1] > 1:
            found.append(0)
        found.append(number)
    return found


@register.filter
def split(words: str) -> list[str]:
    return words.split()


@register.filter
def get(mapping: Any, key: str) -> Any:
    return mapping.get(key, "")
