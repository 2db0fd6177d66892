"""Whether a user may put a record where a row puts it, or touch the one that is there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from workbooks.imports.cleaning import BAD
from workbooks.imports.headers import NUMBER
from workbooks.imports.matching import Register, Row
from workbooks.imports.references import References
from workbooks.imports.telling import Teller


class Reach:
    def __init__(
        self, register: Register, references: References, teller: Teller, user: Any
    ) -> None:
        self.model = register.model
        self.links, self.references, self.teller = register.links, references, teller
        meta = self.model._meta
        self.add, self.change = (
            user.scope(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in ("add", "change")
        )
        own = (name for name, one in self.links.items() if one.related_model is self.model)
        self.top = self.model.scope_path.split("__")[0] or next(own, "")
        self.places: dict[tuple[Any, int | None], str] = {}

    def touches(self, row: Row) -> bool:
        """A record that lies elsewhere is refused in words that do not say so."""
        if not row.existing or self.change.covers(row.existing.place):
            return True
        blamed = NUMBER if row.number else self.teller.blamed(row, self.model.key)
        row.refuse(blamed, self.teller.neutral(blamed))
        return False

    def check(self, row: Row) -> None:
        """Both where the record is and where the row puts it must be within reach."""
        if not self.touches(row) or row.full.get(self.top) is BAD:
            return
        scope = self.change if row.existing else self.add
        if not scope.covers(self.place_of(row)):
            message = _("This would place the record outside the organizations you may write to.")
            row.refuse(self.top or self.model.key[0], message)

    def place_of(self, row: Row) -> str:
        """Where the row puts its record; records below one organization share the answer."""
        link = self.links.get(self.top)
        above = self.references.record(link, row.full.get(self.top)) if link else None
        if above is None and row.existing:
            return row.existing.place
        pk = row.existing.pk if row.existing and not self.model.scope_path else None
        if (above, pk) not in self.places:
            probe = self.model(pk=pk)
            if above:
                setattr(probe, self.top, above)
            self.places[above, pk] = probe.place()
        return self.places[above, pk]
