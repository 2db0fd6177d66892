"""What wants mending in an organization and below: each rule a count that opens its list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import measures, pages
from portal.measures import Tree, organization_model
from portal.pages import Pages
from portal.quality import Check, every
from portal.scope import Scope

VIEW = f"{settings.PORTAL_TREE.split('.')[0]}.view_organization"
KEPT = 60  # seconds that a count serves; the list behind it is always of now
Found = dict[str, dict[int, int]]


@dataclass(frozen=True)
class Line:
    """One rule and how many rows of an organization and all below want mending."""

    check: Check
    register: Any
    count: int
    url: str


def organizations(user: Any) -> Any:
    return organization_model().objects.for_user(user)


def asked(user: Any) -> list[Check]:
    """The rules about registers that the user may view, the serious ones first."""
    mine = [
        one
        for one in every()
        if pages.has(one.register) and user.has_perm(pages.get(one.register).perm("view"))
    ]
    return sorted(mine, key=lambda one: not one.serious)


def count_all(checks: Iterable[Check], top: Any) -> Found:
    """{rule: {organization: rows}} of the subtree of `top` today; one scan for each register."""
    day, groups = timezone.localdate(), defaultdict(list)
    for one in checks:
        groups[one.register].append(one)
    found: Found = {}
    for register, mine in groups.items():
        of = pages.get(register)
        filters = [of.filter(QueryDict(one.asked())) for one in mine]
        plain = [not (one.on or one.first or one.ended or one.leave_out) for one in filters]
        standing = measures.standing(of.model, day)
        here = standing.rows.filter(**{f"{standing.place}__in": below(top)})
        at_once = [n for n, easy in enumerate(plain) if easy]
        counts = measures.count(
            measures.Standing(here, standing.place, standing.prefix),
            [filters[n].condition(day, standing.prefix) for n in at_once],
        )
        for column, n in enumerate(at_once):
            found[mine[n].name] = {place: row[column] for place, row in counts.items()}
        for n in set(range(len(mine))) - set(at_once):
            found[mine[n].name] = one_by_one(of, filters[n], top)
    return found


def below(top: Any) -> Any:
    return type(top).objects.filter(path__startswith=top.path).values("pk")


def one_by_one(of: Pages, chosen: Any, top: Any) -> dict[int, int]:
    """A rule that looks at another day, or at what has ended."""
    place = of.model.scope_path or "pk"
    chosen.queryset = of.model.objects.filter(Scope((top.path,)).q(of.model.scope_path))
    rows = chosen.qs.order_by().values(place).annotate(n=Count("pk"))
    return dict(rows.values_list(place, "n"))


def counted(user: Any, top: Any) -> Found:
    """As `count_all`, kept for a minute."""
    checks = asked(user)
    key = f"quality:{top.pk}:{timezone.localdate()}:{hash(tuple(one.name for one in checks))}"
    found: Found | None = cache.get(key)
    if found is None:
        found = count_all(checks, top)
        cache.set(key, found, KEPT)
    return found


def lines(user: Any, top: Any) -> list[Line]:
    found = counted(user, top)
    return [
        Line(
            check,
            pages.get(check.register).label,
            sum(found[check.name].values()),
            f"{pages.get(check.register).url('list')}?{check.asked()}&organization={top.code}",
        )
        for check in asked(user)
    ]


def by_organization(user: Any, top: Any) -> list[tuple[Any, int, int]]:
    """(organization, serious, all) of those directly below, the most first."""
    serious = {one.name for one in asked(user) if one.serious}
    numbers: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for name, places in counted(user, top).items():
        for place, count in places.items():
            numbers[place][0] += count if name in serious else 0
            numbers[place][1] += count
    sums = Tree.at(timezone.localdate()).roll_up(numbers, 2)
    children = organizations(user).filter(Q(parent=top), Q(closed=None))
    rows = [(child, *sums[child.pk]) for child in children if sums[child.pk][1]]
    return sorted(rows, key=lambda row: (-row[1], -row[2]))


def total(user: Any) -> tuple[int, int]:
    """(serious, all) rows to mend over the user's organizations, for the dashboard."""
    top = top_of(user)
    if top is None:
        return 0, 0
    counts = [(line.count, line.check.serious) for line in lines(user, top)]
    return sum(n for n, serious in counts if serious), sum(n for n, _serious in counts)


def top_of(user: Any, code: str = "") -> Any:
    """The organization asked for, or the highest that the user may write to or view."""
    mine = organizations(user).filter(user.scope(VIEW).q(""))
    return mine.filter(code=code).first() if code else mine.order_by("path").first()


def quality(request: HttpRequest) -> HttpResponse:
    """The page: rules with counts, and the organizations below with the most to mend."""
    code = request.GET.get("organization", "")
    top = top_of(request.user, code)
    if top is None:
        raise Http404
    rules = lines(request.user, top)
    context = {
        "title": _("Data quality"),
        "place": top,
        "open": [one for one in rules if one.count],
        "fine": [one for one in rules if not one.count],
        "below": by_organization(request.user, top),
        "crumbs": [*ways(request.user, top), (_("Data quality"), "")],
    }
    return render(request, "pages/quality.html", context)


def ways(user: Any, top: Any) -> list[tuple[str, str]]:
    """The organizations above, down to this one, each with its own page of this kind."""
    ids = [int(step) for step in top.path.strip("/").split("/")]
    mine = organizations(user).filter(pk__in=ids).order_by("path")
    scope = user.scope(VIEW)
    return [(str(one), f"?organization={one.code}") for one in mine if scope.covers(one.path)]
