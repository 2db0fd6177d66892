"""From a figure to the rows behind it, and from one figure to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.actions.targets.accounts import Account, Part, first_of, names_of
from assessments.actions.targets.changes import Changes, Turn, changes
from assessments.actions.targets.judging import Condition, Judge, changed_since
from assessments.actions.targets.overview import VIEW, next_level, reach
from assessments.actions.targets.results import Result, results
from assessments.models import Run
from assessments.views.rowlists import RowList
from assessments.views.wording import is_small, measured
from organizations.models import Organization
from portal import pages
from registers.views.listing import Listing
from web.templatetags.portal import day as in_words
from web.templatetags.portal import thousands

RUNS = 12  # earlier and later ones to compare with


class Figure:
    """A figure as the address names it, or 404 where the user may not see it."""

    def __init__(self, request: HttpRequest, pk: int, indicator: str, organization: str) -> None:
        self.user: Any = request.user
        if not self.user.has_perm(VIEW):
            raise PermissionDenied
        self.runs = Run.objects.for_user(self.user).filter(state=Run.State.DONE)
        self.run = get_object_or_404(self.runs.select_related("plan", "seal"), pk=pk)
        self.place = get_object_or_404(Organization, code=organization)
        if not any(self.place.path.startswith(top.path) for top in reach(self.user)):
            raise Http404
        self.code = indicator
        places = [self.place, *next_level(self.place)]
        self.found = {one.organization.pk: one for one in results(self.run, places, indicator)}
        if self.place.pk not in self.found:
            raise Http404
        self.one = self.found.pop(self.place.pk)

    @property
    def below(self) -> list[Result]:
        return list(self.found.values())

    @cached_property
    def others(self) -> list[Run]:
        """The runs to compare with, the nearest earlier one first."""
        runs = self.runs.filter(plan=self.run.plan).exclude(pk=self.run.pk)
        near = list(runs.select_related("seal").order_by("-day", "-amendment")[: 2 * RUNS])
        earlier = [run for run in near if moment(run) < moment(self.run)]
        return [*earlier, *(run for run in near if run not in earlier)][:RUNS]

    def other(self, wanted: str) -> Result | None:
        """The same figure in another run of the plan."""
        run = next((one for one in self.others if str(one.pk) == wanted), None)
        run = run or (self.others[0] if self.others and not wanted else None)
        if run is None:
            return None
        run.plan = self.run.plan
        return next(results(run, [self.place], self.code), None)

    def crumbs(self, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
        board = f"{self.run.get_absolute_url()}?{urlencode({'organization': self.place.code})}"
        return [
            (capfirst(pages.get("plan").label), pages.get("plan").url("list")),
            (str(self.run.plan), self.run.plan.get_absolute_url()),
            (in_words(self.run.day), board),
            (str(self.one.indicator), self.one.figure_url),
            *more,
        ]


def figure_page(request: HttpRequest, pk: int, indicator: str, organization: str) -> HttpResponse:
    """The rows that were counted, those that were not and why, as they were that day."""
    found = Figure(request, pk, indicator, organization)
    account = Account(found.one)
    one = found.one
    context = {
        "title": str(one.indicator),
        "one": one,
        "run": one.run,
        "small": is_small(one),
        "version": one.version,
        "counts": measured(one.indicator.numerator, found.user),
        "divides": one.indicator.denominator and measured(one.indicator.denominator, found.user),
        "below": [(two, is_small(two)) for two in found.below],
        "kept": account.known,
        "crumbs": found.crumbs(),
    }
    if account.known:
        context |= rows_of(request, account)
    return render(request, "assessments/figure.html", context)


def rows_of(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The tabs and the rows of the one that is open."""
    one = account.one
    tabs: list[tuple[str, Any, Part | None, str]] = [
        ("counted", _("Counted"), account.counted, one.counted_url),
        ("uncounted", _("Not counted, and why"), account.uncounted, one.uncounted_url),
        ("all", _("All"), account.whole, one.all_url),
    ]
    there = [tab for tab in tabs if tab[2] is not None]
    chosen = next((tab for tab in there if tab[0] == request.GET.get("rows")), there[0])
    part: Any = chosen[2]
    said = Saying(account, part, request.user)
    return {
        "tabs": [(key, label, len(rows.ids)) for key, label, rows, _url in there if rows],
        "at": chosen[0],
        "live": chosen[3],
        "list": RowList(request, part.register, part.ids, said.beside),
        "heads": said.heads,
        "read_at": account.read_at,
    }


