"""A second reckoning of the three plans: pandas over what the registers export, written from the
requirements (1.1 and 1.2) and not from the portal's own measures.

`tables(user, year)` exports; `reckon(tables, day)` (beside, with the indicators) gives {(indicator,
organization): (n, of)}, organizations by name. Names must be unique: exports name a record by what
it is called.
"""

import io
from datetime import date

import pandas as pd
from django.utils import translation

from assessments.models import Value
from portal import pages
from workbooks import exports

# What is exported: register -> the query of its list (rows that no indicator asks about stay).
EXPORTED = {
    **dict.fromkeys(
        (
            *("organization", "placement", "person", "affiliation", "post", "posting", "reserve"),
            *("body", "venue", "contactpoint", "contactvisit", "demonstrationsite", "award"),
            *("recruitmentquota", "project", "skill", "programmeresult", "training"),
            "memberresult",
            *("report", "entry", "budget", "paysheet", "payline"),
        ),
        ("",),
    ),
    "rating": ("year={year}",),
    "appraisal": ("during={year}-01-01&on={year}-12-31",),
    "meeting": ("kind=special_study&kind=hearing",),
    "trainingattendance": ("kind=central", "kind=rotation", "level=city", "level=county"),
    "reportcell": tuple(
        f"item={code}"
        for code in (
            *("town_offices", "town_offices_satisfied", "arrived_year"),
            *("town_training_funds", "graduate_allowance", "graduate_subsidy", "secretary_pay"),
        )
    ),
}


