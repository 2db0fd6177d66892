"""What posts say on the pages of organizations and persons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadres.choices.posts import LEADING, Position
from cadres.choices.rules import Limit
from cadres.choices.welfare import InsuranceKind
from cadres.filters import facets
from cadres.models import Insurance, JointCheck, Post, SecretaryStandard
from cadres.rules.careers import years_in
from cadres.rules.limits import limit_on
from cadres.team import team_of
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages


def team(organization: Organization, _user: Any) -> dict[str, Any] | None:
    """The team of a village, a branch or a township (domain 2.13, 003-07, 003-08)."""
    if organization.level == Level.COUNTY:
        return None
    found = team_of(organization, timezone.localdate())
    if not found.seats:
        return None
    add = f"{reverse('post-add')}?organization={organization.code}"
    return {"team": found, "add": add}


def villages(organization: Organization, _user: Any) -> dict[str, Any] | None:
    """How the villages below a township or the county stand, each figure with its list."""
    if organization.level not in {Level.COUNTY, Level.TOWNSHIP}:
        return None
    day = timezone.localdate()
    asked = list(questions(day))
    counts = {f"n{n}": Count("pk", filter=met) for n, (_label, _query, met) in enumerate(asked)}
    rows = Organization.objects.at(day).filter(
        path__startswith=organization.path, level=Level.VILLAGE
    )
    answer = rows.aggregate(all=Count("pk"), **counts)
    if not answer["all"]:
        return None
    top = f"{reverse('organization-list')}?organization={organization.code}&level=village"
    lines = [
        {
            "label": label,
            "n": answer[f"n{n}"],
            "share": round(100 * answer[f"n{n}"] / answer["all"]),
            "url": f"{top}&{query}",
        }
        for n, (label, query, _met) in enumerate(asked)
    ]
    return {"lines": lines, "all": answer["all"], "url": top}


def questions(day: date) -> list[tuple[str, str, Q]]:
    least = limit_on(Limit.RESERVES, day) or 0
    secretary, director = Position.SECRETARY, Position.DIRECTOR
    return [
        (
            gettext("Secretary and director in one"),
            "one_shoulder=true",
            Q(pk__in=facets.led_by_one(day)),
        ),
        (
            gettext("At least %(n)s reserve cadres") % {"n": least},
            f"reserves_at_least={least}",
            Q(pk__in=facets.with_reserves(least, day)),
        ),
        (
            gettext("Secretary's post vacant"),
            f"vacant={secretary}",
            Q(pk__in=facets.without_holder([secretary], day)),
        ),
        (
            gettext("Director's post vacant"),
            f"vacant={director}",
            Q(pk__in=facets.without_holder([director], day)),
        ),
        (
            gettext("League, women and militia heads in the party body"),
            "mass_heads_inside=true",
            Q(pk__in=facets.heads_inside(day)),
        ),
    ]


def file_of(person: Person, user: Any) -> dict[str, Any] | None:
    """One file per person: posts, years, last judgement, last joint check (domain 2.10)."""
    day = timezone.localdate()
    posts = list(
        Post.objects.for_user(user)
        .filter(person=person)
        .select_related("organization")
        .prefetch_related("filings")
        .order_by("-since", "-pk")
    )
    if not posts:
        return None
    rows: dict[str, Any] = {"judged": SecretaryStandard, "check": JointCheck}
    last = {
        name: model.objects.for_user(user).filter(person=person).order_by(f"-{model.dated}").first()
        for name, model in rows.items()
    }
    open_now = [post for post in posts if post.is_open(day)]
    return {
        "posts": [(post, post.is_open(day), list(post.filings.all())) for post in posts],
        "held": open_now,
        "years": years_in(((post.since, post.until) for post in posts), day),
        "led": years_in(
            ((post.since, post.until) for post in posts if post.position in LEADING), day
        ),
        "pension": pension_of(person, user),
        **last,
    }


def pension_of(person: Person, user: Any) -> Insurance | None:
    if not user.has_perm("cadres.view_insurance"):
        return None
    rows = Insurance.objects.for_user(user).at(timezone.localdate())
    found: Insurance | None = rows.filter(person=person, kind=InsuranceKind.PENSION).first()
    return found


pages.panel(
    Organization,
    pgettext_lazy("panels", "Team"),
    "cadres/team.html",
    team,
    perm="cadres.view_post",
    wide=True,
    place=20,
    costs=3,
)
pages.panel(
    Organization,
    _("Village teams"),
    "cadres/villages.html",
    villages,
    perm="cadres.view_post",
    place=46,
)
pages.panel(
    Person,
    _("Posts held"),
    "cadres/file.html",
    file_of,
    perm="cadres.view_post",
    wide=True,
    place=15,
    costs=6,
    tells=("post/person",),
)
