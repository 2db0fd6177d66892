"""The directory of one PORTAL_VAR, its locks and its logs."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET = 100  # bytes; the kernel takes 107, and PostgreSQL adds ".lock"
LONGEST_LOG = 5_000_000  # bytes
DATABASE = "portal"
PATIENCE = 120  # seconds a server may need to recover after a crash


class CannotStart(Exception):
    """Why the servers did not start, as a sentence."""


@dataclass(frozen=True)
class Place:
    """Where the servers of one `PORTAL_VAR` keep their files."""

    var: Path

    @property
    def sockets(self) -> Path:
        """`run/`, or a directory under /tmp when that path is too long for a socket's name."""
        inside = self.var / "run"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return inside
        name = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path("/tmp") / f"portal-{os.getuid()}-{name}"  # noqa: S108 - made 0700, owner checked

    @property
    def cluster(self) -> Path:
        return self.var / "postgresql" / "data"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    def lock(self, name: str) -> Path:
        return self.var / "run" / f"{name}.lock"

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def make(self) -> None:
        """Make the directories, closed to everybody else."""
        try:
            for path in (self.var, self.var / "run", self.var / "log", self.sockets):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.var / "run" / "start.lock").touch(mode=0o600)
        except PermissionError as no:
            raise CannotStart(f"{no.filename} cannot be written. Set PORTAL_VAR.") from None
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise CannotStart(
                f"{self.sockets} belongs to somebody else. Set PORTAL_VAR to a shorter path."
            )


def place(var: Path | str) -> Place:
    return Place(Path(var).resolve())


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def locked(path: Path, how: int) -> Iterator[int]:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, how)
        yield number
    finally:
        os.close(number)


def free(path: Path, how: int) -> bool:
    """Whether the lock could be had this moment."""
    try:
        with locked(path, how | fcntl.LOCK_NB):
            return True
    except BlockingIOError:
        return False


def fresh(log: Path) -> Path:
    """The log file, begun anew when it has grown past five megabytes."""
    log.touch(mode=0o600)
    if log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".old"))
        log.touch(mode=0o600)
    return log


def end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])


def package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise CannotStart(
            f"{name} is not installed. Run `make setup`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.submodule_search_locations[0])