def exported(register, query, user):
    of, out = pages.get(register), io.BytesIO()
    exports.write(of, exports.rows_of(of, user, f"{query}&ended=all"), "csv", out)
    out.seek(0)
    return pd.read_csv(out, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def tables(user, year):
    """Every table an indicator of a year needs, as its register exports it in English."""
    with translation.override("en"):
        return {
            name: pd.concat(
                [exported(name, query.format(year=year), user) for query in queries]
            ).drop_duplicates()
            for name, queries in EXPORTED.items()
        }


def first_day(text):
    """A date known to the month or the year counts as its first day; "" as none."""
    return text + "-01-01"[len(text) - 4 :] if text else ""


def days(column):
    return column.map(first_day)


def standing(table, since, until, day):
    """Rows in force on the day: an unknown beginning counts as begun, the last day as ended."""
    begun, ended = days(table[since]), days(table[until])
    return table[(begun <= day) & ((ended == "") | (ended > day))]


def years_before(day, years):
    then = date.fromisoformat(day)
    try:
        return f"{then.replace(year=then.year - years)}"
    except ValueError:
        return f"{then.replace(year=then.year - years, day=28)}"


class Indicators(dict):
    """Functions by the codes of what they reckon: (n, of) for every organization, `of` None where
    nothing divides; a third part says how many figures a sum was made of."""

    def __call__(self, *codes):
        def kept(function):
            self.update(dict.fromkeys(codes, function))
            return function

        return kept


class Reckoning:
    """One day of one county."""

    def __init__(self, found, day):
        self.found, self.day = found, f"{day}"
        self.new_year = f"{day.year}-01-01"
        self.year = f"{day.year}"
        self.level = found["organization"].set_index("Name")["Level"].to_dict()
        self.in_force = standing(found["organization"], "Established", "Closed", self.day)
        self.above = self.chains()
        self.roll = self.on_the_rolls()

    # --- the tree

    def chains(self):
        """Every organization with itself and all above it on the day, a line for each."""
        up = self.found["organization"].set_index("Name")["Superior"].to_dict()
        placed = standing(self.found["placement"], "Since", "Until", self.day)
        up |= dict(zip(placed["Organization"], placed["Superior"], strict=True))
        lines = []
        for node in up:
            above = node
            while above:
                lines.append((node, above))
                above = up[above]
        return pd.DataFrame(lines, columns=["node", "above"])

    def summed(self, own):
        """{organization: sum over it and all below} of a series by organization."""
        joined = self.above.merge(own.rename("n"), left_on="node", right_index=True)
        return joined.groupby("above")["n"].sum().to_dict()

    def count(self, table, place="Organization"):
        return self.summed(table.groupby(place).size())

    def share(self, level, counted, least):
        """Organizations of a level that reach the number, of those there are."""
        places = self.in_force[self.in_force["Level"] == level]["Name"]
        reached = pd.Series(
            [int(counted.get(one, 0) >= least) for one in places], index=list(places), dtype=int
        )
        return self.summed(reached), self.summed(pd.Series(1, index=list(places)))

    def villages(self, names=None):
        """Villages in force, or those of them that are named."""
        rows = self.in_force[self.in_force["Level"] == "village"]
        return self.count(rows if names is None else rows[rows["Name"].isin(names)], "Name")

    # --- persons

    def on_the_rolls(self):
        """Who hung where on the day, with what the register of persons says of each."""
        placed = standing(self.found["affiliation"], "Since", "Until", self.day)
        persons = self.found["person"].drop(columns=["Organization", "Record no."])
        return placed.merge(persons, left_on="Person", right_on="Name")

    def since(self, table, column, now):
        """Reached a stage by the day; an unknown day counts for whoever stands there now."""
        day = days(table[column])
        return ((day != "") & (day <= self.day)) | ((day == "") & (table["Standing"] == now))

    def is_member(self, table):
        joined = days(table["Joined"])
        never_on_probation = (joined == "") | (joined <= self.day)
        full = self.since(table, "Confirmed", "full member")
        full &= (days(table["Confirmed"]) != "") | never_on_probation
        return full | self.since(table, "Joined", "probationary member")

    def members(self):
        return self.roll[self.is_member(self.roll)]

    def activists(self):
        later = self.is_member(self.roll) | self.since(
            self.roll, "Development target since", "development target"
        )
        return self.roll[self.since(self.roll, "Activist since", "activist") & ~later]

    def developed(self):
        """Joined this year: each where they hung on the day they joined."""
        person = self.found["person"]
        joined = days(person["Joined"])
        new = person[(joined >= self.new_year) & (joined <= self.day)]
        new = new.drop(columns=["Organization", "Record no."])
        hung = self.found["affiliation"].merge(new, left_on="Person", right_on="Name")
        day = days(hung["Joined"])
        until = days(hung["Until"])
        return hung[(days(hung["Since"]) <= day) & ((until == "") | (until > day))]

    @staticmethod
    def younger(table, years, day):
        """Younger than so many years on the day (one day for all, or a column of days)."""
        born = days(table["Born"])
        limit = (
            day.map(lambda one: years_before(one, years))
            if isinstance(day, pd.Series)
            else years_before(day, years)
        )
        return table[(born != "") & (born > limit)]

    def holders(self, *positions, level=""):
        posts = standing(self.found["post"], "In post since", "In post until", self.day)
        posts = posts[posts["Position"].isin(positions)]
        return posts[posts["Organization"].map(self.level) == level] if level else posts

    def persons_of(self, posts):
        return self.roll[self.roll["Person"].isin(posts["Person"])]

    def trained(self, courses, *, years=1, least_days=0.0):
        """Who has taken part in such courses in the calendar years that end on the day."""
        first = f"{int(self.year) - years + 1}-01-01"
        came = self.found["trainingattendance"].merge(
            courses, left_on="Course", right_on="Title", suffixes=("", " of the course")
        )
        day = days(came["Day"])
        came = came[(day >= first) & (day <= self.day)]
        came = came[came["Result"].isin(["completed", "completed with distinction"])]
        total = pd.to_numeric(came["Days attended"]).fillna(0).groupby(came["Person"]).sum()
        return set(total[total >= least_days].index)

    def courses(self, **asked):
        rows = self.found["training"]
        for name, value in asked.items():
            rows = rows[rows[{"kind": "Kind", "level": "Level of the course"}[name]] == value]
        return rows

    def reached(self, owing, courses, **how):
        came = self.trained(courses, **how)
        return self.count(owing[owing["Person"].isin(came)]), self.count(owing)

    # --- reports

    def cells(self, item, form, *, whole_year=False):
        """Accepted figures: of each township's last report, or of the year's quarters."""
        report = self.found["report"]
        report = report[report["State"] == "accepted"]
        report = report[report["Report template"].isin(FORMS[form])].assign(
            last=report["Year"] + report["Quarter"].map(QUARTERS)
        )
        report = report[report["last"] <= self.day]
        if whole_year:
            report = report[report["Year"] == self.year]
        else:
            report = report.sort_values("last").groupby("Organization").tail(1)
        cell = self.found["reportcell"]
        cell = cell[(cell["Item (code)"] == item) & (cell["Form"] == form) & (cell["Value"] != "")]
        said = cell.merge(
            report[["Organization", "Year", "Quarter"]],
            left_on=["Reported by", "Year", "Quarter"],
            right_on=["Organization", "Year", "Quarter"],
        )
        return said.assign(value=pd.to_numeric(said["Value"]))

    def total(self, cells, column="value", place="Row"):
        return self.summed(cells.groupby(place)[column].sum())

    # --- dated rows

    def this_year(self, table, column):
        day = days(table[column])
        return table[(day >= self.new_year) & (day <= self.day)]

    def meetings(self, kind, level):
        held = self.this_year(self.found["meeting"], "Held on")
        of_level = held["Organization"].map(self.level) == level
        return self.count(held[(held["Kind"] == kind) & of_level])


FORMS = {
    "party-building": {"Quarterly party-building report"},
    "village-funds": {"Quarterly report on village funds"},
}
QUARTERS = {"Q1": "-03-31", "Q2": "-06-30", "Q3": "-09-30", "Q4": "-12-31"}


def stored(run):
    """What a run came to: {(indicator, organization): (n, of)}."""
    rows = Value.objects.filter(run=run)
    columns = ("indicator__code", "organization__name", "n", "of")
    return {(code, name): (plain(n), plain(of)) for code, name, n, of in rows.values_list(*columns)}


def plain(number):
    return None if number is None else round(float(number), 4)


def differences(ours, theirs):
    """{indicator: [(organization, what the portal says, what was reckoned)]}."""
    found = {}
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            found.setdefault(key[0], []).append((key[1], ours.get(key), theirs.get(key)))
    return found
