"""The runner's children: never without the process that began them, never on a taken port."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from operations import runner

PROGRAM = """
import pathlib, sys, time
from operations import runner
child = runner.begin("sleeper", ["tests.operations.sleeper"], pathlib.Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(60)
"""


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_killed_runner_takes_its_children_along(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=-1, text=True, cwd=settings.BASE) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        assert alive(child)
        process.kill()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)


def test_the_next_free_port_is_taken() -> None:
    with runner.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with runner.listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_a_child_that_ends_by_itself_is_named_with_its_last_words(tmp_path: Path) -> None:
    child = runner.begin("worker", ["no.such.module"], tmp_path / "log")
    child.process.wait(10)
    with pytest.raises(runner.Stopped, match=r"(?s)The worker stopped by itself.*No module named"):
        child.check()


def test_children_stop_in_the_end_even_those_that_will_not(tmp_path: Path) -> None:
    handlers = {number: signal.getsignal(number) for number in (2, 15, 1)}
    children: list[runner.Child] = []
    with runner.running(children, patience=0.5):
        children.append(runner.begin("stubborn", ["tests.operations.sleeper"], tmp_path / "log"))
        while (tmp_path / "log").read_text() != "asleep\n":
            time.sleep(0.02)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert children[0].process.returncode == -signal.SIGTERM


def test_waiting_ends_with_a_sentence() -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{line.getsockname()[1]}/"
        with pytest.raises(runner.Stopped, match=r"did not answer within 0 seconds"):
            runner.wait_for(address, [], patience=0.3)
