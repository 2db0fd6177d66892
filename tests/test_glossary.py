"""docs/glossary.md has one word for every type of record, the one that the pages say."""

from pathlib import Path

import pytest
from django.utils import translation

from portal import pages

LINES = (Path(__file__).parent.parent / "docs/glossary.md").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in LINES if "| " in line]


def said(model, language):
    with translation.override(language):
        return str(model._meta.verbose_name)


@pytest.mark.parametrize("register", pages.every(), ids=lambda one: one.name)
def test_every_type_of_record_has_its_word(register):
    name, word = f"`{register.model.__name__}`", said(register.model, "zh-hans")
    named = [row for row in ROWS if name in row[-1]]
    assert named, f"{name} is missing"
    # a word without a translation yet is the business of `make check`
    if word != said(register.model, "en"):
        assert any(word in row[1] for row in named), f"{word} is missing beside {name}"


def test_every_row_has_four_cells_or_is_about_a_filter():
    assert {len(row) for row in ROWS} == {2, 4}
