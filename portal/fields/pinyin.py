"""How names sound, so that "zjg", "zhangjg" and "zhang jianguo" all find 张建国."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import lookups
from pypinyin import lazy_pinyin

TYPED = re.compile(r"[a-z]+(?:'[a-z]+)*", re.IGNORECASE)
LONGEST = 480
TYPED_MOST = 60  # letters; the pattern of many more is too complex for PostgreSQL
# Surnames that sound otherwise than the word does (the two-syllable ones first).
UNUSUAL = """
万俟 mo qi,尉迟 yu chi,长孙 zhang sun,澹台 tan tai,令狐 ling hu,单于 chan yu,单 shan,仇 qiu,曾 zeng,
解 xie,查 zha,任 ren,盖 ge,区 ou,朴 piao,缪 miao,尉 wei,冼 xian,员 yun,乐 yue,重 chong,种 chong,
召 shao,秘 bi,繁 po,翟 zhai,覃 qin,黑 he,折 she,过 guo,能 nai,祭 zhai,郇 xun,隗 wei,句 gou,呙 guo,
佴 nai,幺 yao,撒 sa,牟 mu,应 ying,华 hua,宁 ning,葛 ge,燕 yan,哈 ha,那 na,曲 qu,车 che,洗 xian,
宓 mi,相 xiang,柏 bai,石 shi,卜 bu,谌 chen,纪 ji,教 jiao
"""
SURNAMES = dict(one.strip().split(" ", 1) for one in UNUSUAL.split(","))


@lru_cache(maxsize=65_536)
def sound(name: str, person: bool = False) -> str:
    """The syllables of a name; of a person whose surname sounds otherwise than the word, both
    readings, so that either finds it."""
    plain = " ".join(said(name))
    surname = next((one for one in (name[:2], name[:1]) if one in SURNAMES), "") if person else ""
    proper = " ".join([SURNAMES[surname], *said(name[len(surname) :])]) if surname else plain
    return (plain if proper == plain else f"{proper} | {plain}")[:LONGEST]


def said(text: str) -> list[str]:
    words = lazy_pinyin(text.lower(), errors=lambda odd: " ".join(re.findall(r"[a-z]+|\d+", odd)))
    return [word.replace("ü", "v") for word in words if word]


class PinyinField(models.CharField):
    """How the name in field `of` sounds; it follows every write of the name.

    Saving and bulk_create fill it by themselves, `update` and `bulk_update` through
    ScopedQuerySet, imports through `derived`; `save(update_fields=...)` must name it.
    """

    def __init__(self, of: str, *, person: bool = False, **kwargs: Any) -> None:
        self.of, self.person = of, person
        own: dict[str, Any] = {"max_length": LONGEST, "db_collation": "C", "editable": False}
        super().__init__(**{"default": "", "blank": True, **kwargs, **own})

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        own = {"max_length", "db_collation", "editable", "default", "blank"}
        kwargs = {key: value for key, value in kwargs.items() if key not in own}
        return name, path, [self.of], {**kwargs, **({"person": True} if self.person else {})}

    def derived(self, name: Any) -> str:
        return sound(str(name or ""), self.person)

    def pre_save(self, model_instance: Any, add: bool) -> str:
        setattr(model_instance, self.attname, self.derived(getattr(model_instance, self.of)))
        return str(getattr(model_instance, self.attname))


@PinyinField.register_lookup
class Sounds(lookups.BuiltinLookup[Any]):
    """Letters that begin at a syllable and run on, or skip to the next syllable: whole pinyin,
    initials, or both mixed."""

    lookup_name = "sounds"

    def get_prep_lookup(self) -> str:
        letters = re.sub(r"[^a-z]", "", str(self.rhs).lower())[:TYPED_MOST]
        return r"\m" + "([a-z]* )?".join(letters)

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"~ {rhs}"


def fields_of(model: Any) -> list[PinyinField]:
    return [one for one in model._meta.concrete_fields if isinstance(one, PinyinField)]


@lru_cache(maxsize=1024)
def beside(model: Any, column: str) -> str:
    """The column that says how the text in `column` (a look-up) sounds; "" where none does."""
    *steps, last = column.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    found = [one.name for one in fields_of(model) if one.of == last]
    return "__".join([*steps, found[0]]) if found else ""


def is_there(model: Any) -> bool:
    """Whether the database has the model's columns of pinyin: a migration may end before them."""
    wanted, table = {one.column for one in fields_of(model)}, model._meta.db_table
    with connection.cursor() as cursor:
        if not wanted or table not in connection.introspection.table_names(cursor):
            return False
        held = connection.introspection.get_table_description(cursor, table)
    return wanted <= {column.name for column in held}


def fill(model: Any) -> int:
    """Fill the pinyin of rows that have none yet (those of before the column); how many."""
    filled = 0
    for one in fields_of(model):
        rows = model._base_manager.filter(**{one.name: ""}).exclude(**{one.of: ""})
        waiting = rows.only("pk", one.name, one.of).order_by("pk").iterator()
        while some := list(islice(waiting, 2000)):
            for row in some:
                filled += bool(one.pre_save(row, add=False))
            models.QuerySet.bulk_update(model._base_manager.all(), some, [one.name])
    return filled
