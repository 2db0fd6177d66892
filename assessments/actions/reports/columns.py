"""The items of a form across its versions, and what each comes to when many rows are put
together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.actions.reports.entries import plain
from assessments.actions.reports.sheets import shown
from assessments.models import ReportItem
from assessments.models.expressions import Share, code_of

Kind, Over = ReportItem.Kind, ReportItem.Over
NOTHING = "–"  # asked, and not reported: never zero


@dataclass
class Column:
    """An item as its newest version has it, with those of older versions that mean the same."""

    item: ReportItem
    same: dict[int, int] = field(default_factory=dict)  # {item: its version's template}
    apart: list[str] = field(default_factory=list)  # versions in another unit or of another kind

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def listed(self) -> bool:
        """Words, that are listed and not added up."""
        return self.item.kind in ReportItem.WORDS

    @property
    def spread(self) -> bool:
        """What cannot be added: options are counted, typed percentages show their range."""
        return self.item.kind in {Kind.CHOICE, Kind.PERCENT} and not self.item.computed

    @property
    def share(self) -> bool:
        return isinstance(self.item.computed, Share)

    @property
    def last(self) -> bool:
        return self.item.over == Over.LAST and not self.item.computed and not self.listed

    @cached_property
    def parts(self) -> dict[str, str]:
        """Of a computed item, {the word of its formula: the item}. What last quarter or the
        registers say has no sum here."""
        rule = self.item.computed
        words = rule.codes if isinstance(rule, Share) else rule.words if rule else ()
        return {word: code_of(word) for word in words if not word.startswith(("last.", "known."))}

    def alike(self, other: ReportItem) -> bool:
        mine = (self.item.kind, self.item.unit, self.item.scope, bool(self.item.formula))
        return mine == (other.kind, other.unit, other.scope, bool(other.formula))


def columns_of(items: Iterable[ReportItem]) -> dict[str, Column]:
    """By code, in the order of the newest version; `items` with the newest version first."""
    found: dict[str, Column] = {}
    for item in items:
        column = found.setdefault(item.code, Column(item))
        if column.alike(item):
            column.same[item.pk] = item.template_id
        else:
            column.apart.append(item.template.code)
    return found


@dataclass(frozen=True, slots=True)
class Figure:
    """What an item comes to for an organization with all below it: `known` of the `asked` rows have
    reported it."""

    column: Column
    asked: int = 0
    known: int = 0
    value: Decimal | None = None
    spread: Mapping[str, int] | None = None

    @property
    def text(self) -> str:
        if not self.asked:
            return ""
        if not self.known:
            return NOTHING
        if self.column.listed:
            return f"{self.known:,}"
        if self.spread is not None:
            return self.range() if self.column.item.kind == Kind.PERCENT else self.options()
        return shown(self.column.item, self.value) or NOTHING

    def options(self) -> str:
        item, spread = self.column.item, self.spread or {}
        words = dict(zip(item.options, item.option_labels, strict=True))
        order = {word: at for at, word in enumerate(words)}
        chosen = sorted(spread.items(), key=lambda one: order.get(one[0], len(order)))
        return " · ".join(f"{words.get(word, word)} {count:,}" for word, count in chosen)

    def range(self) -> str:
        numbers = sorted(Decimal(text) for text in self.spread or {})
        low, high = (plain(number) for number in (numbers[0], numbers[-1]))
        words = _("%(low)s to %(high)s %%") % {"low": low, "high": high}
        return f"{low}%" if low == high else words

    @property
    def partly(self) -> bool:
        return self.known < self.asked

    @property
    def complete(self) -> str:
        return f"{self.known}/{self.asked}"


def computed(column: Column, of: Callable[[str], Figure]) -> Figure:
    """A computed item from the sums of its parts: never a sum or mean of what rows computed."""
    rule = column.item.computed
    parts = {word: of(code) for word, code in column.parts.items()}
    if rule is None or not parts:
        return Figure(column)
    value = rule.of({word: part.value for word, part in parts.items()})
    asked = max(part.asked for part in parts.values())
    return Figure(column, asked, min(part.known for part in parts.values()), value)
