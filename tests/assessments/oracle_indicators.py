"""Every indicator of the three plans, reckoned anew: see `oracle`."""

import pandas as pd

from tests.assessments.oracle import Reckoning, days, standing

STUDY, HEARING = "special study of party building", "hearing of reports on party building"
INDICATORS = {}


def indicator(*codes):
    """The function reckons these indicators: (n, of) for every organization, `of` None where
    nothing divides; a third part says how many figures a sum was made of."""

    def kept(function):
        INDICATORS.update(dict.fromkeys(codes, function))
        return function

    return kept


def rated(one):
    rows = one.found["rating"]
    stars = rows["Stars"].str.count("★") >= 3
    return rows[(rows["Year"] == one.year) & (rows["Result"] == "confirmed") & stars]


def villages(one, names=None):
    rows = one.in_force[one.in_force["Level"] == "village"]
    return one.count(rows if names is None else rows[rows["Name"].isin(names)], "Name")


@indicator("000-09")
def organizations_at_three_stars(one):
    rows = one.in_force[one.in_force["Level"].isin(["township", "village"])]
    stars = rated(one)
    good = stars[stars["Person"] == ""]["Organization"]
    return one.count(rows[rows["Name"].isin(good)], "Name"), one.count(rows, "Name")


@indicator("000-10")
def members_at_three_stars(one):
    members, stars = one.members(), rated(one)
    return one.count(members[members["Person"].isin(stars["Person"])]), one.count(members)


@indicator("000-14-township")
def township_secretaries_trained(one):
    owing = one.persons_of(one.holders("township secretary"))
    return one.reached(owing, one.courses(kind="central training"))


@indicator("000-14-village")
def village_secretaries_trained(one):
    owing = one.persons_of(one.holders("secretary", level="village"))
    return one.reached(owing, one.courses(kind="central training"))


@indicator("000-30")
def members_rotated(one):
    return one.reached(one.members(), one.courses(kind="rotation training"), years=4)


@indicator("000-37-age")
def young_among_new(one):
    new = one.developed()
    return one.count(one.younger(new, 35, days(new["Joined"]))), one.count(new)


@indicator("000-37-education")
def schooled_among_new(one):
    new = one.developed()
    below = ("Junior high", "Junior secondary", "Primary", "Other")
    schooled = (new["Education"] != "") & ~new["Education"].str.startswith(below)
    return one.count(new[schooled]), one.count(new)


@indicator("000-44")
def villages_with_graduate(one):
    sent = standing(one.found["posting"], "Posted since", "Posted until", one.day)
    kinds = ["graduate village official", "selected graduate"]
    sent = sent[sent["Kind of posting"].isin(kinds)]
    return villages(one, sent["Posted to"]), villages(one)


@indicator("003-26")
def a_graduate_in_every_village(one):
    sent = standing(one.found["posting"], "Posted since", "Posted until", one.day)
    kinds = ["graduate village official", "selected graduate"]
    sent = sent[sent["Kind of posting"].isin(kinds)]
    return one.share("village", one.count(sent, "Posted to"), 1)


@indicator("001-01")
def five_good(one):
    rows = one.found["programmeresult"]
    rows = rows[rows["Line of a programme"].str.startswith("“五好五带”标准: ")]
    rows = rows[days(rows["Judged on"]) <= one.day].sort_values("Judged on")
    last = rows.groupby(["Organization", "Line of a programme"]).tail(1)
    met = last.assign(met=last["Verdict"] == "met").groupby("Organization")["met"].all()
    places = one.in_force[one.in_force["Level"].isin(["township", "village"])]
    good = places[places["Name"].isin(met[met].index)]
    return one.count(good, "Name"), one.count(places, "Name")


def sum_over_sum(one, form, part, whole):
    some, every = one.cells(part, form), one.cells(whole, form)
    return one.total(some), one.total(every), one.count(some, "Row")


@indicator("001-02")
def offices_that_satisfy(one):
    return sum_over_sum(one, "party-building", "town_offices_satisfied", "town_offices")


