from typing import Any

import django_tables2 as tables


class YuanColumn(tables.Column):
    """An amount that is worked out: yuan to the fen, at the right. Exports have the number."""

    numeric = True

    def render(self, value: Any) -> str:
        return f"{value:,.2f}"

    def value(self, value: Any) -> Any:
        return value
