"""What makes a template one that can be filled in and computed: rules between items and checks.

Forms ask them of one row, workbooks and issuing of all: each yields (field, sentence).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from assessments.actions.targets.library import check_query
from assessments.models import ReportCheck, ReportItem, ReportSection, ReportTemplate
from assessments.models.expressions import CODE, Check, Share, code_of, parse_check, parse_formula
from portal import pages
from portal.errors import Refused

Kind, Scope = ReportItem.Kind, ReportSection.Scope
Items = Mapping[str, ReportItem]
Found = Iterator[tuple[str, str]]
NUMBERS = {Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT}
ADDED = {Kind.INTEGER, Kind.DECIMAL, Kind.YES_NO}
COMPARED = {*ADDED, Kind.PERCENT}
FEWEST = 2  # words to choose from


def items_of(template: ReportTemplate) -> dict[str, ReportItem]:
    return {item.code: item for item in template.items.select_related("section")}


def faults_of(template: ReportTemplate) -> Iterator[str]:
    """All that is wrong with a template as it stands, each with the part that is meant."""
    items = items_of(template)
    for item in items.values():
        yield from (f"{item.code}: {text}" for _field, text in item_faults(item, items))
    for check in template.checks.all():
        yield from (f"{check.code}: {text}" for _field, text in check_faults(check, items))


def item_faults(item: ReportItem, items: Items) -> Found:
    """`items`: all of the template by code, this one with them."""
    for rule in ITEM_RULES:
        yield from rule(item, items)


def coded(item: ReportItem, _items: Items) -> Found:
    if not re.fullmatch(CODE, item.code):
        yield "code", _("A code is small letters, digits and “_”, beginning with a letter.")


def chosen(item: ReportItem, _items: Items) -> Found:
    """The choices of an item, and of no other kind of item."""
    if item.kind != Kind.CHOICE:
        if item.choices.strip():
            yield "choices", _("Only an item of the kind “one of a list” has choices.")
        return
    if len(item.options) < FEWEST:
        yield "choices", _("Give at least two words to choose from, one a line.")
    words = [word for both in item.spellings for word in set(both) if word]
    if twice := next((word for word in words if words.count(word) > 1), ""):
        yield "choices", _("“%(word)s” stands there twice.") % {"word": twice}
    if number := next((word for word in words if word.isdigit()), ""):
        sentence = _("“%(word)s” would be taken for the place of a choice. Write it in words.")
        yield "choices", sentence % {"word": number}


def bounded(item: ReportItem, _items: Items) -> Found:
    low, high = item.minimum, item.maximum
    if item.kind not in NUMBERS:
        for name in ("minimum", "maximum"):
            if getattr(item, name) is not None:
                yield name, _("Only numbers have a least and a most.")
    elif low is not None and high is not None and low > high:
        yield "maximum", _("The most possible lies below the least possible.")


def computed(item: ReportItem, items: Items) -> Found:
    """A formula adds figures of its own row, or divides one by another; never in a circle."""
    if not item.formula:
        return
    try:
        formula = parse_formula(item.formula)
    except ValueError as no:
        yield "formula", str(no)
        return
    share = isinstance(formula, Share)
    if share != (item.kind == Kind.PERCENT) or item.kind not in NUMBERS:
        yield (
            "kind",
            _("“a / b” makes a per cent, a sum a whole number or one with decimals."),
        )
    if item.register or item.carried:
        yield "formula", _("An item is either computed, or filled in from elsewhere.")
    words = formula.codes if isinstance(formula, Share) else formula.words
    for word in words:
        yield from (("formula", text) for text in term_faults(item, word, items))
    if item.code in reached(item, items):
        yield "formula", _("This item would be computed from itself.")


def term_faults(item: ReportItem, word: str, items: Items) -> Iterator[str]:
    other = items.get(word)
    if word != code_of(word):
        yield _("A formula names items of its own row; “%(word)s” belongs in a check.") % {
            "word": word
        }
    elif other is None:
        yield unknown(word)
    elif other.scope != item.scope:
        yield elsewhere(other)
    elif other.kind not in ADDED:
        yield not_added(other)


def reached(item: ReportItem, items: Items) -> set[str]:
    """The codes that an item is computed from, by however many steps."""
    found: set[str] = set()
    waiting = list(codes_in(item))
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += codes_in(items[code]) if code in items else ()
    return found


def codes_in(item: ReportItem) -> tuple[str, ...]:
    try:
        return parse_formula(item.formula).codes if item.formula else ()
    except ValueError:
        return ()


def carried_on(item: ReportItem, items: Items) -> Found:
    if not item.carried:
        return
    other = items.get(item.carried)
    if other is None:
        yield "carried", unknown(item.carried)
    elif other.formula:
        sentence = _("“%(item)s” is computed: only what stands in a cell can be carried on.")
        yield "carried", sentence % {"item": other.label}
    elif other.scope != item.scope:
        yield "carried", elsewhere(other)
    elif {other.kind, item.kind} - ADDED:
        yield "carried", not_added(other if other.kind not in ADDED else item)


def known(item: ReportItem, _items: Items) -> Found:
    """The register exists, understands the filter, and its count fits the item."""
    if not item.register:
        if item.query:
            yield "query", _("A filter needs its register.")
        return
    if item.kind not in {Kind.INTEGER, Kind.DECIMAL}:
        yield "kind", _("Registers count: what they fill in is a number.")
    if not pages.has(item.register):
        yield "register", _("There is no register “%(name)s”.") % {"name": item.register}
        return
    try:
        check_query(item.register, item.query)
    except Refused as no:
        yield "query", str(no)


def shut(item: ReportItem, _items: Items) -> Found:
    if item.locked and not (item.register or item.carried):
        yield (
            "locked",
            _("Nobody could fill this in: name a register, or last quarter's item."),
        )


ITEM_RULES: tuple[Callable[[ReportItem, Items], Found], ...] = (
    coded,
    chosen,
    bounded,
    computed,
    carried_on,
    known,
    shut,
)


def check_faults(check: ReportCheck, items: Items) -> Found:
    try:
        parsed = parse_check(check.expression)
    except ValueError as no:
        yield "expression", str(no)
        return
    missing = sorted({code for code in parsed.codes if code not in items})
    if missing:
        yield "expression", unknown(missing[0])
        return
    yield from (("expression", text) for text in of_check(parsed, items))


def of_check(parsed: Check, items: Items) -> Iterator[str]:
    """It compares figures of one row; sum() and nothing else looks into the rows below."""
    words = [word for side in parsed.sides for word in side.words]
    for word in words:
        if items[code_of(word)].kind not in COMPARED:
            yield not_added(items[code_of(word)])
    for word in words:
        if word.startswith("known.") and not items[code_of(word)].register:
            sentence = _("“%(item)s” is filled from no register.")
            yield sentence % {"item": items[code_of(word)].label}
    if not any(side.plain for side in parsed.sides):
        yield _("A check is about at least one item of the report itself.")
        return
    summed = {items[code_of(word)].scope for word in words if word.startswith("sum(")}
    scopes = {items[code_of(word)].scope for word in words if not word.startswith("sum(")}
    if len(scopes) > 1:
        yield _("All items of a check are asked of the same; sum() adds the rows below.")
    elif summed and (scopes != {Scope.TOWNSHIP} or Scope.TOWNSHIP in summed):
        yield _("sum() adds the villages or branches, for an item of the township.")


def unknown(code: str) -> str:
    return _("This template has no item “%(code)s”.") % {"code": code}


def elsewhere(other: ReportItem) -> str:
    scope = Scope(other.scope).label
    return _("“%(item)s” is asked of %(scope)s: it stands in other rows.") % {
        "item": other.label,
        "scope": scope,
    }


def not_added(other: ReportItem) -> str:
    kind = Kind(other.kind).label
    return _("“%(item)s” is of the kind “%(kind)s” and cannot be reckoned with.") % {
        "item": other.label,
        "kind": kind,
    }
