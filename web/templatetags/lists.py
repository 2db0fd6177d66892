"""What the list page and its tables say in templates."""

from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db import models

register = template.Library()
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


@register.filter
def side(column: Any) -> str:
    """ "num" for a column of numbers: they stand to the right."""
    try:
        field = column._table._meta.model._meta.get_field(str(column.accessor))
    except (AttributeError, FieldDoesNotExist):
        return ""
    return (
        "num" if isinstance(field, NUMBERS) and not field.choices and not field.primary_key else ""
    )


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
def numbers(page: Any) -> list[int]:
    """The page numbers to offer: the first, the last, those around this one; 0 is a gap."""
    last = page.paginator.num_pages
    near = sorted({1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)})
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
