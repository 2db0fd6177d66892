"""`manage.py demo`: all of it works once, and nothing is left running, however it ends."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "var"


def demo(var: Path, *words: str) -> subprocess.Popen[str]:
    given = os.environ | {"PORTAL_VAR": str(var), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", *words],
        cwd=settings.BASE,
        env=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def until(process: subprocess.Popen[str], start: str) -> str:
    """What it says, up to the line that begins so."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith(start):
            return said
    return said


def left_running(var: Path) -> list[str]:
    """The commands of all processes that were told of this directory, zombies not among them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            told = str(var).encode() in (process / "environ").read_bytes() + command.encode()
        except OSError:
            continue
        if command and told and process.name != str(os.getpid()):
            found.append(command)
    return found


def nothing_left_within(var: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while left_running(var) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left_running(var) == []


def test_every_account_gets_in_and_the_plan_is_computed_and_exported(var: Path) -> None:
    with demo(var, "--check") as process:
        said = until(process, "never")
    assert process.returncode == 0, said
    assert said.count("logged in") >= 6
    assert re.search(r"\d+ values as of .*, computed by the worker", said)
    assert re.search(r"assessment workbook: .* sheets, \d+ formulas", said)
    assert nothing_left_within(var, 1)


def test_a_warm_start_takes_another_port_lets_no_other_in_and_leaves_nothing_when_killed(
    var: Path,
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with demo(var, "--port", str(port)) as first:
            text = until(first, "Ctrl-C")
            assert f"Port {port} is taken" in text
            assert "Loading" not in text
            address = re.search(r"The portal runs at (http\S+)", text)
            assert address
            with urllib.request.urlopen(address[1]) as page:  # noqa: S310 - our own server
                assert b'name="password"' in page.read()
            with demo(var, "--port", "0") as second:
                assert "is running" in until(second, "never")
            assert second.returncode == 1
            first.kill()
    assert nothing_left_within(var, 20)


def test_a_start_that_is_interrupted_stops_what_it_has_begun(var: Path) -> None:
    with demo(var, "--port", "0") as process:
        until(process, "Getting the database")
        while len(left_running(var)) < 3:  # itself, PostgreSQL, Redis
            time.sleep(0.1)
        process.terminate()
        assert "Stopped." in until(process, "never")
    assert process.returncode == 0
    assert nothing_left_within(var, 1)
