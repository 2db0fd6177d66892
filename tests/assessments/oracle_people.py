"""Indicators of members, secretaries, cadres and posted graduates, reckoned anew: see `oracle`."""

import pandas as pd

from tests.assessments.oracle import Indicators, days, standing

indicator = Indicators()
RURAL = (
    *("village", "community", "villages jointly", "village and enterprise jointly"),
    "village and residence jointly",
)


def rated(one):
    rows = one.found["rating"]
    stars = rows["Stars"].str.count("★") >= 3
    return rows[(rows["Year"] == one.year) & (rows["Result"] == "confirmed") & stars]


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
    return one.villages(sent["Posted to"]), one.villages()


@indicator("003-26")
def a_graduate_in_every_village(one):
    sent = standing(one.found["posting"], "Posted since", "Posted until", one.day)
    kinds = ["graduate village official", "selected graduate"]
    sent = sent[sent["Kind of posting"].isin(kinds)]
    return one.share("village", one.count(sent, "Posted to"), 1)


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


@indicator("003-08")
def one_shoulder(one):
    seats = ["Person", "Organization"]
    both = one.holders("secretary", level="village").merge(
        one.holders("village director"), on=seats
    )
    return one.villages(both["Organization"]), one.villages()


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
