"""Money as pages say it."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(value: Decimal | None) -> str:
    """Yuan to the fen, grouped: 12,345.60; nothing of nothing."""
    return "" if value is None else f"{value:,.2f}"