class Saying:
    """What stands beside each row: whether and why it counts, where it stood, what has changed."""

    def __init__(self, account: Account, part: Part, user: Any) -> None:
        self.account, self.part, self.user = account, part, user
        self.counted = set(account.counted.ids)
        self.places = part.place_of

    @property
    def heads(self) -> list[str]:
        return [_("Counted or not"), _("Stood in"), _("Changed since")]

    def beside(self, records: dict[int, Any], ids: list[int]) -> Mapping[int, list[Any]]:
        names = names_of({self.places[pk] for pk in ids})
        why = self.why(records)
        since = changed_since(self.part.register.model, list(records), self.account.read_at)
        return {
            pk: [why.get(pk, ""), names.get(self.places[pk], ""), ", ".join(since.get(pk, []))]
            for pk in ids
        }

    def why(self, records: dict[int, Any]) -> dict[int, str]:
        if self.account.is_share:
            return {pk: self.number(pk) for pk in records}
        measure, run = self.account.indicator.numerator, self.account.run
        if measure.register != self.part.measure.register:
            return {}
        judge = Judge(measure, run.day, first_of(run, str(measure.basis)))
        verdicts = judge.judge(records)
        judge.look_up(records)
        said = Conditions(judge, self.user)
        return {
            pk: said.sentence(pk in self.counted, verdicts.get(pk), record)
            for pk, record in records.items()
        }

    def number(self, pk: int) -> str:
        indicator = self.account.indicator
        words = {
            "n": thousands(self.account.numbers.get(pk, 0)),
            "asked": f"{indicator.get_compare_display()} {indicator.threshold}",
        }
        if pk in self.counted:
            return _("Yes: has %(n)s, asked: %(asked)s") % words
        return _("No: has %(n)s, asked: %(asked)s") % words


class Conditions:
    """Conditions in words, each asked for once."""

    def __init__(self, judge: Judge, user: Any) -> None:
        self.judge = judge
        rows = judge.register.model.objects.none()  # type: ignore[attr-defined]
        self.listing = Listing(judge.register, rows, judge.filter.data, user)

    def sentence(self, counted: bool, verdict: Any, record: Any) -> str:
        """Whether a row counted that day; and if what is known now says otherwise, what."""
        failed = [self.words(one, record) for one in verdict.failed] if verdict else []
        if verdict is None:
            failed = [_("did not stand in the register that day")]
        reasons = "; ".join(failed)
        if counted:
            late = _("Yes, but by what is known now: %(why)s") % {"why": reasons}
            return late if failed else _("Yes")
        if failed:
            return _("No: %(why)s") % {"why": reasons}
        return _("No, but by what is known now it would")

    def words(self, condition: Condition, record: Any) -> str:
        """Such as "Younger than: is 41, asked: 35"."""
        if condition.name == "":
            return _("nothing entered in “%(column)s”") % {"column": condition.label}
        asked = ", ".join(
            text for text, _raw in self.listing.words(condition.name, condition.value)
        )
        has = self.judge.has(condition, record)
        words = {"label": condition.label, "has": has, "asked": asked}
        if has:
            return _("%(label)s: is %(has)s, asked: %(asked)s") % words
        return _("%(label)s: asked: %(asked)s") % words


def changes_page(request: HttpRequest, pk: int, indicator: str, organization: str) -> HttpResponse:
    """Why a figure is not what it was: every row that came or went, and for which reason."""
    found = Figure(request, pk, indicator, organization)
    one, other = found.one, found.other(request.GET.get("since", ""))
    if other is None and request.GET.get("since"):
        raise Http404
    context: dict[str, Any] = {
        "title": _("Why it changed"),
        "one": one,
        "run": one.run,
        "other": other,
        "others": found.others,
        "crumbs": found.crumbs((_("Why it changed"), "")),
    }
    if other:
        first, second = (other, one) if moment(other.run) < moment(one.run) else (one, other)
        made = changes(first, second)
        context |= {"first": first, "second": second, "made": made, **turned(request, made)}
    return render(request, "assessments/figure_changes.html", context)


def moment(run: Run) -> tuple[date, int]:
    return run.day, run.amendment


def turned(request: HttpRequest, made: Changes | None) -> dict[str, Any]:
    """The table of reasons, and the rows of the one that is open."""
    if made is None:
        return {}
    lines, side = made.table(), request.GET.get("side", "n")
    key = request.GET.get("reason", lines[0][0].key if lines else "")
    turns = made.of or [] if side == "of" else made.n
    mine = [turn for turn in turns if turn.reason.key == key]
    register = pages.get(made.of_register if side == "of" else made.register)
    return {
        "lines": lines,
        "sum_n": sum((turn.delta for turn in made.n), 0),
        "sum_of": None if made.of is None else sum((turn.delta for turn in made.of), 0),
        "reason": next((line[0] for line in lines if line[0].key == key), None),
        "side": side,
        "list": RowList(request, register, [turn.pk for turn in mine], deltas(mine)),
        "heads": [_("Difference"), *([_("Its number")] if has_details(mine) else [])],
    }


def has_details(turns: list[Turn]) -> bool:
    return any(turn.detail for turn in turns)


def deltas(turns: list[Turn]) -> Any:
    more = has_details(turns)
    said = {turn.pk: [f"{turn.delta:+,}", *([turn.detail] if more else [])] for turn in turns}
    return lambda _records, _ids: said
