"""What the pages of targets say in whole sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.actions.targets.gaps import Gap
from assessments.actions.targets.method import conditions
from assessments.actions.targets.results import Result
from assessments.actions.targets.trends import lacking
from assessments.choices import Aggregate, Basis, IndicatorKind, Status, Unit
from assessments.models import Measure
from organizations.choices.tree import Level
from portal import pages
from web.templatetags.portal import day as said_day
from web.templatetags.portal import plain

MANY = {
    Level.COUNTY: gettext_lazy("counties"),
    Level.TOWNSHIP: gettext_lazy("townships"),
    Level.VILLAGE: gettext_lazy("villages"),
    Level.BRANCH: gettext_lazy("branches"),
}


def gap_words(one: Result) -> str:
    """What it takes to the target by the end of its year, in organizations, persons or money."""
    if one.target is None:
        return _("No target binds here.")
    if one.value is None:
        return _("There is no data yet, so nothing can be said of the gap.")
    if one.status == Status.MET:
        return _("The target is met.")
    found = lacking(one)
    return sentence(one, found) if found else ""


def sentence(one: Result, found: Gap) -> str:
    year = one.target.year if one.target else one.run.day.year
    words = {
        "day": said_day(date(year, 12, 31)),
        "things": things(one),
        "n": written(found.change, one),
        "then": written(found.n, one),
        "of": plain(whole(found.of)),
        "fresh": plain(found.fresh),
    }
    if found.change is None:
        return _("Out of reach with the %(of)s there are: the target asks for more.") % words
    if found.fresh and one.indicator.numerator.basis == Basis.DURING:
        return _("It takes %(fresh)s new %(things)s by %(day)s, all of which count.") % words
    if found.of is None:
        return far(one, found) % words
    if found.falls:
        return _("%(n)s fewer %(things)s may count by %(day)s: then %(then)s of %(of)s.") % words
    return _("%(n)s more %(things)s must count by %(day)s: then %(then)s of %(of)s.") % words


def far(one: Result, found: Gap) -> str:
    """The sentence about an amount; of money, which is not counted in pieces, one of its own."""
    if one.indicator.unit in {Unit.YUAN, Unit.WAN_YUAN}:
        if found.falls:
            return pgettext("money", "%(n)s %(things)s less by %(day)s: %(then)s in all.")
        return pgettext("money", "%(n)s %(things)s more by %(day)s: %(then)s in all.")
    if found.falls:
        return _("%(n)s fewer %(things)s by %(day)s: %(then)s in all.")
    return _("%(n)s more %(things)s by %(day)s: %(then)s in all.")


def written(value: Decimal | None, one: Result) -> str:
    """A number of the sentence; of yuan either none or both places behind the point."""
    number = whole(value)
    cents = isinstance(number, Decimal) and one.indicator.unit == Unit.YUAN
    return plain(number, 2 if cents else None)


def whole(value: Decimal | None) -> Decimal | int | None:
    return int(value) if value is not None and value == int(value) else value


def things(one: Result) -> str:
    """What is counted, as one says it: villages, organizations, persons, yuan."""
    indicator = one.indicator
    if indicator.kind == IndicatorKind.SHARE:
        return str(MANY[Level(indicator.level)])
    if indicator.numerator.aggregate == Aggregate.SUM:
        return str(indicator.get_unit_display()) if indicator.unit != Unit.PERCENT else ""
    return str(pages.get(indicator.numerator.register).label)


def is_small(one: Result) -> bool:
    """Whether one row more or less changes the figure much: made of fewer than the plan says."""
    if one.indicator.numerator.aggregate == Aggregate.SUM and one.of is None:
        return False
    if one.value is None:
        return False
    made_of = one.n if one.of is None else one.of
    return made_of is not None and made_of < one.run.plan.small


def named(model: Any, column: str) -> str:
    """The column as its register calls it."""
    known = {one.name: one.verbose_name for one in model._meta.fields}
    return str(known.get(column, column))


def measured(measure: Measure, user: Any) -> list[str]:
    """What a measure counts: the register, how, and each condition of its filter in words."""
    register = pages.get(measure.register)
    how = measure.get_aggregate_display()
    column = f" ({named(register.model, measure.column)})" if measure.column else ""
    found = [str(register.label), f"{how}{column}", str(measure.get_basis_display())]
    chips = conditions(register, measure.query, user)
    return [
        *found,
        *(_("%(label)s: %(text)s") % {"label": chip.label, "text": chip.text} for chip in chips),
    ]
