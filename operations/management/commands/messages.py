from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import translation

UNREAD = {"tests", "benchmarks"}  # nobody reads what they say


class Command(BaseCommand):
    help = "Collect every message of the source into the catalogue, keeping its translations."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail where a translation is missing or broken",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.BASE
        path = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"
        new = translation.found(base, [*packages(base), base / "templates"])
        old = translation.read(path)
        if options["check"]:
            self.check_all(list(translation.faults(old, new)), len(new))
            return
        words = translation.updated(old, new)
        translation.write(words, path)
        left = sum(1 for _ in translation.faults(words, new))
        self.stdout.write(f"{path.relative_to(base)}: {len(words)} messages, {left} to do.")

    def check_all(self, faults: list[str], total: int) -> None:
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} of {total} messages need work.")
        self.stdout.write(f"{total} messages, all translated.")


def packages(base: Path) -> list[Path]:
    """The folders of our own code, apps or not."""
    return [file.parent for file in base.glob("*/__init__.py") if file.parent.name not in UNREAD]
