"""The language of lists, of the API and of indicators: a query string that means a condition as
of a day."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import reduce
from typing import Any, ClassVar

import django_filters
from django.core.validators import EMPTY_VALUES
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import Refused
from portal.fields import first_day, holds_number, pinyin
from portal.measures import Tree, organization_model
from portal.models import Record
from portal.scope import covering_q

TIME = ("on", "during", "ended", "except")
# What a query string holds besides: where one is, in what order, how it is drawn.
BESIDE = (
    "page",
    "after",
    "before",
    "sort",
    "columns",
    "filters",
    "format",
    "ordering",
    "page_size",
)


def empty(value: Any) -> bool:
    return value in EMPTY_VALUES or value == [] or (isinstance(value, QuerySet) and not value)


def refuse_numbers(asked: Any) -> None:
    """Query strings stand in addresses, logs and saved filters."""
    lists = asked.lists() if isinstance(asked, QueryDict) else ((n, [asked[n]]) for n in asked)
    if any(holds_number(str(said)) for name, values in lists for said in (name, *values)):
        raise Refused(
            _(
                "ID numbers do not belong in addresses, which browsers and servers write down. "
                "Type it into the search box on top: it is sent sealed and not kept."
            )
        )


class Filters(dict[str, Any]):
    """The filters of a register. A filter set gets copies of its own; what they hold is shared:
    to copy that, too, took most of the time of a condition."""

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        return {name: self.copied(one) for name, one in self.items()}

    @staticmethod
    def copied(one: Any) -> Any:
        made = copy.deepcopy(one) if one.method else copy.copy(one)
        made.extra = {**one.extra}
        made.__dict__.pop("_field", None)
        return made


class Facet(django_filters.Filter):
    """A filter whose condition depends on the day: `condition(value, day, prefix)`."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        raise NotImplementedError


