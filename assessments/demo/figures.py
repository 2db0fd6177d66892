"""Plausible figures of a quarter for the demo's reports, out of what the registers know."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assessments.actions.reports.openings import NewCell

Row = Mapping[str, NewCell]
Values = dict[str, Any]

NOTES = (
    "村级活动场所维修已完成三处；流动党员联系仍有困难。",
    "主题党日与秋收服务结合，党员参与率较高；年轻后备力量不足。",
    "两个村正在推进村企联建；个别支部会议记录不规范，已督促整改。",
    "",
)
REGULAR = {"committee": 3, "assembly": 1, "group_meeting": 0, "lecture": 1, "theme_day": 3}
STATES = ("良好", "良好", "良好", "良好", "需维修", "在建", "借用或租用")
STARS = ("按计划推进", "按计划推进", "已达到目标星级", "进度滞后")
WEAK = (*["未列入"] * 18, "整顿中", "已销号")
SOURCES = ("发包租赁", "发包租赁", "经营服务", "投资分红", "项目补助")
HALF = 0.5
FLOOR = Decimal(11)  # in 10,000 yuan: since 2020 (domain 2.7)
USES = {  # of what a village spends in a quarter, in hundredths
    "pay_basic": 52,
    "pay_performance": 9,
    "office": 9,
    "upkeep": 6,
    "party_activity": 5,
    "member_training": 3,
    "public_service": 12,
    "leavers": 3,
    "hardship": 1,
}
INCOMES = {"from_central": 30, "from_province": 22, "from_city": 10, "from_county": 34}


def known(row: Row, code: str) -> int:
    """What the registers say of an item; 0 where they do not."""
    return int(row[code].value or 0)


def money(value: float) -> Decimal:
    return Decimal(round(value * 100)) / 100


def somewhen(rng: random.Random, last: date) -> date:
    return last - timedelta(days=rng.randint(3, 60))


def township(rng: random.Random, last: date) -> Values:
    offices = rng.randint(18, 24)
    polled = rng.randint(80, 160)
    return {
        "town_heard": rng.randint(1, 3),
        "town_visits": rng.randint(6, 24),
        "town_meeting_on": somewhen(rng, last),
        "town_offices": offices,
        "town_offices_satisfied": offices * rng.randint(70, 95) // 100,
        "town_polled": polled,
        "town_satisfied": polled * rng.randint(82, 98) // 100,
        "town_budgeted": "是",
        "town_grade": rng.choice(("好", "较好", "较好", "一般")),
        "town_note": rng.choice(NOTES),
    }


def branch(rng: random.Random) -> Values:
    return {"branch_life": rng.choice(("正常", "正常", "正常", "基本正常"))}


def village(rng: random.Random, row: Row, care: float, quarter: int, last: date) -> Values:
    end, polled = known(row, "end"), rng.randint(15, 40)
    gone = sum(known(row, code) for code in ("died", "left_party", "suspended"))
    moved = end - known(row, "start") - known(row, "admitted") + gone
    held = {code: known(row, code) or least for code, least in REGULAR.items()}
    if rng.random() > care and known(row, "theme_day") == 0:
        held["theme_day"] = 2
    expected = end * rng.randint(4, 6)
    owed, arrived = money(end * rng.uniform(6, 9)), money(rng.uniform(1.8, 3.4) * quarter)
    return {
        **held,
        "moved_in": max(moved, 0),
        "moved_out": max(-moved, 0),
        "restored": 0,
        "planned": sum(REGULAR.values()),
        "expected": expected,
        "attended": int(expected * care * 0.97),
        "trained": rng.randint(0, end),
        "dues_owed": owed,
        "dues_paid": owed if rng.random() < care else money(float(owed) * 0.9),
        "funds_arrived": arrived,
        "funds_spent": money(float(arrived) * rng.uniform(0.6, 0.98)),
        "venue_state": rng.choice(STATES),
        "star_progress": rng.choice(STARS),
        "weak_progress": rng.choice(WEAK),
        "secretary_present": "是" if rng.random() < 0.97 else "否",
        "disclosed_on": somewhen(rng, last),
        "polled": polled,
        "satisfied": polled * rng.randint(80, 100) // 100,
        "five_leads": end * rng.randint(40, 80) // 100,
    }


def funds(rng: random.Random, row: Row, year: dict[str, Decimal], last: date) -> Values:
    """A village's money of a quarter; `year` is what has arrived and been spent before in it."""
    budget = year.setdefault("budget", money(rng.uniform(12, 19)))
    share = float(budget) / 400
    came = {code: money(share * part * rng.uniform(0.9, 1.05)) for code, part in INCOMES.items()}
    came["from_dues"] = money(rng.uniform(0, 0.2))
    came["from_collective"] = money(rng.choice((0, 0, 0.3, 0.8)))
    went = {code: money(share * part * rng.uniform(0.8, 1)) for code, part in USES.items()}
    arrived, spent = sum(came.values(), Decimal(0)), sum(went.values(), Decimal(0))
    opening = row["opening"].value
    had = money(rng.uniform(0.1, 1.5)) if opening is None else Decimal(opening)
    year["arrived"] = year.get("arrived", Decimal(0)) + arrived
    year["spent"] = year.get("spent", Decimal(0)) + spent
    return {
        "floor": FLOOR,
        "budget": budget,
        "opening": had,
        **came,
        "from_society": 0,
        **went,
        "arrived_year": year["arrived"],
        "spent_year": year["spent"],
        "closing": had + arrived - spent,
        **conditions(rng, known(row, "deputies"), last),
    }


def conditions(rng: random.Random, deputies: int, last: date) -> Values:
    """Pay, income and disclosure of a village."""
    pay, cadres = rng.randrange(3200, 5200, 100), deputies + rng.randint(3, 5)
    income = rng.uniform(2, 5)
    return {
        "activity_per_member": rng.choice((100, 200, 300)),
        "activity_paid": "是" if rng.random() < 0.9 else "否",
        "cadres_paid": cadres,
        "paid_by_card": cadres,
        "insured": cadres - rng.randint(0, 1),
        "secretary_pay": pay,
        "one_shoulder": "是" if rng.random() < 0.8 else "否",
        "deputy_pay": pay * 8 // 10,
        "paid_until": last,
        **graduates(rng),
        "collective_income": money(income),
        "operating_income": money(income * rng.uniform(0.2, 0.8)),
        "income_source": rng.choice(SOURCES),
        "debt": money(rng.choice((0, 0, 0, 5.5))),
        "household_income": rng.randrange(4200, 6800, 50),
        "published": "是",
        "published_on": somewhen(rng, last),
    }


def graduates(rng: random.Random) -> Values:
    """What graduates get, in the half of the villages that have one."""
    if rng.random() < HALF:
        return {}
    return {
        "graduate_allowance": rng.choice((650, 700, 800, 1200)),
        "graduate_subsidy": rng.choice((12600, 13000, 15000, 24000)),
    }


def funds_of_township(rng: random.Random, passed_on: Decimal, last: date) -> Values:
    return {
        "town_passed_on": passed_on,
        "town_passed_on_day": somewhen(rng, last),
        "town_training_funds": rng.randrange(3000, 9000, 100),
        "town_withheld": "否",
        "town_audit": rng.choice(("未发现问题", "未发现问题", "已整改")),
        "town_audited": rng.randint(2, 5),
    }
