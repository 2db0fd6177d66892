from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.actions.targets.overview import far_behind
from assessments.actions.targets.planning import copy_plan
from assessments.actions.targets.runs import compute_plan
from assessments.actions.targets.seals import amend_period, sealed, start_sealing, unsealed
from assessments.filters.ratings import RatedFacet, StarsFacet
from assessments.filters.targets import (
    IndicatorFilter,
    MeasureFilter,
    PlanFilter,
    ReachedFacet,
    RunFilter,
    TargetFilter,
    ValueFilter,
)
from assessments.forms.seals import SealForm
from assessments.forms.targets import CopyForm, IndicatorForm, MeasureForm, PlanForm, TargetForm
from assessments.models import (
    Indicator,
    Measure,
    Plan,
    Run,
    Target,
    Value,
)
from assessments.tables.targets import (
    IndicatorTable,
    MeasureTable,
    PlanTable,
    RunTable,
    TargetTable,
    ValueTable,
)
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages

RATED_FROM, RATED_UNTIL = 11, 3  # the months in which stars are given (domain 2.16)
targets = _("Targets")

pages.link("dashboard", _("Dashboard"), icon="home")
pages.add(
    Plan,
    PlanForm,
    PlanFilter,
    PlanTable,
    group=targets,
    icon="target",
    actions=(
        pages.Action(compute_plan, _("Compute now"), perm="change"),
        pages.Action(copy_plan, _("Copy to another year"), CopyForm, perm="add"),
    ),
)
pages.add(Target, TargetForm, TargetFilter, TargetTable, group=targets, icon="flag", menu=False)
pages.add(Indicator, IndicatorForm, IndicatorFilter, IndicatorTable, group=targets, icon="chart")
pages.add(Measure, MeasureForm, MeasureFilter, MeasureTable, group=targets, icon="ruler")
seal = pages.Action(
    start_sealing, _("Seal this period"), SealForm, perm="seal", offered=unsealed, danger=True
)
amend = pages.Action(amend_period, _("Put this period right"), perm="seal", offered=sealed)
pages.add(Run, None, RunFilter, RunTable, actions=(seal, amend), group=targets, icon="clock")
pages.add(Value, None, ValueFilter, ValueTable, group=targets, menu=False)

stars = _("Stars at least")
pages.extend_filter(Organization, "stars_at_least", StarsFacet(label=stars, about="organization"))
pages.extend_filter(Person, "stars_at_least", StarsFacet(label=stars, about="person"))
pages.extend_filter(Organization, "rated", RatedFacet(label=_("Rated for the year")))
pages.extend_filter(Organization, "counted", ReachedFacet(label=_("Counted in a run")))
pages.extend_filter(
    Organization, "uncounted", ReachedFacet(label=_("Not counted in a run"), reached=False)
)


@pages.todo
def targets_to_do(user: Any) -> Iterator[pages.Todo]:
    """Targets far behind, each with the rows that are missing."""
    for one in far_behind(user):
        text = _("%(target)s: %(value)s") % {"target": one.indicator, "value": one.text}
        verb = _("Who is missing")
        yield pages.Todo(text, one.uncounted_url, status=one.status.value, verb=verb)


@pages.todo
def ratings_to_do(user: Any) -> Iterator[pages.Todo]:
    """Villages without stars: of this year in its last two months, of last year in the first
    quarter, when the results come out."""
    scope, today = user.scope("assessments.add_rating"), timezone.localdate()
    if not scope or RATED_UNTIL < today.month < RATED_FROM:
        return
    year = today.year if today.month >= RATED_FROM else today.year - 1
    last = date(year, 12, 31)
    asked = f"level={Level.VILLAGE}&rated=false&on={last}"
    rows = Organization.objects.filter(scope.q(""))
    if many := pages.get("organization").filter(asked, rows).qs.count():
        words = ngettext(
            "%(n)s village has no star rating for %(year)s",
            "%(n)s villages have no star rating for %(year)s",
            many,
        )
        url = f"{pages.get('organization').url('list')}?{asked}"
        status = "overdue" if last < today else "open"
        yield pages.Todo(words % {"n": many, "year": year}, url, status, _("Rate them"), last)
