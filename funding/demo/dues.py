"""Party dues of this year and last: what each member owes, what was paid, a few who are behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from funding.actions.dues_posting import post_dues
from funding.actions.dues_rates import load_dues_rules
from funding.actions.dues_years import open_dues_year
from funding.actions.extra_dues import hand_up_extra, post_extra
from funding.models import DuesBase, DuesPayment, ExtraDues, Source, Use
from organizations.choices.tree import Level
from organizations.models import Grant, Organization, User

OPENED = 6  # townships that keep their dues here; the others begin next year
POSTED = 1  # of them, those that have entered this year's dues into the ledger
WHOLE = 1  # of them, those whose last year is kept month by month
# Wages, pensions and business income; a few farmers pay more than the least.
BASES = """
    UPDATE funding_duesbase AS dues SET
        payer = CASE WHEN person.work_post = '退休人员' THEN 'pension'
            WHEN person.member_class = 'entrepreneur' THEN 'quarter'
            WHEN person.work_post IN ('务农', '外出务工农民', '') THEN 'farmer' ELSE 'salary' END,
        base = CASE WHEN person.work_post = '退休人员' THEN 3000 + person.id * 37 %% 3100
            WHEN person.member_class = 'entrepreneur' THEN 2600 + person.id * 53 %% 9000
            WHEN person.work_post IN ('务农', '外出务工农民', '') THEN NULL
            ELSE 2800 + person.id * 41 %% 5400 END
    FROM members_person AS person WHERE person.id = dues.person_id AND dues.year = %(year)s
"""
DUE = """
    UPDATE funding_duesbase AS dues SET due = CASE
        WHEN dues.base IS NULL THEN (ARRAY[0.2, 0.2, 0.5, 1.0])[1 + dues.person_id %% 4]
        ELSE round(dues.base * band.rate / 100, 2) END,
        relief = CASE WHEN dues.person_id %% 173 = 0 THEN 'less' ELSE '' END,
        relief_why = CASE WHEN dues.person_id %% 173 = 0 THEN '家庭困难' ELSE '' END,
        approved_by = CASE WHEN dues.person_id %% 173 = 0 THEN '镇党委' ELSE '' END
    FROM funding_duesband AS band
    WHERE dues.year = %(year)s AND band.payer = dues.payer
        AND coalesce(dues.base, 0) >= band.over
        AND (coalesce(dues.base, 0) > band.over OR band.over = 0)
        AND (band.up_to IS NULL OR coalesce(dues.base, 0) <= band.up_to)
"""
PAID = """
    INSERT INTO funding_duespayment (created_at, changed_at, person_id, organization_id, year,
        month, amount, paid_on, receipt, late_why)
    SELECT now(), now(), dues.person_id, dues.organization_id, dues.year, month, dues.due,
        least(make_date(dues.year, month, 8 + dues.person_id::int %% 18), %(today)s), '', ''
    FROM funding_duesbase AS dues
    JOIN organizations_organization AS place ON place.id = dues.organization_id
    CROSS JOIN generate_series(1, %(months)s) AS month
    WHERE dues.year = %(year)s AND dues.due > 0
        AND month BETWEEN dues.from_month AND dues.to_month
        AND starts_with(place.path, %(place)s)
        AND NOT (dues.person_id %% 61 = 0 AND month > %(months)s - 3)
        AND NOT (dues.person_id %% 307 = 0 AND month > 2)
"""


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or DuesBase.objects.exists():
        return
    load_dues_rules(county)
    today = timezone.localdate()
    shown = Exists(Grant.objects.filter(organization__path__startswith=OuterRef("path")))
    towns: Any = list(
        Organization.objects.filter(level=Level.TOWNSHIP, closed=None)
        .alias(shown=shown)
        .order_by("-shown", "path")[:OPENED]
    )
    owed = sum(open_dues_year(town, year=today.year - 1, by=None) for town in towns)
    with connection.cursor() as cursor:
        for sql in (BASES, DUE):
            cursor.execute(sql, {"year": today.year - 1})
    owed += sum(open_dues_year(town, year=today.year, by=None) for town in towns)
    pay(towns, today)
    say(f"{owed} members' dues, {DuesPayment.objects.count()} payments")


def pay(towns: list[Organization], today: date) -> None:
    """This year's months that are over for everybody; last year's of a township."""
    wanted = [(town, today.year, today.month - 1) for town in towns]
    wanted += [(town, today.year - 1, 12) for town in towns[:WHOLE]]
    with connection.cursor() as cursor:
        for place, year, months in wanted:
            cursor.execute(
                PAID, {"place": place.path, "year": year, "months": months, "today": today}
            )
    source = Source.objects.get(code="dues-retained")
    large(today)
    clerk = User.objects.filter(name="staff").first()
    for town in towns[:POSTED] if today.month > 1 else ():
        post_dues(town, source=source, day=today, by=clerk)


def large(today: date) -> None:
    """Two members paid a thousand yuan and more at once: one sum went up whole, one waits."""
    bases = DuesBase.objects.filter(year=today.year, payer="pension").order_by("pk")[:2]
    day, clerk = today.replace(day=1), User.objects.filter(name="staff").first()
    made = [
        ExtraDues.objects.create(
            person_id=one.person_id, organization_id=one.organization_id, amount=yuan, paid_on=day
        )
        for one, yuan in zip(bases, (5000, 1000), strict=False)
    ]
    if made:
        source = Source.objects.get(code="dues-retained")
        post_extra(made[0], source=source, day=today, by=clerk)
        hand_up_extra(made[0], use=Use.objects.get(code="dues-up"), day=today, by=clerk)
