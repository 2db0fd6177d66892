"""The process that stops the embedded servers after their last user. `start` runs it by name."""

import fcntl
import os
import shutil
import signal
import sys

from servers.embedded import postgres, redis
from servers.embedded.place import CannotStart, Place, locked, place


def keep(here: Place) -> None:
    """Start what does not answer; then stay behind as the keeper, unless there is one already."""
    keeper = os.open(here.lock("keeper"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        start_both(here)
        return
    try:
        start_both(here)
    except BaseException:
        stop_both(here)
        raise
    if not os.fork():  # the lock is shared with the child and outlives this process
        _detach(here)
        _stop_after_last(here, keeper)


def start_both(here: Place) -> None:
    postgres.start(here)
    redis.start(here)


def stop_both(here: Place) -> None:
    redis.stop(here)
    postgres.stop(here)


def _detach(here: Place) -> None:
    os.setsid()
    os.chdir("/")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    log = os.open(here.log("keeper"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(log, standard)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def _stop_after_last(here: Place, keeper: int) -> None:
    """Wait until nobody holds the users' lock; whoever comes after that waits for this process."""
    with locked(here.lock("users"), fcntl.LOCK_EX):
        stop_both(here)
        if here.sockets.parent != here.var:
            shutil.rmtree(here.sockets, ignore_errors=True)
        os.close(keeper)


if __name__ == "__main__":
    os.umask(0o077)
    try:
        keep(place(sys.argv[1]))
    except (CannotStart, OSError) as problem:
        sys.exit(str(problem))
