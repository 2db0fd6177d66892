"""Indicators of money: by reports, by the ledger, by budgets and by pay; see `oracle`."""

import pandas as pd

from tests.assessments.oracle import Indicators, days

indicator = Indicators()
RUNNING = ("Basic pay", "Performance pay", "Office money", "Venue upkeep and heating")
NO_SUBJECT = (  # uses that are not of budget subject 2130705
    *("Party activities", "Training of members", "Commendation", "Rural talent"),
    "Start-up support",
)
INCOME = {"2025": 22600, "2026": 24100}


@indicator("001-22")
def training_funds(one):
    paid = one.cells("town_training_funds", "village-funds", whole_year=True)
    return one.total(paid), one.count(one.members()), one.count(paid, "Row")


def floor(one, item, least):
    rows = one.cells(item, "village-funds")
    return one.count(rows[rows["value"] >= least], "Row"), one.count(rows, "Row")


@indicator("003-27")
def monthly_allowance(one):
    return floor(one, "graduate_allowance", 700)


@indicator("003-29")
def yearly_allowance(one):
    return floor(one, "graduate_subsidy", 13000)


@indicator("003-36")
def pay_floor(one):
    return floor(one, "secretary_pay", 3400)


@indicator("003-33")
def running_funds(one):
    rows = one.cells("arrived_year", "village-funds")
    return one.total(rows), None, one.count(rows, "Row")


def arrived(one):
    """Receipts, transfers and what was taken back of receipts, this year: yuan, and where."""
    rows = one.this_year(one.found["entry"], "Day")
    rows = rows.assign(
        value=pd.to_numeric(rows["Amount (yuan)"]), place=rows["Account"].str.split(" ").str[0]
    )
    came = rows["Kind"].isin(["receipt", "transfer"])
    return rows[came | ((rows["Kind"] == "reversal") & (rows["value"] < 0))]


def budgets(one, back=0, use=""):
    rows = one.found["budget"]
    rows = rows[rows["Year"] == f"{int(one.year) - back}"]
    rows = rows[days(rows["Decided on"]) <= one.day]
    rows = rows[rows["Use of money"] == use] if use else rows
    return rows.assign(value=pd.to_numeric(rows["Budget (yuan)"]))


def village_floor(one, have, least):
    """Every village, once anybody has kept accounts of the year."""
    if one.this_year(one.found["entry"], "Day").empty:
        return {}, {}
    names = one.in_force[one.in_force["Level"] == "village"]["Name"]
    return one.villages([name for name in names if have.get(name, 0) >= least]), one.villages()


@indicator("000-57")
def operating_floor(one):
    rows = arrived(one)
    rows = rows[rows["Use of money"].isin(RUNNING)]
    return village_floor(one, one.total(rows, place="place"), 110_000)


@indicator("000-58")
def activities_in_the_budget(one):
    rows = budgets(one, use="Party activities")
    return village_floor(one, one.total(rows, place="Organization"), 3_000)


def grown(one, use=""):
    now, before = budgets(one, use=use), budgets(one, 1, use)
    now_sum, before_sum = (one.total(rows, place="Organization") for rows in (now, before))
    return now_sum, before_sum, one.count(now)


@indicator("001-21")
def budget_grown(one):
    return grown(one)


@indicator("001-23")
def office_budget_grown(one):
    return grown(one, "Office money")


@indicator("001-22-ledger")
def training_arrived(one):
    rows = arrived(one)
    rows = rows[rows["Use of money"] == "Training of members"]
    return one.total(rows, place="place"), one.count(one.members()), one.count(rows, "place")


@indicator("003-33-ledger")
def running_funds_arrived(one):
    rows = arrived(one)
    rows = rows[(rows["Use of money"] != "") & ~rows["Use of money"].isin(NO_SUBJECT)]
    return one.total(rows, place="place"), None, one.count(rows, "place")


def paid_enough(one, paid_as, parts, least, months):
    """Villages whose worst paid gets so much, of those that pay anybody."""
    rows = one.this_year(one.found["payline"], "Month")
    rows = rows[rows["Paid as"] == paid_as]
    rows = rows.assign(value=sum(pd.to_numeric(rows[part]) for part in parts))
    mean = rows.groupby(["Village", "Person"])["value"].mean() * months
    worst = mean.groupby("Village").min()
    names = one.in_force[one.in_force["Level"] == "village"]["Name"]
    worst = worst[worst.index.isin(names)]
    return one.villages(worst[worst >= least].index), one.villages(worst.index)


@indicator("003-36-paid")
def secretary_paid(one):
    parts = ("Basic pay", "Performance pay")
    return paid_enough(one, "village secretary", parts, 2 * INCOME[one.year], 12)


@indicator("003-27-paid")
def graduate_paid(one):
    return paid_enough(one, "graduate village official", ("Allowance", "Subsidy"), 700, 1)


@indicator("003-29-paid")
def selected_graduate_paid(one):
    return paid_enough(one, "selected graduate", ("Allowance", "Subsidy"), 13_000, 12)
