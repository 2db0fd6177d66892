"""Three years of the party-building report and one of the villages' funds: most accepted, some
late, one returned with comments, one half filled."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.reports.copies import keep_copy
from assessments.actions.reports.entries import plain, read
from assessments.actions.reports.openings import NewCell, begun, plan_year, write_new
from assessments.actions.reports.sheets import Sheet
from assessments.actions.reports.templates import load_template
from assessments.demo import figures, remarks
from assessments.models import Report, ReportAct, ReportCell, ReportPeriod, ReportTemplate
from organizations.choices.tree import Level
from organizations.demo.county import ACCOUNTS, COUNTY
from organizations.models import Organization, User
from portal.history import acting

SEED = 990313
State, Act = Report.State, ReportAct.Kind
Row = dict[str, NewCell]
Rows = dict[int, Row]
BEGUN, RETURNED = [code for _name, role, code, _word in ACCOUNTS if role == "township_secretary"][
    :2
]
LAGGARDS = {5: State.DRAFT, 8: State.SUBMITTED, 11: State.SUBMITTED, 13: State.OPEN}
LATE = 5  # in a hundred reports of past quarters
REASON = "石桥镇有两个村的女党员数与党员台账不一致，实缴党费大于上季度的三倍，请核对后重报。"


def load(say: Callable[[str], None]) -> None:
    """Fill the years up to today, unless there are reports already."""
    county = Organization.objects.filter(code=COUNTY).first()
    if not county or ReportTemplate.objects.exists():
        return
    with transaction.atomic(), acting(None, page="demo"):
        for name, kind, years, most in (
            ("party_building", PartyQuarter, 3, 99),
            ("village_funds", FundsQuarter, 2, 4),
        ):
            load_form(load_template(name, county), kind, years, most)
    say(f"reports: {Report.objects.count()}, with {ReportCell.objects.count()} cells")


def load_form(template: ReportTemplate, kind: type[Quarter], years: int, most: int) -> None:
    """The latest `most` quarters, the running one with them."""
    today = timezone.localdate()
    for year in range(today.year - years + 1, today.year + 1):
        plan_year(template, year=year)
    periods = template.periods.filter(opens__lte=today).order_by("-first")[:most]
    memory: dict[Any, Any] = {}
    for age, period in reversed(list(enumerate(periods))):
        kind(period, age, memory).load()


def keep_copies(acts: Iterable[ReportAct]) -> None:
    """What was submitted and accepted, under codes that prints lead back to."""
    sheets: dict[int, Sheet] = {}
    for act in acts:
        if act.kind in {Act.SUBMITTED, Act.ACCEPTED}:
            if act.report_id not in sheets:
                sheets[act.report_id] = Sheet(act.report)
            keep_copy(act.report, act, sheets[act.report_id])


class Quarter:
    """One quarter of all townships; `age` 0 is the one that runs."""

    returned = ""

    def __init__(self, period: ReportPeriod, age: int, memory: dict[Any, Any]) -> None:
        self.period, self.age, self.memory = period, age, memory
        self.rng = random.Random(f"{SEED} {period.template.form} {period.year} {period.quarter}")
        users = User.objects.filter(grants__role__name="township_secretary")
        self.secretaries = {user.organization_id: user for user in users}
        self.staff = User.objects.filter(grants__role__name="county_staff").first()
        levels = Organization.objects.filter(level=Level.VILLAGE)
        self.villages = set(levels.values_list("pk", flat=True))

    def load(self) -> None:
        reports, cells = begun(self.period)
        rows: dict[int, Rows] = defaultdict(lambda: defaultdict(dict))
        for cell in cells:
            rows[cell.report][cell.organization][cell.item.code] = cell
        for number, report in enumerate(reports):
            report.state = self.state(number, report.organization.code)
            self.fill(report, rows[report.pk])
        write_new(cells)
        acts = ReportAct.objects.bulk_create(act for one in reports for act in self.acts(one))
        for report in reports:
            if report.state == State.RETURNED:
                report.submitted_at = None
        fields = ["state", "round", "submitted_at", "submitted_by", "late_by", "revision"]
        Report.objects.bulk_update(reports, fields)
        people = {**self.secretaries, None: self.staff}
        remarks.remark(self.period, self.age, reports, rows, people)
        if self.age == 1:
            keep_copies(acts)

    def fill(self, report: Report, rows: Rows) -> None:
        """Figures of a whole report, then as much of it as its township has got to."""
        if report.state == State.OPEN:
            return
        by = self.secretaries.get(report.organization_id)
        villages = [row for place, row in rows.items() if place in self.villages]
        done = len(villages) if report.state != State.DRAFT else len(villages) // 2
        care = self.rng.uniform(0.86, 0.99)
        for row in villages[:done]:
            put(row, by, self.village(row, care))
        for row in rows.values():
            if "branch_life" in row:
                put(row, by, figures.branch(self.rng))
        put(rows[report.organization_id], by, self.township(villages))
        if report.state == State.DRAFT and self.age == 0:
            self.mistakes(villages, by)
        report.revision = 1
        if report.state != State.DRAFT:
            self.handed_in(report, by)

    def village(self, row: Row, care: float) -> figures.Values:
        raise NotImplementedError

    def township(self, villages: list[Row]) -> figures.Values:
        raise NotImplementedError

    def mistakes(self, villages: list[Row], by: Any) -> None:
        """What people do type."""

    def state(self, number: int, code: str) -> str:
        """How far the `number`th township is."""
        if self.age == 0:
            return State.DRAFT if code == BEGUN or self.rng.random() < 0.25 else State.OPEN
        if self.age == 1:
            known = LAGGARDS.get(number, State.ACCEPTED)
            return State.RETURNED if code == self.returned else known
        return State.ACCEPTED

    def handed_in(self, report: Report, by: Any) -> None:
        late = self.rng.randrange(100) < LATE
        days = self.rng.randint(1, 9) if late else -self.rng.randint(0, 7)
        report.round = 1
        moment = at(self.period.due + timedelta(days=days), self.rng)
        report.submitted_at = min(moment, timezone.now() - timedelta(hours=2))
        report.late_by = max(0, (timezone.localdate(report.submitted_at) - self.period.due).days)
        report.submitted_by = by

    def acts(self, report: Report) -> Iterable[ReportAct]:
        yield self.act(report, Act.OPENED, at(self.period.opens, self.rng), None)
        if not (sent := report.submitted_at):
            return
        yield self.act(report, Act.SUBMITTED, sent, report.submitted_by)
        after = min(sent + timedelta(days=self.rng.randint(0, 4), hours=1), timezone.now())
        if report.state == State.RETURNED:
            yield self.act(report, Act.RETURNED, after, self.staff, REASON)
        if report.state == State.ACCEPTED:
            yield self.act(report, Act.ACCEPTED, after, self.staff)

    @staticmethod
    def act(report: Report, kind: str, moment: datetime, by: Any, reason: str = "") -> ReportAct:
        return ReportAct(
            report=report, kind=kind, at=moment, by=by, reason=reason, round=report.round
        )


class PartyQuarter(Quarter):
    returned = RETURNED

    def village(self, row: Row, care: float) -> figures.Values:
        return figures.village(self.rng, row, care, self.period.quarter, self.period.last)

    def township(self, villages: list[Row]) -> figures.Values:
        return figures.township(self.rng, self.period.last)

    def mistakes(self, villages: list[Row], by: Any) -> None:
        put(villages[2], by, {"women": int(villages[2]["end"].value or 0) + 3}, disputed=True)
        put(villages[4], by, {"dues_paid": "312，5"})


class FundsQuarter(Quarter):
    def village(self, row: Row, care: float) -> figures.Values:
        place = row["budget"].organization
        year = self.memory.setdefault((self.period.year, place), {})
        return figures.funds(self.rng, row, year, self.period.last)

    def township(self, villages: list[Row]) -> figures.Values:
        passed_on = sum(Decimal(row["from_county"].value or 0) for row in villages)
        return figures.funds_of_township(self.rng, Decimal(passed_on), self.period.last)


def put(row: Row, by: Any, values: figures.Values, *, disputed: bool = False) -> None:
    """Type values in. Where the registers say something else they were not kept yet in that
    quarter, unless the figure is `disputed`."""
    for code, value in values.items():
        cell = row[code]
        entry = read(cell.item, said(value))
        cell.raw, cell.value, cell.error = entry.raw, entry.value, entry.fault
        cell.changed_by, cell.revision = by and by.pk, 1
        if cell.prefilled is not None and cell.value != cell.prefilled and not disputed:
            cell.prefilled = None


def said(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def at(day: Any, rng: random.Random) -> datetime:
    """A moment of that working day."""
    clock = time(rng.randint(8, 17), rng.randint(0, 59))
    return timezone.make_aware(datetime.combine(day, clock))
