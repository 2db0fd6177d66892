"""The democratic appraisal of a branch on one page, and which branches have held theirs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.actions.appraisal import Line, record_round
from members.choices.appraisal import Mark
from members.choices.standing import MEMBERS
from members.models import Appraisal, AppraisalRule, Person
from members.rules.appraisal import members_of, probationary_on
from organizations.choices.tree import Kind
from organizations.models import Organization
from portal.errors import Refused

MOST = 400  # members, or branches, on one page
VOTES = ("excellent_votes", "qualified_votes", "basic_votes", "unqualified_votes")
FIRST, LAST = 1949, 2200
NONE, UNGRADED = ("", gettext_lazy("did not take part")), (Mark.UNGRADED, Mark.UNGRADED.label)


class RoundForm(forms.Form):
    """The day and how many came; the lines of the members stand below it."""

    on = forms.DateField(label=gettext_lazy("Decided on"), widget=forms.DateInput())
    present = forms.IntegerField(label=gettext_lazy("Members present"), min_value=1)


@dataclass
class Row:
    person: Person
    probationary: bool
    line: Line

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What may be chosen: probationary members take part but are not graded."""
        return [NONE, UNGRADED] if self.probationary else [NONE, *Mark.choices]

    @property
    def votes(self) -> list[tuple[str, Any, Any]]:
        names = (f"v{self.person.pk}-{place}" for place in range(len(VOTES)))
        labels = (Mark(mark).label for mark in list(Mark)[: len(VOTES)])
        return list(zip(names, labels, self.line.votes, strict=True))


@login_required
def round_page(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    user: Any = request.user
    if not user.has_perm("members.add_appraisal"):
        raise PermissionDenied
    if not FIRST < year < LAST:
        raise Http404
    reach = user.scope("members.add_appraisal").q("")
    branch = get_object_or_404(Organization.objects.filter(reach), pk=pk)
    form = RoundForm(request.POST or None, initial=usual(branch, year))
    day = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    rows = rows_of(branch, year, day or form.initial["on"], request)
    if request.method == "POST" and form.is_valid() and rows:
        try:
            lines = {row.person: row.line for row in rows}
            given = form.cleaned_data
            record_round(
                branch, year=year, on=given["on"], present=given["present"], lines=lines, by=user
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, _("The appraisal of %(branch)s is entered.") % {"branch": branch}
            )
            return redirect(f"{reverse('appraisal-rounds')}?year={year}")
    return show_round(request, branch, year, form, rows)


def usual(branch: Organization, year: int) -> dict[str, Any]:
    """What the form begins with: the day and the number that were entered before."""
    rows = Appraisal.objects.filter(branch=branch, year=year).order_by()
    last = rows.order_by("-decided_on").first()
    day = last.decided_on if last else min(timezone.localdate(), date(year, 12, 31))
    return {"on": day, "present": rows.count() or None}


def rows_of(branch: Organization, year: int, day: date, request: HttpRequest) -> list[Row]:
    people = list(members_of(branch, day)[: MOST + 1])
    if len(people) > MOST:
        return []
    held = {one.person_id: one for one in Appraisal.objects.filter(year=year, person__in=people)}
    graded = AppraisalRule.for_day(day).grade_probationary
    return [
        Row(
            person,
            probationary_on(person, day) and not graded,
            sent_line(request, person) if request.method == "POST" else stored(held.get(person.pk)),
        )
        for person in people
    ]


def sent_line(request: HttpRequest, person: Person) -> Line:
    grade = request.POST.get(f"g{person.pk}", "")
    typed = [request.POST.get(f"v{person.pk}-{place}", "").strip() for place in range(len(VOTES))]
    votes = [int(one) if one.isdecimal() and len(one) < 5 else None for one in typed]  # noqa: PLR2004
    gap = request.POST.get(f"w{person.pk}", "").strip()[:300]
    return Line(grade if grade in Mark.values else "", votes, gap)


def stored(one: Appraisal | None) -> Line:
    if not one:
        return Line("")
    return Line(one.grade, [getattr(one, name) for name in VOTES], one.gap)


def show_round(
    request: HttpRequest, branch: Organization, year: int, form: RoundForm, rows: list[Row]
) -> HttpResponse:
    day = form.initial["on"]
    rule = AppraisalRule.for_day(day)
    title = _("Appraisal of %(year)s: %(branch)s") % {"year": year, "branch": branch}
    rounds = (_("Appraisal rounds"), f"{reverse('appraisal-rounds')}?year={year}")
    context = {
        "title": title,
        "branch": branch,
        "year": year,
        "form": form,
        "rows": rows,
        "marks": [Mark(mark).label for mark in list(Mark)[: len(VOTES)]],
        "limit": rule.most_excellent(len(rows)),
        "rule": rule,
        "crumbs": [rounds, (title, "")],
        "most": MOST,
    }
    return render(request, "members/round.html", context, status=422 if form.errors else 200)


@login_required
def rounds_page(request: HttpRequest) -> HttpResponse:
    """Each branch in the user's reach: its members, and how far its appraisal is."""
    user: Any = request.user
    if not user.has_perm("members.add_appraisal"):
        raise PermissionDenied
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST < int(asked) < LAST else default_year()
    reach = Organization.objects.filter(user.scope("members.add_appraisal").q(""))
    words = request.GET.get("q", "").strip()
    found = reach.at(timezone.localdate()).exclude(kind=Kind.PARTY_GROUP)
    found = found.filter(Q(name__icontains=words) | Q(code__startswith=words)) if words else found
    lines = branch_lines(found, year)
    context = {
        "title": _("Appraisal rounds"),
        "crumbs": [(_("Appraisal rounds"), "")],
        "year": year,
        "years": range(default_year() + 1, default_year() - 4, -1),
        "q": words,
        "lines": lines[:MOST],
        "over": len(lines) > MOST,
        "held": sum(1 for line in lines if line["done"]),
        "count": len(lines),
        "most": MOST,
    }
    return render(request, "members/rounds.html", context)


def default_year() -> int:
    """The year whose appraisal is under way: last year's until summer."""
    today = timezone.localdate()
    return today.year - (today.month < 7)  # noqa: PLR2004 - July


def branch_lines(found: Any, year: int) -> list[dict[str, Any]]:
    """Three queries, however many branches; a party group counts for the branch above it."""
    counts = members_by_branch()
    done: dict[int, Any] = {
        row["branch"]: row
        for row in Appraisal.objects.filter(year=year)
        .order_by()
        .values("branch")
        .annotate(many=Count("pk"), excellent=Count("pk", filter=Q(grade=Mark.EXCELLENT)))
    }
    rule = AppraisalRule.for_day(timezone.localdate())
    return [
        {
            "branch": branch,
            "members": counts[branch.pk],
            "limit": rule.most_excellent(counts[branch.pk]),
            "done": done.get(branch.pk, {}).get("many", 0),
            "excellent": done.get(branch.pk, {}).get("excellent", 0),
        }
        for branch in found.order_by("path")
        if counts[branch.pk]
    ]


def members_by_branch() -> Counter[int]:
    """{organization: members}, those of a party group with the branch above it."""
    rows = (
        Person.objects.filter(standing__in=MEMBERS, left=None)
        .order_by()
        .values_list("organization", "organization__kind", "organization__parent")
        .annotate(many=Count("pk"))
    )
    counts: Counter[int] = Counter()
    for place, kind, above, many in rows:
        counts[above if kind == Kind.PARTY_GROUP else place] += many
    return counts
