"""A report as wide as townships have them: sixty villages, forty items of every kind, checks."""

from datetime import date

from assessments.actions.reports.openings import open_reports
from assessments.models import ReportPeriod, ReportTemplate
from assessments.models.templates import ReportItem, quarter_days
from tests.assessments.reporting import QUARTER, YEAR

Kind = ReportItem.Kind
WORDS = "好 | good\n较好 | fair\n一般 | middling\n差 | poor"
OTHERS = (
    ("yes", Kind.YES_NO, {}),
    ("grade", Kind.CHOICE, {"choices": WORDS}),
    ("day", Kind.DATE, {}),
    ("rate", Kind.PERCENT, {}),
    ("sum", Kind.DECIMAL, {}),
    ("note", Kind.TEXT, {"required": False}),
    ("paper", Kind.FILE, {"required": False}),
)


def wide_template(county, items=40, scopes=("village",), form="wide"):
    """Sections of at most ten items for each scope; whole numbers but for one of each kind."""
    template = ReportTemplate.objects.create(
        form=form,
        code=f"{form}-1",
        name="宽表",
        name_en="Wide",
        organization=county,
        state="issued",
    )
    at = 0
    for number, scope in enumerate(scopes):
        for start in range(0, items, 10):
            at += 1
            section = template.sections.create(
                position=at, scope=scope, title=f"第{at}部分", title_en=f"Part {at}"
            )
            for place in range(start, min(start + 10, items)):
                ask(template, section, scope, number * items + place, place, items)
    check = "n1 <= n0 + n2"
    for number in range(8):
        template.checks.create(
            position=number, code=f"k{number}", expression=check.replace("n1", f"n{number + 3}")
        )
    template.checks.create(position=9, code="w", expression="n3 <= 9", severity="warning")
    return template


def ask(template, section, scope, position, place, items):
    code, kind, more = f"n{place}", Kind.INTEGER, {"minimum": 0}
    if place >= items - len(OTHERS):
        code, kind, more = OTHERS[place - items + len(OTHERS)]
    elif place == items - len(OTHERS) - 1:
        kind, more = Kind.INTEGER, {"formula": "n0 + n1"}
    template.items.create(
        section=section,
        position=position,
        code=code if scope == "village" else f"{scope}_{code}",
        kind=kind,
        name=f"第{place}项",
        name_en=f"Item {place}",
        **({"formula": ""} | more),
    )


def open_quarter(template, quarter):
    """The reports of a quarter, each cell empty."""
    first, last = quarter_days(YEAR, quarter)
    days = {"first": first, "last": last, "opens": first, "due": date(2030, 1, 10)}
    period = ReportPeriod.objects.create(template=template, year=YEAR, quarter=quarter, **days)
    open_reports(period)
    return list(period.reports.order_by("organization__code"))


def wide_report(county, items=40, scopes=("village",)):
    """The first township's report of the wide template."""
    return open_quarter(wide_template(county, items, scopes), QUARTER)[0]
