"""A township with villages and its report of a quarter, filled or not."""

import json
from datetime import date
from pathlib import Path

from django.contrib.auth.models import Group
from django.urls import reverse

from assessments.actions.reports.acts import save_cells
from assessments.actions.reports.openings import open_reports, plan_year
from assessments.actions.reports.templates import place_template
from assessments.models import Report, ReportPeriod
from organizations.choices.tree import Kind
from tests.factories import GrantFactory, OrganizationFactory, TownshipFactory, UserFactory

YEAR, QUARTER = 2026, 3
SMALL = Path(__file__).with_name("small_report.json")


def county_with(villages=3, townships=1, code="34"):
    county = OrganizationFactory(code=code, name="县委", established=date(2000, 1, 1))
    for number in range(townships):
        town = TownshipFactory(parent=county, code=f"{code}{number:02d}")
        for village in range(villages):
            OrganizationFactory(
                parent=town,
                code=f"{code}{number:02d}{village:03d}",
                name=f"第{village}村党支部",
                short_name=f"第{village}村",
                kind=Kind.BRANCH,
            )
    return county


def another_township(report):
    """A second township of the county, with a village; returns the county."""
    town = TownshipFactory(parent=report.organization.parent, code="3499")
    OrganizationFactory(parent=town, code="3499000")
    return report.organization.parent


def small_template(county):
    """A short quarterly report, issued: so that tests are quick and know every item."""
    return place_template(json.loads(SMALL.read_text("utf-8")), county)


def opened(county, year=YEAR, quarter=QUARTER):
    """The period with a report of every township, ready to be filled in."""
    template = small_template(county)
    plan_year(template, year=year)
    period = ReportPeriod.objects.get(template=template, year=year, quarter=quarter)
    open_reports(period)
    return period


def first_report(county):
    return opened(county).reports.order_by("organization__code").first()


def cell(report, code, row=0):
    """The cell of an item in the row'th village, or of the township's own items."""
    cells = report.cells.filter(item__code=code).order_by("organization__code")
    return cells[row]


def type_in(report, by, seen=None, row=0, **values):
    """Type texts into the cells of one village, by item code."""
    typed = {cell(report, code, row).pk: str(text) for code, text in values.items()}
    now = Report.objects.get(pk=report.pk).revision
    return save_cells(report, typed=typed, seen=now if seen is None else seen, by=by)


def fill(report, by):
    """Fill in what is missing, rightly."""
    cells = report.cells.filter(raw="", item__required=True).exclude(item__kind="text")
    typed = {found.pk: "0" for found in cells}
    now = Report.objects.get(pk=report.pk).revision
    return save_cells(report, typed=typed, seen=now, by=by)


def in_role(name, organization):
    user = UserFactory(organization=organization)
    GrantFactory(user=user, organization=organization, role=Group.objects.get(name=name))
    return user


def send(client, report, **values):
    """Save cells of the first village as the page's script does."""
    typed = {f"c{cell(report, code).pk}": text for code, text in values.items()}
    return client.post(grid(report), {"seen": "0"} | typed, headers={"X-Grid": "1"})


def grid(report):
    return reverse("report-grid", args=[report.pk])
