"""A PostgreSQL and a Redis of the portal's own, for machines that have neither.

Both listen on sockets under one directory (`PORTAL_VAR`) and nowhere else. Every process that
uses them holds a shared lock; a keeper process waits for that lock to become free, stops both
servers and ends. The kernel releases the lock of a process however it dies, so nothing has to be
cleaned up.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from servers.embedded.place import (
    DATABASE,
    PATIENCE,
    CannotStart,
    Place,
    answers,
    free,
    locked,
    place,
)

BASE = Path(__file__).resolve().parent.parent.parent

# One entry for each directory this process uses; the open file holds the shared lock.
_held: dict[Path, int] = {}
_one_thread = threading.Lock()


def database(var: Path | str) -> dict[str, str]:
    """The connection parameters for Django's DATABASES; nothing is started."""
    return {"NAME": DATABASE, "USER": DATABASE, "HOST": str(place(var).sockets)}


def redis_url(var: Path | str, number: int, scheme: str = "unix") -> str:
    """The address of one of Redis's numbered databases; Celery's scheme is `redis+socket`."""
    key = "virtual_host" if scheme == "redis+socket" else "db"
    return f"{scheme}://{place(var).redis_socket}?{key}={number}"


def start(var: Path | str) -> None:
    """Make sure that both servers answer until this process ends. Costs nothing the second time."""
    here = place(var)
    with _one_thread:
        if here.var not in _held:
            _held[here.var] = _hold(here)
            atexit.register(_release_in, os.getpid(), here)


def _hold(here: Place) -> int:
    here.make()
    with locked(here.lock("start"), fcntl.LOCK_EX):
        held = os.open(here.lock("users"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)  # waits while a keeper is stopping the servers
        try:
            _ensure_keeper(here)
        except BaseException:
            os.close(held)
            raise
    return held


def release(var: Path | str) -> None:
    """Give the servers up; when nobody else uses them, wait until they have stopped."""
    here = place(var)
    held = _held.pop(here.var, None)
    if held is None:
        return
    os.close(held)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not free(here.lock("keeper"), fcntl.LOCK_EX):
        if free(here.lock("users"), fcntl.LOCK_SH) and not free(here.lock("users"), fcntl.LOCK_EX):
            return  # somebody else still uses them
        time.sleep(0.02)


def _release_in(process: int, here: Place) -> None:
    """At exit: only in the process that took the lock, not in one forked from it."""
    if os.getpid() == process:
        release(here.var)


def _ensure_keeper(here: Place) -> None:
    if not free(here.lock("keeper"), fcntl.LOCK_EX) and _both_answer(here):
        return
    command = [sys.executable, "-m", "servers.embedded.keeper", str(here.var)]
    keeper = subprocess.Popen(
        command, cwd=BASE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with keeper:
        try:
            _, words = keeper.communicate()
        except KeyboardInterrupt:
            keeper.wait()  # a keeper stopped half-way would leave a server without one
            raise
    if keeper.returncode:
        raise CannotStart(words.strip() or f"The servers did not start, see {here.var / 'log'}.")


def _both_answer(here: Place) -> bool:
    return answers(here.postgres_socket) and answers(here.redis_socket)
