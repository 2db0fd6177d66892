"""What people type into cells and what they are told, in both languages."""

import pytest
from django.utils import translation

from assessments.actions.reports.entries import read, sentence
from assessments.models import ReportItem

ITEMS = {
    "persons": ReportItem(kind="integer", unit="名", unit_en="persons", minimum=0, maximum=999),
    "yuan": ReportItem(kind="decimal", unit="元", unit_en="yuan", minimum=0),
    "share": ReportItem(kind="percent"),
    "state": ReportItem(kind="choice", choices="良好 | good\n危房 | dangerous"),
    "yes": ReportItem(kind="yes_no"),
    "day": ReportItem(kind="date"),
    "words": ReportItem(kind="text"),
}


@pytest.mark.parametrize(
    ("item", "text", "english", "chinese"),
    [
        ("yuan", "12,5", "“12,5” is not a number", "“12,5”不是数字"),
        ("yuan", "12，5", "“12，5” is not a number", "小数点"),
        ("yuan", "1.2.3", "is not a number", "不是数字"),
        ("yuan", "三百元", "is not a number", "不是数字"),
        ("yuan", "=SUM(A1:A3)", "is not a number", "不是数字"),
        ("yuan", "#REF!", "is not a number", "不是数字"),
        ("persons", "1.5", "persons can only be counted whole", "名"),
        ("persons", "１．５", "persons can only be counted whole", "名"),
        ("persons", "-2", "less than 0", "0"),
        ("persons", "－２", "less than 0", "0"),
        ("persons", "1000", "more than 999", "999"),
        ("persons", "9" * 50, "at most 40 characters", "40"),
        ("share", "130", "more than 100", "100"),
        ("share", "130%", "more than 100", "100"),
        ("share", "-1%", "less than 0", "0"),
        ("state", "还行", "is none of: good, dangerous", "良好"),
        ("state", "3", "is none of: good, dangerous", "危房"),
        ("yes", "可能", "is neither yes nor no", "“可能”"),
        ("day", "2026-02-30", "is not a day", "2026-03-05"),
        ("day", "2026-13-01", "is not a day", "2026-03-05"),
        ("day", "2026-02", "is not a day", "2026-03-05"),
        ("day", "上周", "is not a day", "2026-03-05"),
        ("words", "长" * 201, "at most 200 characters", "200"),
    ],
)
def test_bad_input_is_kept_as_typed_and_answered_in_a_sentence(item, text, english, chinese):
    entry = read(ITEMS[item], text)
    assert (entry.raw, entry.value, bool(entry.fault)) == (text, None, True)
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            said = sentence(ITEMS[item], entry.fault, entry.raw)
        assert words in said
        assert said.endswith((".", "。", "?", "？"))


@pytest.mark.parametrize(
    ("item", "text", "raw", "value"),
    [
        ("persons", "１２", "12", 12),
        ("persons", " 999 ", "999", 999),
        ("yuan", "1,303.50", "1303.5", None),
        ("yuan", "１，３０３．５", "1303.5", None),
        ("share", "９５．５％", "95.5", None),
        ("state", "GOOD", "良好", 1),
        ("state", "2", "危房", 2),
        ("yes", "√", "是", 1),
        ("day", "2026年3月5日", "2026-03-05", None),
        ("day", "2026/3/5", "2026-03-05", None),
        ("day", "２０２６．３．５", "2026-03-05", None),
    ],
)
def test_what_is_meant_is_read_as_such(item, text, raw, value):
    entry = read(ITEMS[item], text)
    assert (entry.fault, entry.raw) == ("", raw)
    assert value is None or entry.value == value
