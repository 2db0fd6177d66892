"""Indicators of organizations: verdicts, meetings, sites, venues, courses held; see `oracle`."""

from tests.assessments.oracle import Indicators, days, standing

indicator = Indicators()
STUDY, HEARING = "special study of party building", "hearing of reports on party building"


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


@indicator("001-02")
def offices_that_satisfy(one):
    form = "party-building"
    some, every = one.cells("town_offices_satisfied", form), one.cells("town_offices", form)
    return one.total(some), one.total(every), one.count(some, "Row")


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


@indicator("003-04")
def cooperatives_organized(one):
    rows = standing(one.found["body"], "Founded", "Dissolved", one.day)
    rows = rows[rows["Kind"] == "farmers' cooperative"]
    have = rows[rows["Its party organization"].isin(one.in_force["Name"])]
    return one.count(have), one.count(rows)


@indicator("003-41")
def unified_venues(one):
    rows = standing(one.found["venue"], "Opened", "Closed", one.day)
    rows = rows[rows["Kind"] == "village activity venue"]
    both = (rows["Unified style"] == "Yes") & (rows["Unified sign"] == "Yes")
    return one.share("village", one.count(rows[both]), 1)


def practical_courses(one, level):
    rows = one.this_year(one.courses(kind="practical technology", level=level), "First day")
    return one.share(level, one.count(rows, "Held by"), 1)


@indicator("003-66")
def township_courses(one):
    return practical_courses(one, "township")


@indicator("003-66-county")
def county_courses(one):
    return practical_courses(one, "county")