@indicator("001-03")
def five_leading_members(one):
    setting = one.found["organization"].set_index("Name")["Setting"]
    members = one.members()
    rural = members[members["Organization"].map(setting).isin(RURAL)]
    rows = one.found["memberresult"]
    rows = rows[rows["Line of a programme"].str.startswith("“五好五带”标准: ")]
    rows = rows[days(rows["Judged on"]) <= one.day].sort_values("Judged on")
    last = rows.groupby(["Person", "Line of a programme"]).tail(1)
    failed = last[last["Verdict"] != "met"]["Person"]
    leads = rural["Person"].isin(last["Person"]) & ~rural["Person"].isin(failed)
    return one.count(rural[leads]), one.count(rural)


@indicator("001-11")
def a_study_each_year(one):
    return one.share("township", one.meetings(STUDY, "township"), 1)


@indicator("003-51")
def two_studies_each_year(one):
    return one.share("township", one.meetings(STUDY, "township"), 2)


@indicator("003-51-county")
def two_studies_of_the_county(one):
    return one.share("county", one.meetings(STUDY, "county"), 2)


@indicator("001-12")
def two_hearings_of_the_county(one):
    return one.share("county", one.meetings(HEARING, "county"), 2)


@indicator("001-12-township")
def two_hearings_each_year(one):
    return one.share("township", one.meetings(HEARING, "township"), 2)


@indicator("001-13")
def contact_points_visited(one):
    points = standing(one.found["contactpoint"], "Since", "Until", one.day)
    where = points["Organization looked after"]
    short = one.found["organization"].set_index("Name")["Short name"].to_dict()
    called = [short.get(place) or place for place in where]
    named = points["Leader"] + " – " + called + " " + points["Year"]
    made = one.this_year(one.found["contactvisit"], "Visited on")["Contact point"].value_counts()
    enough = points[named.map(made).fillna(0) >= 2]
    place = "Organization looked after"
    return one.count(enough, place), one.count(points, place)


@indicator("001-16")
def demonstration_villages(one):
    sites = standing(one.found["demonstrationsite"], "Since", "Until", one.day)
    sites = sites[sites["Kind"] == "demonstration village"]
    return one.share("township", one.count(sites), 1)


@indicator("001-22")
def training_funds(one):
    paid = one.cells("town_training_funds", "village-funds", whole_year=True)
    return one.total(paid), one.count(one.members()), one.count(paid, "Row")


@indicator("003-04")
def cooperatives_organized(one):
    rows = standing(one.found["body"], "Founded", "Dissolved", one.day)
    rows = rows[rows["Kind"] == "farmers' cooperative"]
    have = rows[rows["Its party organization"].isin(one.in_force["Name"])]
    return one.count(have), one.count(rows)


@indicator("003-08")
def one_shoulder(one):
    seats = ["Person", "Organization"]
    both = one.holders("secretary", level="village").merge(
        one.holders("village director"), on=seats
    )
    return villages(one, both["Organization"]), villages(one)


def awards(one):
    rows = standing(one.found["award"], "Granted on", "Withdrawn on", one.day)
    rows = one.this_year(rows, "Granted on")
    return rows.assign(value=pd.to_numeric(rows["Prize (yuan)"]))


@indicator("003-12")
def award_fund(one):
    paid = awards(one).dropna(subset="value")
    return one.total(paid, place="Organization"), None, one.count(paid)


@indicator("003-15")
def directed_recruitment(one):
    rows = one.this_year(one.found["recruitmentquota"], "Announced on")
    rows = rows.assign(
        part=pd.to_numeric(rows["Of them for village cadres"]),
        whole=pd.to_numeric(rows["People in the plan"]),
    )
    some, every = (one.total(rows, name, "Organization") for name in ("part", "whole"))
    return some, every, one.count(rows)


@indicator("003-20")
def top_ten_bonus(one):
    rows = awards(one)
    kinds = ["top ten township secretary", "top ten village secretary"]
    rows = rows[rows["Kind of commendation"].isin(kinds)]
    return one.count(rows[rows["value"] > 9999]), one.count(rows)


@indicator("003-24")
def two_reserves(one):
    rows = standing(one.found["reserve"], "In the reserve since", "In the reserve until", one.day)
    rows = rows[(rows["In the reserve since"] != "") & (rows["State"] != "being selected")]
    return one.share("village", one.count(rows), 2)


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


@indicator("003-30")
def three_activists(one):
    return one.share("village", one.count(one.activists()), 3)


