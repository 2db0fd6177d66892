"""The county's development plan, and admissions counted against it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from members.actions.steps import Case
from members.models import Affiliation, Quota
from organizations.models import Organization
from portal.scope import covering_q


def admitted(organization: Organization, year: int) -> int:
    """Members who joined in the year, counted where they hung on that day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Affiliation.objects.filter(organization__path__startswith=organization.path)
    rows = rows.filter(covering_q(("since", "until"), "person__joined"))
    rows = rows.filter(person__joined__gte=first, person__joined__lte=last)
    return int(rows.values("person").distinct().count())


def check_quota(case: Case, beyond: bool) -> None:
    """Every plan above the branch that has a number for the year must have room."""
    above = [int(step) for step in case.person.organization.path.strip("/").split("/")]
    quotas = Quota.objects.filter(organization__in=above, year=case.day.year)
    for quota in quotas.select_for_update(of=("self",)).select_related("organization"):
        if admitted(quota.organization, quota.year) < quota.allowed:
            continue
        words = {"organization": quota.organization, "number": quota.allowed, "year": quota.year}
        if quota.binding:
            case.refuse(_("%(organization)s may admit %(number)s in %(year)s, and has.") % words)
        case.need(
            beyond,
            _(
                "%(organization)s may admit %(number)s in %(year)s, and has. "
                "Tick “beyond the plan” if this is meant."
            )
            % words,
        )
