"""docs/coverage.md says what is built; this says that it is so."""

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from portal import pages

ROOT = Path(__file__).parent.parent
LINES = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in (ROOT / "docs/coverage.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d{3}-\d{2}", line)
]
BUILT = [line for line in LINES if line[2] != "–"]


def test_every_requirement_has_a_line():
    ids = [line[0] for line in LINES]
    assert len(ids) == len(set(ids))
    assert len(ids) == 204


def test_the_count_of_what_is_built_is_true():
    stated = re.search(r"Built: (\d+) of (\d+)", (ROOT / "docs/coverage.md").read_text("utf-8"))
    assert [int(number) for number in stated.groups()] == [len(BUILT), len(LINES)]


@pytest.mark.parametrize("line", BUILT, ids=lambda line: line[0])
def test_what_is_built_has_its_records_pages_and_test(line):
    code, _what, records, shown, test = line
    for record in records.split(", "):
        assert pages.has(record), record
    for page in shown.split(", "):
        assert address(f"{page}-list" if pages.has(page) else page)
    assert code in (ROOT / test).read_text("utf-8"), f"{test} does not name {code}"


def address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[1])  # a page of one record
