"""Member rosters of an invented county with the dirt of real ones, and the answers beside them.

The dirt is that of the domain's section 2.12; each dirty row has one fault, which a right importer
repairs or refuses at the field named in REFUSED.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from portal.fields import check_digit
from tests.files import xlsx

LAYOUTS = ["national", "collected", "by_hand"]
REFUSED = {
    "number_cell": "id_number",
    "mistyped_id": "id_number",
    "no_such_branch": "organization",
    "twice": "id_number",
    "confirmed_too_early": "confirmed",
    "nameless": "name",
    "other_sex": "sex",
    "no_day": "joined",
    "ambiguous_month": "joined",
}
REPAIRED = ["wide_id", "small_x", "spaced_name", "short_people", "misspelt_people", "dots",
            "compact", "chinese", "month_only", "invisible", "serial_day"]  # fmt: skip
TYPED = {"no_such_branch", "number_cell", "serial_day"}  # not in sheets of text and merged cells
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "安宁康泰平顺和祥瑞丰"
PEOPLES = {"01": "汉族", "03": "回族", "11": "满族"}
SCHOOLS = {"61": "普通高中", "71": "初中", "31": "大学专科"}
NATIONAL = (  # noqa: SIM905 shorter so
    "序号 姓名 性别 公民身份号码 民族 出生日期 学历 人员类别 学位 所在党支部 "
    "手机号码 入党日期 转正日期 党龄 工作岗位 入党时所在支部"
).split()
COLLECTED = ["姓名", "性别", "民族", "公民身份号码", "出生日期", "学历", "人员类别", "所在党支部",
             "加入党组织日期", "转为正式党员日期", "联系电话", "党籍状态"]  # fmt: skip
BY_HAND = ["党支部", "姓名", "性别", "民族", "籍贯", "出生年月", "文化程度", "身份证号", "时间", "",
           "正式/预备", "联系电话", "备注"]  # fmt: skip


@dataclass
class Line:
    """A row as it was sent, and as it should arrive; `field` is where it should be refused."""

    row: int
    cells: dict
    truth: dict
    field: str | None


def roster(layout, branches, *, rows=200, dirt=20, seed=1):
    """A workbook and its lines. `branches`: (name as rosters write it, code), one after another."""
    rng = random.Random(seed)  # noqa: S311 invented persons, not secrets
    lines = []
    for number in range(rows):
        word, code = branches[number * len(branches) // rows]
        cells, truth = person(rng, number, word, code)
        fault = None
        if rng.random() * 100 < dirt:
            fault = rng.choice([*REFUSED, *REPAIRED])
            if layout != "national" and fault in TYPED:
                fault = None
        fault = spoil(rng, fault, cells, truth, [line for line in lines if not line.field])
        lines.append(Line(0, cells, truth, REFUSED.get(fault)))
    return LAID_OUT[layout](lines), lines


def person(rng, number, word, code):
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(19000))
    sex = rng.choice("12")
    joined = date(born.year + 19, born.month, 1) + timedelta(days=rng.randrange(1500))
    confirmed = joined + timedelta(days=366)
    if joined < date(1978, 1, 1):
        joined, confirmed = date(1975, 5, 4), None
        born = min(born, date(1956, 1, 1))
    place, order = 990101 + number // 500, number % 500 * 2 + (sex == "1")
    body = f"{place}{born:%Y%m%d}{order:03d}"
    people, school = rng.choice(list(PEOPLES)), rng.choice(list(SCHOOLS))
    truth = {
        "name": "".join([rng.choice(SURNAMES), *rng.choices(GIVEN, k=rng.choice([1, 2]))]),
        "sex": sex,
        "ethnicity": people,
        "born": f"{born}",
        "id_number": body + check_digit(body),
        "education": school,
        "standing": "full",
        "organization": code,
        "joined": f"{joined}",
        "confirmed": confirmed and f"{confirmed}",
        "phone": f"1390000{number:04d}",
    }
    cells = truth | {
        "sex": "男" if sex == "1" else "女",
        "ethnicity": PEOPLES[people],
        "education": SCHOOLS[school],
        "standing": "正式党员",
        "organization": word,
        "born": born,
        "joined": joined,
        "confirmed": confirmed,
    }
    return cells, truth


def changes_of(rng, cells, truth):
    """Fault -> the cells that make it."""
    joined = cells["joined"]
    return {
        "mistyped_id": {"id_number": truth["id_number"][:-1] + "3"},
        "no_such_branch": {"organization": "没有的" + cells["organization"]},
        "confirmed_too_early": {"confirmed": joined - timedelta(days=400)},
        "nameless": {"name": None},
        "other_sex": {"sex": "女" if cells["sex"] == "男" else "男"},
        "no_day": {"joined": rng.choice(["1985.13.40", "不详", "2o01年", "31/02/1999"])},
        "ambiguous_month": {"joined": f"{joined.year}.1"},
        "wide_id": {"id_number": "".join(chr(ord(sign) + 0xFEE0) for sign in truth["id_number"])},
        "small_x": {"id_number": truth["id_number"].lower()},
        "spaced_name": {"name": "\u3000".join(truth["name"])},
        "short_people": {"ethnicity": cells["ethnicity"].removesuffix("族")},
        "misspelt_people": {"ethnicity": "乌兹别克族"},
        "dots": {"joined": f"{joined:%Y.%m.%d}"},
        "compact": {"joined": f"{joined:%Y%m%d}"},
        "chinese": {"joined": f"{joined.year}年{joined.month}月{joined.day}日"},
        "month_only": {"joined": f"{joined:%Y}年{joined.month}月"},
        "serial_day": {"joined": (joined - date(1899, 12, 30)).days},
        "invisible": {
            "id_number": f"\u00a0{truth['id_number']} ",
            "organization": cells["organization"] + "\u3000",
        },
    }


def spoil(rng, fault, cells, truth, earlier):
    """Make one fault; returns it, or None where this person cannot have it."""
    joined, changes = cells["joined"], changes_of(rng, cells, truth)
    if fault in changes:
        if changes[fault] == {"id_number": truth["id_number"]}:
            return None
        cells.update(changes[fault])
        truth.update({"misspelt_people": {"ethnicity": "43"}}.get(fault, {}))
        truth.update({"month_only": {"joined": f"{joined:%Y-%m}"}}.get(fault, {}))
        return fault
    if fault == "number_cell" and truth["id_number"][-1] != "X":
        cells["id_number"] = float(truth["id_number"])
        return fault
    if fault == "twice" and earlier:
        twin = rng.choice(earlier)
        cells.update({name: twin.cells[name] for name in ("id_number", "sex", "born")})
        return fault
    return None


def national(lines):
    """One header row, typed cells, more columns than are wanted."""
    table = [NATIONAL]
    for number, line in enumerate(lines, 1):
        c, line.row = line.cells, len(table) + 1
        table.append([number, c["name"], c["sex"], c["id_number"], c["ethnicity"], c["born"],
                      c["education"], c["standing"], None, c["organization"], c["phone"],
                      c["joined"], c["confirmed"], 12, "农牧渔民", c["organization"]])  # fmt: skip
    return xlsx(("党员花名册", table))


def collected(lines):
    """A title above the header, dates as text, a hidden sheet of code words."""
    table = [["党员基本信息采集表"], COLLECTED]
    for line in lines:
        c, line.row = line.cells, len(table) + 1
        days = [c[name] and str(c[name]) for name in ("born", "joined", "confirmed")]
        table.append([c["name"], c["sex"], c["ethnicity"], c["id_number"], days[0], c["education"],
                      c["standing"], c["organization"], *days[1:], c["phone"], "正常"])  # fmt: skip
    return xlsx(("采集表", table), ("字典", [["姓名", "性别"]]), hidden=["字典"])


def by_hand(lines):
    """Merged title, a header of two rows, branches merged downwards, subtotals, footers."""
    lower = [None] * 8 + ["入党", "转正"] + [None] * 3
    table = [["党员花名册"], ["填报单位:某县", None, None, "填报日期:2026-11-22"], BY_HAND, lower]
    merged = [(0, 0, 0, 12), (2, 8, 2, 9)]
    top = None
    for number, line in enumerate(lines):
        c = line.cells
        same = number and lines[number - 1].truth["organization"] == line.truth["organization"]
        if number and not same:
            table += [["小计", f"{number}人"], []]
        line.row, top = len(table) + 1, top if same else len(table)
        days = [dotted(c[name]) for name in ("born", "joined", "confirmed")]
        branch = None if same else c["organization"]
        table.append([branch, c["name"], c["sex"], c["ethnicity"], None, days[0], c["education"],
                      c["id_number"], *days[1:], c["standing"][:2], c["phone"], None])  # fmt: skip
        last = (
            number + 1 == len(lines)
            or lines[number + 1].truth["organization"] != line.truth["organization"]
        )
        if last and len(table) - 1 > top:
            merged.append((top, 0, len(table) - 1, 0))
    table += [[], ["合计", f"{len(lines)}人"], ["制表人:", "审核人:", None, "联系电话:"]]
    return xlsx(("花名册", table), merged=merged)


def dotted(day):
    return f"{day:%Y.%m.%d}" if isinstance(day, date) else day


LAID_OUT = {"national": national, "collected": collected, "by_hand": by_hand}
