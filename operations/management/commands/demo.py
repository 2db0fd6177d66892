import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from operations import runner, schema, visitors
from operations.loading import at_once
from operations.statistics import analyze
from servers.embedded.place import locked

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - what the user may ask for
TICK = 5  # seconds between two signs of life
TRY = """\
What to try:
  - as county staff: the dashboard; click a percentage to see exactly who was counted; "Compute now"
  - as a township secretary: what is still owed, and the quarterly report's grid (paste from Excel)
  - as a supervisor: the assessment workbook, with live formulas
Ctrl-C stops everything and keeps the data in {var}."""


class Command(BaseCommand):
    help = "Run the whole portal on this machine, with a made-up county when the database is empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--check", action="store_true", help="try it all once over HTTP, and end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo's passwords are known: it is not for production.")
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupted)
        try:
            if options["check"]:
                self.prepare()
                self.try_once()
            else:
                with self.only_one():
                    self.prepare()
                    self.run_on(options["host"], options["port"])
        except KeyboardInterrupt:
            self.say("Stopped.")
        except (runner.Stopped, visitors.Failed) as problem:
            raise CommandError(str(problem)) from None

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def only_one(self) -> Iterator[None]:
        """Two demos on one database would keep two clocks."""
        run = folder("run")
        number = os.open(run / "demo.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"A demo is running on {settings.VAR} already.") from None
        try:
            yield
        finally:
            os.close(number)

    def prepare(self) -> None:
        """Tables, static files and, in an empty database, the demo county: all of it or nothing."""
        with locked(folder("run") / "prepare.lock", fcntl.LOCK_EX):
            with self.timed("Getting the database and the static files ready"):
                with collecting() as collect:
                    schema.make_or_migrate()
                if collect.returncode:
                    raise CommandError("The static files could not be collected.")
            if not get_user_model().objects.exists():
                with self.timed("Loading the demo county"), transaction.atomic(), at_once():
                    load_county(self.say)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Say what is being done, that it still is, and how long it took."""
        self.say(f"{what} ...")
        began, over = time.monotonic(), threading.Event()
        clock = threading.Thread(target=self.tell_time, args=(began, over))
        clock.start()
        try:
            yield
        finally:
            over.set()
            clock.join()
        self.say(f"{what}: done in {time.monotonic() - began:.1f} s.")

    def tell_time(self, began: float, over: threading.Event) -> None:
        while not over.wait(TICK):
            self.say(f"  ... {time.monotonic() - began:.0f} s")

    def run_on(self, host: str, wanted: int) -> None:
        with self.serving(host, wanted, folder("celery") / "schedule") as (address, children):
            self.say(f"\nThe portal runs at {address}\n")
            self.say(listed(accounts()))
            if host in EVERYWHERE:
                self.say("Whoever reaches this machine can log in with these accounts.")
            self.say(TRY.format(var=settings.VAR))
            while True:
                time.sleep(0.5)
                for child in children:
                    child.check()

    @contextmanager
    def serving(
        self, host: str, wanted: int, schedule: Path | None
    ) -> Iterator[tuple[str, list[runner.Child]]]:
        """Worker and web server, up to where the page answers; stopped in the end."""
        logs = folder("log")
        children: list[runner.Child] = []
        with runner.running(children), runner.listen(host, wanted) as line:
            port = line.getsockname()[1]
            if wanted and port != wanted:
                self.say(f"Port {wanted} is taken; using {port}.")
            near = "127.0.0.1" if host in EVERYWHERE else host
            address = f"http://[{near}]:{port}/" if ":" in near else f"http://{near}:{port}/"
            children.append(runner.worker(logs / "worker.log"))
            if schedule:
                children.append(runner.clock(logs / "clock.log", schedule))
            children.append(runner.web(line, logs / "web.log"))
            runner.wait_for(f"{address}health/", children)
            try:
                yield address, children
            finally:
                self.say("\nStopping ...")

    def try_once(self) -> None:
        """Visit all of it once: the apps' `trial` modules say what is looked at."""
        with self.serving("127.0.0.1", 0, None) as (address, _):
            arrived = visitors.log_in_all(address, accounts(), self.say)
            for module in modules("trial"):
                module.visit(arrived, self.say)
        self.say("Everything answered as it should.")


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def folder(name: str) -> Path:
    path: Path = settings.VAR / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def load_county(say: Callable[[str], None]) -> None:
    """What each app has to show, the lower ones first."""
    for module in modules("demo"):
        module.load(say)
        analyze(module.__name__.partition(".")[0])


def collecting() -> subprocess.Popen[bytes]:
    """Collect the static files beside the migrations."""
    words = ["manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    manifest = os.environ | {"PORTAL_STATIC": "manifest"}
    return subprocess.Popen([sys.executable, *words], cwd=settings.BASE, env=manifest)


def modules(name: str) -> list[ModuleType]:
    """The modules of this name in the portal's own apps, lower apps first."""
    own = [one for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE]
    having = [
        one.name for one in own if one.name != "portal" and module_has_submodule(one.module, name)
    ]
    return [import_module(f"{app}.{name}") for app in having]


def accounts() -> list[visitors.Account]:
    """Whom one may log in as: each demo module may name some in ACCOUNTS."""
    return [row for module in modules("demo") for row in getattr(module, "ACCOUNTS", ())]


def listed(rows: list[visitors.Account]) -> str:
    heads = ("account", "role", "organization", "password")
    return "".join("  {:<18} {:<20} {:<24} {}\n".format(*row) for row in (heads, *rows))
