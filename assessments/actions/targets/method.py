"""How the figures of a run came about, in words: for the workbook's method sheet and the print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.actions.targets.results import Result
from assessments.choices import IndicatorKind
from assessments.models import Measure
from portal import pages
from registers.views.listing import Chip, Listing
from web.templatetags.portal import day as in_words

if TYPE_CHECKING:
    from assessments.actions.targets.workbook import Contents


def scoring() -> str:
    return _(
        "Score: for every target the share that is reached (value over target, at most 1; 1 when "
        "it is met), times its weight, over the sum of the weights, times 100. Targets without "
        "data do not weigh. Percentages of a subtree are sums over sums, never averages."
    )


def standing() -> str:
    return _(
        "Met: the target is reached. On pace: what is expected by the day is reached. Behind: at "
        "least four fifths of that. Far behind: less. No data: there is nothing to count or to "
        "divide by; it is never shown as zero."
    )


def method_rows(found: Contents) -> list[list[Any]]:
    """[what, how it is meant] of the run as a whole and of each indicator."""
    run = found.run
    days = {"first": in_words(run.first), "day": in_words(run.day)}
    general = [
        [_("As of"), _("%(day)s; what is dated counts from %(first)s to then.") % days],
        [_("Tree"), _("Organizations count where they hung on that day.")],
        [_("Score"), scoring()],
        [_("Status"), standing()],
        [_("Privacy"), _("ID numbers are masked; who exported this is on record.")],
    ]
    return [*general, *(indicator_row(one, found.by) for one in found.own.results)]


def indicator_row(one: Result, user: Any) -> list[Any]:
    return [f"{one.indicator.code} {one.indicator}", " ".join(definition(one, user))]


def definition(one: Result, user: Any) -> Iterator[str]:
    """What is counted, of what, what is asked, and where that is written."""
    indicator, target = one.indicator, one.target
    counted = measured(indicator.numerator, user)
    if indicator.kind == IndicatorKind.SHARE:
        words = {
            "level": indicator.get_level_display(),
            "compare": indicator.get_compare_display(),
            "number": indicator.threshold,
        }
        yield _("Organizations of level “%(level)s” with %(compare)s %(number)s of:") % words
    yield counted + "."
    if indicator.denominator:
        yield _("Divided by: %(measure)s.") % {"measure": measured(indicator.denominator, user)}
    if target:
        yield _("Target: %(asked)s, weight %(weight)s.") % {
            "asked": target.sentence,
            "weight": f"{target.weight:g}" if target.weight % 1 else f"{target.weight:.0f}",
        }
        if target.reading:
            yield _("Read as: %(reading)s.") % {"reading": target.reading}
    clauses = [target.requirement if target else "", target.clause if target else ""]
    if said := " ".join(dict.fromkeys(filter(None, [*clauses, indicator.clause]))):
        yield _("Source: %(source)s.") % {"source": said}


def conditions(register: pages.Pages, query: str, user: Any) -> list[Chip]:
    """Each condition of a stored filter in words, as the list page of its register says it."""
    rows = register.model.objects.none()  # type: ignore[attr-defined]
    return list(Listing(register, rows, QueryDict(query), user).chips())


def measured(measure: Measure, user: Any) -> str:
    """The register, how its rows are counted, and each condition of the filter in words."""
    register = pages.get(measure.register)
    column = f" ({measure.column})" if measure.column else ""
    how = f"{measure.get_aggregate_display()}{column}, {measure.get_basis_display()}"
    chips = conditions(register, measure.query, user)
    said = "; ".join(f"{chip.label}: {chip.text}" for chip in chips)
    return f"{register.label} ({how}{'; ' if said else ''}{said})"
