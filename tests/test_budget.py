"""The limits that keep the code small enough to read (docs/decisions/0012-four-packages.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ["servers", "portal", "workbooks", "web", "registers", "api", "operations"]
PACKAGES = [*OURS, "organizations", "members", "cadres", "funding", "assessments"]
FILES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
NAMELESS = {"util", "utils", "helper", "helpers", "manager", "managers", "common"}


def lines(path):
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("package", OURS)
def test_no_package_of_ours_becomes_a_framework(package):
    assert sum(lines(path) for path in FILES if path.relative_to(ROOT).parts[0] == package) <= 3000


def test_no_file_passes_400_lines_and_no_function_40():
    long = [str(path.relative_to(ROOT)) for path in FILES if lines(path) > 400]
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_every_file_has_a_name_that_says_something():
    """`services.py` may be a subject (what is done for villagers), not an app's layer."""
    assert [path for path in FILES if path.stem in NAMELESS] == []
    assert [path for path in FILES if path.stem == "services" and path.parent.parent == ROOT] == []
