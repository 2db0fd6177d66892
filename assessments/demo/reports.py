"""Three years of quarterly reports: most accepted, some late, one returned, one half filled."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.entries import plain, read
from assessments.actions.openings import NewCell, begun, plan_year, write_new
from assessments.actions.templates import load_template
from assessments.models import Report, ReportAct, ReportCell, ReportPeriod, ReportTemplate
from organizations.demo.county import ACCOUNTS, COUNTY
from organizations.models import Organization, User
from portal.history import acting

SEED = 990313
State, Act = Report.State, ReportAct.Kind
Row = dict[str, NewCell]
BEGUN, RETURNED = [code for _name, role, code, _word in ACCOUNTS if role == "township_secretary"][
    :2
]
LAGGARDS = {5: State.DRAFT, 8: State.SUBMITTED, 11: State.SUBMITTED, 13: State.OPEN}
LATE = 5  # in a hundred reports of past quarters
REASON = "石桥镇有两个村的女党员数与党员台账不一致，实缴党费大于上季度的三倍，请核对后重报。"
NOTES = (
    "村级活动场所维修已完成三处；流动党员联系仍有困难。",
    "主题党日与秋收服务结合，党员参与率较高；年轻后备力量不足。",
    "两个村正在推进村企联建；个别支部会议记录不规范，已督促整改。",
    "",
)


def load(say: Callable[[str], None]) -> None:
    """Fill the years up to today, unless there are reports already."""
    county = Organization.objects.filter(code=COUNTY).first()
    if not county or ReportTemplate.objects.exists():
        return
    today = timezone.localdate()
    with transaction.atomic(), acting(None, page="demo"):
        template = load_template("party_building", county)
        for year in range(today.year - 2, today.year + 1):
            plan_year(template, year=year)
        periods = template.periods.filter(opens__lte=today).order_by("first")
        for age, period in reversed(list(enumerate(reversed(periods)))):
            Quarter(period, age).load()
    say(f"reports: {Report.objects.count()}, with {ReportCell.objects.count()} cells")


class Quarter:
    """One quarter of all townships; `age` 0 is the one that runs."""

    def __init__(self, period: ReportPeriod, age: int) -> None:
        self.period, self.age = period, age
        self.rng = random.Random(f"{SEED} {period.year} {period.quarter}")
        users = User.objects.filter(grants__role__name="township_secretary")
        self.secretaries = {user.organization_id: user for user in users}
        self.staff = User.objects.filter(grants__role__name="county_staff").first()

    def load(self) -> None:
        reports, cells = begun(self.period)
        rows: dict[int, dict[int, Row]] = {}
        for cell in cells:
            places = rows.setdefault(cell.report, {})
            places.setdefault(cell.organization, {})[cell.item.code] = cell
        for number, report in enumerate(reports):
            report.state = self.state(number, report.organization.code)
            self.fill(report, rows[report.pk])
        write_new(cells)
        ReportAct.objects.bulk_create(act for report in reports for act in self.acts(report))
        for report in reports:
            if report.state == State.RETURNED:
                report.submitted_at = None
        fields = ["state", "round", "submitted_at", "submitted_by", "late_by", "revision"]
        Report.objects.bulk_update(reports, fields)

    def fill(self, report: Report, rows: dict[int, Row]) -> None:
        """Figures of a whole report, then as much of it as its township has got to."""
        done = len(rows) if report.state not in {State.OPEN, State.DRAFT} else len(rows) // 2
        if report.state == State.OPEN:
            return
        by = self.secretaries.get(report.organization_id)
        self.own(rows[report.organization_id], by)
        villages = [row for place, row in rows.items() if place != report.organization_id]
        care = self.rng.uniform(0.86, 0.99)
        for row in villages[:done]:
            self.village(row, care, by)
        if report.state == State.DRAFT and self.age == 0:
            self.mistakes(villages, by)
        report.revision = 1
        if report.state not in {State.DRAFT}:
            self.handed_in(report, by)

    def state(self, number: int, code: str) -> str:
        """How far the `number`th township is."""
        if self.age == 0:
            return State.DRAFT if code == BEGUN or self.rng.random() < 0.25 else State.OPEN
        if self.age == 1:
            return State.RETURNED if code == RETURNED else LAGGARDS.get(number, State.ACCEPTED)
        return State.ACCEPTED

    def handed_in(self, report: Report, by: Any) -> None:
        late = self.rng.randrange(100) < LATE
        days = self.rng.randint(1, 9) if late else -self.rng.randint(0, 7)
        report.round = 1
        moment = at(self.period.due + timedelta(days=days), self.rng)
        report.submitted_at = min(moment, timezone.now() - timedelta(hours=2))
        report.submitted_by, report.late_by = by, max(0, days)

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

    def own(self, row: Row, by: Any) -> None:
        self.put(row, by, town_heard=self.rng.randint(1, 3), town_visits=self.rng.randint(6, 24))
        self.put(row, by, town_note=self.rng.choice(NOTES))

    def village(self, row: Row, care: float, by: Any) -> None:
        rng = self.rng
        known = {code: int(cell.value or 0) for code, cell in row.items()}
        moved = known["end"] - known["start"] - known["admitted"]
        died = min(max(-moved, 0), rng.randint(0, 1))
        expected = known["end"] * rng.randint(4, 6)
        owed = Decimal(known["end"] * rng.randint(60, 110)) / 10
        arrived = Decimal(rng.randint(70, 140) * self.period.quarter) / 40
        self.put(row, by, moved_in=max(moved, 0), moved_out=max(-moved, 0) - died, departed=died)
        self.put(row, by, committee=3 if rng.random() < care else 2, assembly=1, lecture=1)
        self.put(row, by, theme_day=3, expected=expected, attended=int(expected * care * 0.97))
        self.put(row, by, trained=rng.randint(0, known["end"]), dues_owed=owed)
        self.put(row, by, dues_paid=owed if rng.random() < care else round(owed * 9 / 10, 2))
        self.put(
            row,
            by,
            funds_arrived=arrived,
            funds_spent=round(arrived * rng.randint(60, 98) / 100, 2),
        )

    def mistakes(self, villages: list[Row], by: Any) -> None:
        """What people do type."""
        self.put(villages[2], by, women=int(villages[2]["end"].value or 0) + 3)
        self.put(villages[4], by, dues_paid="312，5")

    @staticmethod
    def put(row: Row, by: Any, **values: Any) -> None:
        for code, value in values.items():
            cell = row[code]
            text = plain(value) if isinstance(value, Decimal) else str(value)
            entry = read(cell.item, text)
            cell.raw, cell.value, cell.error = entry.raw, entry.value, entry.fault
            cell.changed_by, cell.revision = by and by.pk, 1


def at(day: Any, rng: random.Random) -> datetime:
    """A moment of that working day."""
    clock = time(rng.randint(8, 17), rng.randint(0, 59))
    return timezone.make_aware(datetime.combine(day, clock))
