"""Run every benchmark and write docs/benchmarks.md: `python -m benchmarks [NAME ...]`.

A benchmark is a file of this folder. It runs as a program of its own on an empty database, prints
Markdown, and fails when a promise is not kept.
"""

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"


def main(wanted: list[str]) -> int:
    names = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    chosen = [name for name in names if not wanted or name in wanted]
    parts, failed = [], []
    for name in chosen:
        print(f"{name} ...", flush=True)
        done = run(name)
        print(done.stdout, flush=True)
        parts.append(done.stdout.strip())
        if done.returncode:
            failed.append(name)
    if not wanted:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text("\n\n".join([heading(), *parts]) + "\n")
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def run(name: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as var:
        given = {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": var,
            "PORTAL_PRODUCTION": "0",
        }
        words = [sys.executable, "-m", f"benchmarks.{name}"]
        known = {key: word for key, word in os.environ.items() if key != "DATABASE_URL"}
        return subprocess.run(
            words, env=known | given, cwd=HERE.parent, text=True, stdout=subprocess.PIPE
        )


def heading() -> str:
    today = datetime.now(UTC).date()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {today}: {machine}, the embedded PostgreSQL. Every file of\n"
        "`benchmarks/` measures what it compares side by side in one run; read the ratios."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