class Whether(django_filters.BooleanFilter):
    """The rows for which `met(day, prefix)` holds, or all the others."""

    def __init__(self, met: Callable[[date, str], Q], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met = met

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        found = self.met(day, prefix)
        return found if value else ~found


class OrganizationFacet(django_filters.CharFilter):
    """An organization's code: the rows there and in all organizations below it, as the tree
    stood that day."""

    def ids(self, code: str, day: date) -> Any:
        organization = organization_model()
        top = organization.objects.filter(code=code.strip()).first()
        if not top:
            return []
        if day >= timezone.localdate():
            return organization.objects.filter(path__startswith=top.path).values("pk")
        return Tree.at(day).below(top.pk)


class RecordFacet(django_filters.CharFilter):
    """The rows that name a record: by its code, or by "#" and its number. Never by ID number."""

    @property
    def field(self) -> Any:
        made = super().field
        made.names = self.model._meta.get_field(self.field_name).related_model
        return made

    def condition(self, value: str, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}{self.field_name}__in": self.found(value).values("pk")})

    def found(self, value: str) -> Any:
        record = self.model._meta.get_field(self.field_name).related_model
        return Record.named.__func__(record, record.objects.all(), value.strip())  # type: ignore[attr-defined]


class RecordFilter(django_filters.FilterSet):
    """What may be asked of a register. `search` names the columns that the search box reads.

    Besides the declared filters every register knows: `organization` (with all below it), `on`
    (the day), `during` (first day of a period that ends on `on`), `ended=all` (also what is no
    longer in force), `except` (a query string whose rows are left out) and each foreign key to
    another record.
    """

    search: ClassVar[tuple[str, ...]] = ("code", "name")

    q = django_filters.CharFilter(label=gettext_lazy("Search"))
    organization = OrganizationFacet(label=gettext_lazy("Organization and all below"))

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        data = QueryDict(data or "") if isinstance(data, str | None) else data
        super().__init__(data, queryset, **kwargs)
        asked = data or {}
        refuse_numbers(asked)
        self.on = self.day_named("on", asked)
        self.first = self.day_named("during", asked)
        self.ended = asked.get("ended") == "all"
        self.leave_out: str = asked.get("except", "")

    @staticmethod
    def day_named(name: str, asked: Any) -> date | None:
        text = asked.get(name, "")
        try:
            day = parse_date(text) if text else None
        except ValueError:
            day = None
        if text and not day:
            raise Refused(
                _("“%(value)s” is not a day: write it like 2026-12-31.") % {"value": text[:20]}
            )
        return day

    @classmethod
    def get_filters(cls) -> Any:
        """The declared filters and one for each record that a row names."""
        filters = Filters(super().get_filters())
        for link in cls._meta.model._meta.fields if cls._meta.model else ():
            if link.name not in filters and issubclass(link.related_model or object, Record):
                facet = RecordFacet(link.name, label=capfirst(link.verbose_name))
                facet.model = cls._meta.model
                filters[link.name] = facet
        return filters

    @property
    def form(self) -> Any:
        """All filters as a form, for the page."""
        if not hasattr(self, "_form"):
            self._form = self.form_of(self.filters)
        return self._form

    def form_of(self, names: Iterable[str]) -> Any:
        made = self._meta.form(self.data)
        made.fields = {name: self.filters[name].field for name in self.filters if name in names}
        return made

    @cached_property
    def sent(self) -> Any:
        """The filters that the query string names: a condition needs no others."""
        return self.form_of([name for name in self.data if name in self.filters])

    @property
    def day(self) -> date:
        return self.on or timezone.localdate()

    @property
    def model(self) -> Any:
        return self._meta.model if self._meta.model else self.queryset.model

    def chosen(self) -> dict[str, Any]:
        """The filters in use with their cleaned values.

        Refused where the query string does not fit the filter.
        """
        known = {*self.filters, *TIME, *BESIDE}
        if unknown := [name for name in self.data or {} if name not in known]:
            raise Refused(
                _("There is no filter called “%(name)s” here.") % {"name": unknown[0][:40]}
            )
        if not self.sent.is_valid():
            label, errors = next(iter(self.sent.errors.items()))
            raise Refused(f"{self.sent.fields[label].label or label}: {errors[0]}")
        return {name: value for name, value in self.sent.cleaned_data.items() if not empty(value)}

    def conditions(self, day: date, prefix: str = "") -> Iterator[Q]:
        for name, value in self.chosen().items():
            chosen = self.filters[name]
            if name == "q":
                yield self.search_q(value, prefix)
            elif hasattr(chosen, "condition"):
                yield chosen.condition(value, day, prefix)
            elif not isinstance(chosen, OrganizationFacet):
                yield self.plain_q(chosen, value, prefix)

    def condition(self, day: date, prefix: str = "") -> Q:
        """All that is chosen, but for the organization, as one condition on a record reached
        through `prefix`."""
        return reduce(operator.and_, self.conditions(day, prefix), Q())

    @staticmethod
    def plain_q(chosen: Any, value: Any, prefix: str) -> Q:
        many = isinstance(value, list | tuple | set | QuerySet)
        lookup = "in" if many else chosen.lookup_expr
        query = Q(**{f"{prefix}{chosen.field_name}__{lookup}": value})
        return ~query if chosen.exclude else query

    def search_q(self, words: str, prefix: str = "") -> Q:
        """Every word must be found in one of the searched columns; Latin letters also by how the
        names there sound."""
        found = Q()
        for word in words.split():
            columns = [Q(**{f"{prefix}{column}__icontains": word}) for column in self.search]
            if pinyin.TYPED.fullmatch(word):
                sounds = filter(None, (pinyin.beside(self.model, one) for one in self.search))
                columns += [Q(**{f"{prefix}{column}__sounds": word}) for column in sounds]
            found &= reduce(operator.or_, columns)
        return found

    def place_q(self, place: str) -> Q:
        """The condition that `organization` sets on the organization a row hangs from."""
        code = self.chosen().get("organization")
        facet = self.filters["organization"]
        return Q(**{f"{place}__in": facet.ids(code, self.day)}) if code else Q()

    def time_q(self) -> Q:
        """In force on the day (or dated in the period) and in the organization asked for."""
        model = self.model
        if not model.placed_by:
            return self.standing_q() & self.place_q(model.scope_path or "pk")
        if self.ended and not self.first:
            return self.place_q(model.scope_path)
        placements = model.placements().filter(**{model.place_link(): OuterRef("pk")})
        placed = placements.filter(self.place_q(placements.model.scope_path))
        if self.first is None or not model.dated:
            return Q(Exists(placed.at(self.day)))
        dated = Q(**{f"{model.dated}__gte": self.first, f"{model.dated}__lte": self.day})
        covered = covering_q(placements.model.in_force, f"{model.place_link()}__{model.dated}")
        return dated & Q(Exists(placed.filter(covered)))

    def standing_q(self) -> Q:
        model = self.model
        if self.first is not None:
            return model.period_q(self.first, self.day)
        undated = model.dated and not self.on
        return Q() if self.ended or undated else model.standing_q(self.day)

    @property
    def qs(self) -> Any:
        """The rows asked for, as of the day."""
        if not hasattr(self, "_rows"):
            rows = self.queryset.filter(self.time_q()).filter(self.condition(self.day))
            if self.leave_out:
                other = type(self)(self.leave_out, self.model.objects.all())
                rows = rows.exclude(
                    pk__in=self.model.objects.filter(other.condition(self.day)).values("pk")
                )
            self._rows = rows
        return self._rows


class AgeFacet(django_filters.NumberFilter):
    """Whole years of age on the day, by a birth date; `under` 35 is younger than 35, `over` 60
    older than 60."""

    def __init__(self, *args: Any, born: str = "born", over: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born, self.over = born, over

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        years = int(value)
        if self.over:
            return Q(**{f"{prefix}{self.born}__lte": years_before(day, years + 1)})
        return Q(**{f"{prefix}{self.born}__gt": years_before(day, years)})


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February. Not before the year 1."""
    years = max(0, min(years, day.year - 1))
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(born: str | None, day: date) -> int | None:
    """Whole years of age on `day`; a birth date known to the month counts as its first day."""
    if not born:
        return None
    first = first_day(born)
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))
