from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Holiday
from portal.forms import RecordForm
from portal.models import fields_of

SATURDAY = 5


def differs_from_the_week(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A line that says what the week says anyway is a slip, though not a wrong one."""
    day = values.get("day")
    if day and values.get("working") and day.weekday() < SATURDAY:
        yield "working", _("%(day)s is a Monday to Friday: it is worked anyway.") % {"day": day}


def belongs_to_its_year(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The days off around 1 January may stand in the notice of either year."""
    day, year = values.get("day"), values.get("year")
    if day and year and abs(day.year - year) > 1:
        yield "year", _("%(day)s is in no calendar of %(year)s.") % {"day": day, "year": year}


def days_of_a_year(number: int) -> str:
    return f"2026-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


class HolidayForm(RecordForm):
    rules = (belongs_to_its_year,)
    cautions = (differs_from_the_week,)
    synonyms = {
        "organization": ("党组织", "县委"),
        "day": ("日期", "日子"),
        "name": ("节假日", "节日", "名称"),
        "working": ("是否上班", "上班", "调休上班"),
        "year": ("年度", "年份"),
        "source": ("依据", "文件"),
    }
    examples = {"day": days_of_a_year, "year": (2026,), "working": (False,)}

    class Meta(RecordForm.Meta):
        model = Holiday
        fields = fields_of(Holiday)