@indicator("003-31")
def one_young_new_member(one):
    new = one.developed()
    return one.share("village", one.count(one.younger(new, 35, days(new["Joined"]))), 1)


@indicator("003-32")
def young_members(one):
    members = one.members()
    return one.count(one.younger(members, 35, one.day)), one.count(members)


@indicator("003-33")
def running_funds(one):
    rows = one.cells("arrived_year", "village-funds")
    return one.total(rows), None, one.count(rows, "Row")


@indicator("003-41")
def unified_venues(one):
    rows = standing(one.found["venue"], "Opened", "Closed", one.day)
    rows = rows[rows["Kind"] == "village activity venue"]
    both = (rows["Unified style"] == "Yes") & (rows["Unified sign"] == "Yes")
    return one.share("village", one.count(rows[both]), 1)


@indicator("003-48")
def appraised_villages(one):
    rows = one.this_year(one.found["appraisal"], "Decided on")
    rows = rows[rows["Grade"] != "took part, not graded"]
    home = one.found["person"].set_index("Name")["Organization"].to_dict()
    rows = rows.assign(home=rows["Person"].map(home))
    return one.share("village", one.count(rows, "home"), 1)


@indicator("003-54")
def secretaries_with_project(one):
    rows = standing(one.found["project"], "Planned since", "Ended on", one.day)
    letter = days(rows["Letter of responsibility signed on"])
    rows = rows[(letter != "") & (letter <= one.day)]
    rows = rows[rows["State"].isin(["under way", "accepted"])]
    rich = rows[pd.to_numeric(rows["Yearly income (yuan)"]) > 50000]
    posts = one.holders("secretary", level="village")
    return one.count(posts[posts["Person"].isin(rich["Leader of the project"])]), one.count(posts)


@indicator("003-55")
def secretaries_skilled(one):
    people = one.persons_of(one.holders("secretary", level="village"))
    skills = standing(one.found["skill"], "Since", "Until", one.day)
    return one.count(people[people["Person"].isin(skills["Person"])]), one.count(people)


@indicator("003-59")
def secretaries_rotated(one):
    people = one.persons_of(one.holders("secretary", level="village"))
    return one.reached(people, one.courses(kind="rotation training"))


@indicator("003-61")
def twelve_days_by_the_city(one):
    people = one.persons_of(one.holders("township secretary"))
    return one.reached(people, one.courses(level="city"), least_days=12)


@indicator("003-64")
def seven_days_for_secretaries(one):
    people = one.persons_of(one.holders("secretary", level="village"))
    return one.reached(people, one.courses(level="county"), least_days=7)


@indicator("003-64-director")
def seven_days_for_directors(one):
    people = one.persons_of(one.holders("village director"))
    return one.reached(people, one.courses(level="county"), least_days=7)


def practical_courses(one, level):
    rows = one.this_year(one.courses(kind="practical technology", level=level), "First day")
    return one.share(level, one.count(rows, "Held by"), 1)


@indicator("003-66")
def township_courses(one):
    return practical_courses(one, "township")


@indicator("003-66-county")
def county_courses(one):
    return practical_courses(one, "county")


# --- money

RUNNING = ("Basic pay", "Performance pay", "Office money", "Venue upkeep and heating")
NO_SUBJECT = (  # uses that are not of budget subject 2130705
    *("Party activities", "Training of members", "Commendation", "Rural talent"),
    "Start-up support",
)
RURAL = (
    *("village", "community", "villages jointly", "village and enterprise jointly"),
    "village and residence jointly",
)
INCOME = {"2025": 22600, "2026": 24100}


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
    return villages(one, [name for name in names if have.get(name, 0) >= least]), villages(one)


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
    return villages(one, worst[worst >= least].index), villages(one, worst.index)


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


def reckon(found, day):
    """{(indicator, organization): (n, of)} wherever something stood, or was counted."""
    one = Reckoning(found, day)
    there = set(one.in_force["Name"])
    values = {}
    for code, function in INDICATORS.items():
        counted, divided, *made_of = function(one)
        for place in one.level:
            n, of = counted.get(place, 0), None if divided is None else divided.get(place, 0)
            known = place in there or n or of
            if known and (not made_of or made_of[0].get(place)):
                values[code, place] = (
                    round(float(n), 4),
                    None if of is None else round(float(of), 4),
                )
    return values
