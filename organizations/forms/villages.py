from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import VillagePlan, VillageYear
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future

MOST = 20_000  # 10,000 yuan: no village of a rural county has that much


def year_has_begun(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if (values.get("year") or 0) > timezone.localdate().year:
        yield "year", _("This year lies in the future.")


def in_ten_thousands(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Typed in yuan instead of 10,000 yuan, an income is ten thousand times too big."""
    for name in ("collective_income", "operating_income", "assets", "debts"):
        if (values.get(name) or 0) > MOST:
            yield name, _("This is very much. The unit is 10,000 yuan.")


class VillageYearForm(RecordForm):
    rules = (
        year_has_begun,
        not_in_future("counted_on"),
        no_more_than(
            "operating_income",
            "collective_income",
            gettext_lazy("More than the whole collective income."),
        ),
        no_more_than("labour", "population", gettext_lazy("More than the population.")),
        no_more_than("away", "population", gettext_lazy("More than the population.")),
        no_more_than("poor_households", "households", gettext_lazy("More than all households.")),
    )
    cautions = (in_ten_thousands,)
    synonyms = {
        "village": ("村名", "行政村", "村名称"),
        "year": ("年份", "年"),
        "counted_on": ("截止日期", "统计时间"),
        "grade": ("类别", "村类别", "分类"),
        "households": ("总户数",),
        "population": ("总人口", "户籍人口"),
        "labour": ("劳动力人数",),
        "away": ("外出务工", "外出人数"),
        "poor_households": ("贫困户数", "低收入户"),
        "arable": ("耕地", "耕地面积"),
        "collective_income": ("集体经济收入", "村集体收入"),
        "operating_income": ("经营性收入", "经营收入"),
        "subsidies": ("补助收入", "上级补助"),
        "expenses": ("集体支出", "支出"),
        "assets": ("集体资产", "资产总额"),
        "debts": ("集体债务", "村级债务"),
        "income_per_head": ("人均纯收入", "农民人均纯收入", "人均收入"),
        "note": ("说明",),
    }
    words = {
        "grade": {
            "先进村": "advanced",
            "先进": "advanced",
            "中间村": "middle",
            "一般": "middle",
            "后进村": "backward",
            "后进": "backward",
        }
    }
    groups = (
        (gettext_lazy("Year"), ("village", "year", "counted_on", "grade")),
        (
            gettext_lazy("People and land"),
            ("households", "population", "labour", "away", "poor_households", "arable"),
        ),
        (
            gettext_lazy("Economy"),
            (
                "collective_income",
                "operating_income",
                "subsidies",
                "expenses",
                "assets",
                "debts",
                "income_per_head",
                "note",
            ),
        ),
    )

    class Meta(RecordForm.Meta):
        model = VillageYear
        fields = fields_of(VillageYear)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """Without a day a year is counted at its end, or today while it lasts."""
        if "counted_on" in values and not values["counted_on"] and values.get("year"):
            last = date(values["year"], 12, 31)
            values["counted_on"] = min(last, timezone.localdate())


class VillagePlanForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "village": ("村名", "行政村"),
        "title": ("规划名称", "方案名称"),
        "since": ("开始日期", "制定日期"),
        "until": ("结束日期",),
        "situation": ("基本情况", "村情"),
        "problems": ("问题",),
        "plan": ("措施", "工作措施", "规划措施"),
        "product": ("主导产品",),
        "industry": ("主导产业",),
        "specialty": ("特色",),
        "brand": ("商标",),
        "households": ("带动户数",),
        "output": ("产值", "年产值"),
        "team": ("服务组",),
        "responsible": ("负责人",),
        "progress": ("进展",),
    }
    groups = (
        (gettext_lazy("Plan"), ("village", "title", "since", "until", "team", "responsible")),
        (gettext_lazy("One village, one policy"), ("situation", "problems", "plan", "progress")),
        (
            gettext_lazy("Economic file"),
            ("product", "industry", "specialty", "brand", "households", "output"),
        ),
    )

    class Meta(RecordForm.Meta):
        model = VillagePlan
        fields = fields_of(VillagePlan)
