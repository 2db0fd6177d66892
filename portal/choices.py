"""National code tables (GB/T 2261.1, 3304, 4658) with names in both languages and the words
rosters use."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

CODES: dict[str, Any] = json.loads((Path(__file__).parent / "codes.json").read_text("utf-8"))


@dataclass(frozen=True)
class Code:
    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


lazy_label = lazy(lambda code: code.label, str)


class CodeTable:
    """One national code table; `find` reads a code, a name or a word that rosters use for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.standard: str = CODES[name]["standard"]
        self.items = [
            Code(row["code"], row["zh"], row["en"], tuple(row["aliases"]))
            for row in CODES[name]["items"]
        ]

    @cached_property
    def by_code(self) -> dict[str, Code]:
        return {item.code: item for item in self.items}

    @cached_property
    def by_word(self) -> dict[str, str]:
        words = {item.en.casefold(): item.code for item in self.items}
        for item in self.items:
            words |= dict.fromkeys((item.code, item.zh, *item.aliases), item.code)
        if self.name == "ethnicity":  # rosters write 回 for 回族
            words |= {item.zh.removesuffix("族"): item.code for item in self.items}
        return words

    @cached_property
    def choices(self) -> list[tuple[str, Any]]:
        return [(item.code, lazy_label(item)) for item in self.items]

    def label(self, code: str) -> str:
        return self.by_code[code].label if code in self.by_code else code

    def find(self, text: str) -> str | None:
        word = "".join(unicodedata.normalize("NFKC", text).split())
        return self.by_word.get(word) or self.by_word.get(text.strip().casefold())


SEX = CodeTable("sex")
ETHNICITY = CodeTable("ethnicity")
EDUCATION = CodeTable("education")
TABLES = {table.name: table for table in (SEX, ETHNICITY, EDUCATION)}

# Level of schooling by the first digit of its GB/T 4658 code: secondary vocational schooling (4x)
# and senior high school (6x) are one level, as party statistics count them ("高中、中专以上").
EDUCATION_LEVELS = {"1": 6, "2": 5, "3": 4, "4": 3, "6": 3, "7": 2, "8": 1, "9": 0}


def education_at_least(code: str) -> list[str]:
    """Every education code of the level of `code` or above it."""
    floor = EDUCATION_LEVELS[code[0]]
    return [item.code for item in EDUCATION.items if EDUCATION_LEVELS[item.code[0]] >= floor]
