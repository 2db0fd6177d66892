"""A roster from the file to stored rows, by the portal and by django-import-export.

Both get the same workbook of the national layout, clean, with typed cells; each runs in a process
of its own. django-import-export does what its manual advises for speed: bulk writes, and every row
through `full_clean`. Its columns are named for it, its code words mapped by dictionaries.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the portal is set up first
from django.db import connection  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402
from tablib import Dataset  # noqa: E402

from members.models import Person  # noqa: E402
from organizations.actions.accounts import create_user  # noqa: E402
from organizations.choices.tree import Kind  # noqa: E402
from organizations.models import Organization, User  # noqa: E402
from portal import pages  # noqa: E402
from tests.rosters import NATIONAL, PEOPLES, SCHOOLS, roster  # noqa: E402
from workbooks import imports  # noqa: E402

ROWS, FEW = 30_000, 3_000
BRANCHES = 300
SECONDS, MEMORY = 10, 400  # of work; MiB of the process that imports
TIMES = 10  # faster than django-import-export


def main() -> int:
    call_command("migrate", verbosity=0)
    top = Organization.objects.create(code="C", name="C", kind=Kind.COUNTY_COMMITTEE)
    names = [f"第{n}村党支部" for n in range(BRANCHES)]
    made = [
        Organization(code=f"C{n}", name=name, parent=top, kind=Kind.BRANCH)
        for n, name in enumerate(names)
    ]
    Organization.objects.bulk_create(made)
    create_user("bench", role="county_admin", at=top)
    branches = [(one.name, one.code) for one in made]
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder) / "many.xlsx", Path(folder) / "few.xlsx"
        many.write_bytes(roster("national", branches, rows=ROWS, dirt=0)[0])
        few.write_bytes(roster("national", branches, rows=FEW, dirt=0)[0])
        peer, ours = median("peer", few, FEW), median("ours", few, FEW)
        whole, again = run("ours", many, ROWS), run("again", many, 0)
    tell(peer, ours, whole, again)
    kept = whole["seconds"] <= SECONDS and whole["memory"] <= MEMORY
    return 0 if kept and peer["seconds"] >= TIMES * ours["seconds"] else 1


def median(who: str, path: Path, rows: int) -> dict[str, float]:
    """The middle one of three runs."""
    return sorted((run(who, path, rows) for _ in range(3)), key=lambda one: one["seconds"])[1]


def run(who: str, path: Path, rows: int) -> dict[str, float]:
    """One contender on an empty register, in a fresh process."""
    if who != "again":
        empty()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_roster", who, str(path)],
        check=True, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert found["new"] == rows, found  # noqa: S101
    return found


def contend(who: str, path: Path) -> None:
    work: Callable[[Path], int] = by_import_export if who == "peer" else by_portal
    start, cpu = time.perf_counter(), time.process_time()
    new = work(path)
    seconds = time.perf_counter() - start
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's too
    memory = int(status.split("VmHWM:")[1].split()[0]) / 1024
    used = time.process_time() - cpu + spent.ru_utime + spent.ru_stime
    print(json.dumps({"new": new, "seconds": seconds, "work": used, "memory": memory}))


def by_portal(path: Path) -> int:
    user = User.objects.get(name="bench")
    return imports.load(pages.get("person"), path, by=user).new


def empty() -> None:
    """No persons and no history of any: triggers, which would forbid it, sleep meanwhile."""
    names = ("affiliationevent", "personevent", "affiliation", "person")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name in names:
            cursor.execute(f"DELETE FROM members_{name}")  # noqa: S608 our own tables
        cursor.execute("SET session_replication_role = origin")


class Coded(widgets.CharWidget):
    """Code words by a dictionary."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self.words = words

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return self.words[str(value)]


class Day(widgets.CharWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        return f"{value:%Y-%m-%d}" if value else None


COLUMNS: dict[str, tuple[str, Any]] = {
    "name": ("姓名", None),
    "sex": ("性别", Coded({"男": "1", "女": "2"})),
    "ethnicity": ("民族", Coded({word: code for code, word in PEOPLES.items()})),
    "born": ("出生日期", Day()),
    "id_number": ("公民身份号码", None),
    "education": ("学历", Coded({word: code for code, word in SCHOOLS.items()})),
    "standing": ("人员类别", Coded({"正式党员": "full"})),
    "organization": ("所在党支部", widgets.ForeignKeyWidget(Organization, "name")),
    "joined": ("入党日期", Day()),
    "confirmed": ("转正日期", Day()),
    "phone": ("手机号码", None),
}


def peer() -> resources.ModelResource:
    options = {
        "model": Person,
        "fields": list(COLUMNS),
        "import_id_fields": ["id_number"],
        "use_bulk": True,
        "batch_size": 1000,
        "clean_model_instances": True,
    }
    described = {
        name: fields.Field(name, column, widget or widgets.CharWidget())
        for name, (column, widget) in COLUMNS.items()
    }
    body = {**described, "Meta": type("Meta", (), options)}
    made: resources.ModelResource = type("PersonResource", (resources.ModelResource,), body)()
    return made


def by_import_export(path: Path) -> int:
    data = Dataset().load(path.read_bytes(), format="xlsx")
    result = peer().import_data(data, raise_errors=True, use_transactions=True)
    return int(result.totals["new"])


def tell(other: dict[str, float], ours: dict[str, float], whole: Any, again: Any) -> None:
    lines = [
        ("django-import-export", FEW, other),
        ("the portal", FEW, ours),
        ("the portal", ROWS, whole),
        ("the portal, the same file again", ROWS, again),
    ]
    print("## Import of a roster\n")
    print(
        f"A workbook of {len(NATIONAL)} columns to stored rows, history and encryption included.\n"
    )
    print("| | Rows | Seconds | Processor seconds | Memory |")
    print("|---|---|---|---|---|")
    for name, rows, found in lines:
        print(
            f"| {name} | {rows:,} | {found['seconds']:.2f} | {found['work']:.2f} "
            f"| {found['memory']:.0f} MiB |"
        )
    print(
        f"\nRatio at {FEW:,} rows: {other['seconds'] / ours['seconds']:.0f} times faster ", end=""
    )
    print(f"(promised: {TIMES}). Promised for {ROWS:,} rows: {SECONDS} s, {MEMORY} MiB.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        contend(sys.argv[1], Path(sys.argv[2]))
        sys.exit()
    sys.exit(main())
