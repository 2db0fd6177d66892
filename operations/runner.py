"""Runs the portal's processes as children, which never outlive the process that began them."""

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

PR_SET_PDEATHSIG = 1  # Linux: which signal a process gets when its parent dies
MOST_PORTS = 50
WEB = "--workers 2 --threads 4 --preload --graceful-timeout 10 --log-level warning"
WORKER = "--app portal.celery worker --concurrency 2 --without-gossip --without-mingle"

LIBC = ctypes.CDLL(None, use_errno=True)


class Stopped(Exception):
    """A child ended that should have run on; the sentence says which, and where its log is."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        if self.process.poll() is not None:
            words = end_of(self.log)
            raise Stopped(f"The {self.name} stopped by itself. The end of {self.log}:\n{words}")

    def end(self, deadline: float) -> None:
        """Wait until it has finished what it does; past the deadline kill it and what it began."""
        try:
            self.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def die_with(parent: int) -> None:
    """Runs in the child before its program: a killed parent takes it along."""
    if hasattr(LIBC, "prctl"):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


def begin(name: str, words: list[str], log: Path, keep_open: tuple[int, ...] = ()) -> Child:
    """Start `python -m ...` in a session of its own, so that Ctrl-C reaches only the runner."""
    log.parent.mkdir(parents=True, exist_ok=True)
    parent = os.getpid()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            pass_fds=keep_open,
            start_new_session=True,
            preexec_fn=lambda: die_with(parent),  # this process has no threads
            env=os.environ | {"PORTAL_STATIC": "manifest", "PYTHONUNBUFFERED": "1"},
        )
    return Child(name, process, log)


def listen(host: str, wanted: int) -> socket.socket:
    """A listening socket on the wanted port or the next free one; port 0 is any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, wanted + MOST_PORTS):
        line = socket.socket(family)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
            line.listen(128)
        except OSError as problem:
            line.close()
            if problem.errno != errno.EADDRINUSE:
                raise Stopped(f"{host}, port {port}: {problem.strerror}.") from None
        else:
            return line
    raise Stopped(f"No port is free from {wanted} to {wanted + MOST_PORTS - 1}.")


def web(line: socket.socket, log: Path) -> Child:
    """The web server, on a socket that is already open: no other process can take the port."""
    bind = ["--bind", f"fd://{line.fileno()}", "--no-control-socket"]
    words = ["gunicorn", *bind, *WEB.split(), "portal.wsgi"]
    return begin("web server", words, log, keep_open=(line.fileno(),))


def worker(log: Path) -> Child:
    words = ["celery", *WORKER.split(), "--hostname", f"portal-{os.getpid()}@%h"]
    return begin("worker", words, log)


def clock(log: Path, schedule: Path) -> Child:
    """What starts the nightly jobs; on its own, since inside a killed worker it would live on."""
    words = ["celery", "--app", "portal.celery", "beat", "--pidfile=", "--schedule", str(schedule)]
    return begin("clock", words, log)


def wait_for(address: str, children: list[Child], patience: float = 60) -> None:
    """Wait until the page answers."""
    deadline = time.monotonic() + patience
    while not opens(address):
        for child in children:
            child.check()
        if time.monotonic() > deadline:
            raise Stopped(f"{address} did not answer within {patience:.0f} seconds.")
        time.sleep(0.1)


def opens(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status == HTTPStatus.OK
    except (OSError, urllib.error.HTTPError):
        return False


@contextlib.contextmanager
def running(children: list[Child], patience: float = 30) -> Iterator[None]:
    """In the end ask all children to finish, the last one begun first, and wait for them.

    A second Ctrl-C does not hurry them."""
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(children):
            child.process.terminate()
        deadline = time.monotonic() + patience
        for child in reversed(children):
            child.end(deadline)


def end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
