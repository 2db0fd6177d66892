"""What is spent of special funds and by their projects: payments on the fund's use out of accounts
of its source (003-12, 002-17)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from funding.actions.figures import MONEY, spent_q
from funding.models import Entry, FundProject, SpecialFund
from funding.models.budgets import NOTHING


def spent_by_project() -> Any:
    """Yuan that a project has spent in its year, as a subquery."""
    return total(
        account__organization=OuterRef("organization"),
        account__year=OuterRef("year"),
        account__source=OuterRef("fund__source"),
        use=OuterRef("fund__use"),
    )


def spent_by_fund() -> Any:
    """Yuan that all projects of a fund have spent, as a subquery."""
    project = FundProject.objects.filter(
        fund=OuterRef(OuterRef("pk")),
        organization=OuterRef("account__organization"),
        year=OuterRef("account__year"),
    )
    return total(Exists(project), account__source=OuterRef("source"), use=OuterRef("use"))


def total(*met: Any, **asked: Any) -> Any:
    rows = Entry.objects.filter(spent_q(), *met, **asked).order_by()
    summed = rows.values("use").annotate(total=-1 * Sum("amount")).values("total")
    return Coalesce(Subquery(summed), NOTHING, output_field=MONEY)


def entries_of(fund: SpecialFund) -> Any:
    """The payments that count as the fund's."""
    rows = FundProject.objects.filter(fund=fund, organization=OuterRef("account__organization"))
    return Entry.objects.filter(
        spent_q(),
        Exists(rows.filter(year=OuterRef("account__year"))),
        account__source=fund.source,
        use=fund.use,
    )
