from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.choices import Result, Stars
from assessments.models import Rating
from assessments.models.ratings import usual_day
from portal.fields import normal
from portal.forms import RecordForm
from portal.models import fields_of

NUMERALS = {
    word: n
    for n, words in enumerate(("零〇无", "一壹", "二两贰", "三叁", "四肆", "五伍"))
    for word in words
}
UNRATED = {"不定级", "未定级", "不定星", "无星", "none", "no star", "no stars", "unrated"}


class StarsFormField(forms.TypedChoiceField):
    """Reads stars as people write them: "3", "三星级", "★★★", "3 stars"; "不定级" is none."""

    default_error_messages = {
        "stars": gettext_lazy("“%(value)s” is not a number of stars from 0 to 5.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", "---------"), *Stars.choices], coerce=int, empty_value=None, **kwargs
        )

    def to_python(self, value: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = normal(str("" if value is None else value)).casefold()
        if not text:
            return ""
        stars = read_stars(text)
        if stars is None:
            raise ValidationError(
                self.error_messages["stars"], code="stars", params={"value": text[:20]}
            )
        return str(stars)


def read_stars(text: str) -> int | None:
    if text in UNRATED or text in {str(Stars.NONE.label).casefold()}:
        return 0
    if match := re.fullmatch(r"([★⭐]{1,5})[☆✩]{0,4}", text.replace("\ufe0f", "")):
        return len(match[1])
    match = re.fullmatch(
        r"([0-5零〇无一壹二两贰三叁四肆五伍])(?:\.0)?\s*(?:颗)?(?:星级?|stars?)?", text
    )
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else NUMERALS[match[1]]


def is_about_somebody(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "organization" in values and not values["organization"] and not values.get("person"):
        yield "organization", _("Name the organization or the person that was rated.")


def lies_in_the_past(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    today = timezone.localdate()
    if (values.get("year") or 0) > today.year:
        yield "year", _("This year lies in the future.")
    if values.get("rated_on") and values["rated_on"] > today:
        yield "rated_on", _("This day lies in the future.")


class RatingForm(RecordForm):
    rules = (is_about_somebody, lies_in_the_past)
    synonyms = {
        "year": ("年度", "年份", "评定年度", "考核年度"),
        "organization": (
            "党组织",
            "党支部",
            "所在党支部",
            "所在党组织",
            "组织名称",
            "党组织名称",
            "支部",
        ),
        "person": (
            "党员",
            "姓名",
            "党员姓名",
            "公民身份号码",
            "身份证号",
            "身份证号码",
            "身份证",
            "ID number",
        ),
        "stars": ("星级", "评定星级", "星数", "评星", "定星"),
        "result": ("结果", "评定结果"),
        "rated_on": ("评定日期", "评定时间", "定级时间"),
    }

    examples = {"person": ("",)}

    stars = StarsFormField(label=gettext_lazy("Stars"))

    class Meta(RecordForm.Meta):
        model = Rating
        fields = fields_of(Rating)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """A person is rated where they belong unless the row names another place.

        Without a day a rating is of the usual day, and without a result it is confirmed.
        """
        if values.get("person") and "organization" in values and not values["organization"]:
            values["organization"] = values["person"].organization
        if "rated_on" in values and not values["rated_on"] and values.get("year"):
            values["rated_on"] = usual_day(values["year"])
        if "result" in values and not values["result"]:
            values["result"] = Result.CONFIRMED
